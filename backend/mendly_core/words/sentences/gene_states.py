"""What state a gene's result is in, and why: read, read in part, unclear, or not seen. Absent is never normal."""

from mendly_core.words.registry import Sentence, sentence

SENTENCES: tuple[Sentence, ...] = (
    sentence(
        "genes.limits.nothing_found",
        "In {gene:gene}, no change was found in the places this file shows.",
        "En {gene:gene} no vimos cambios en los lugares que muestra este archivo.",
    ),
    sentence(
        "genes.limits.cannot_tell",
        "This file cannot tell how your {gene:gene} gene works. It misses key places.",
        "Este archivo no puede decir cómo trabaja su gen {gene:gene}. Le faltan lugares clave.",
    ),
    sentence(
        "genes.limits.part",
        "Your file shows only part of {gene:gene}.",
        "Su archivo muestra solo una parte de {gene:gene}.",
    ),
    sentence(
        "genes.limits.assumed",
        "For {gene:gene}, places not in the file were counted as unchanged. "
        "That was your choice or your lab's.",
        "En {gene:gene}, los lugares que no están se contaron sin cambios. "
        "Así lo pidió usted o su laboratorio.",
    ),
    sentence(
        "genes.limits.also_unknown",
        "We also saw a change of unknown meaning in {gene:gene}.",
        "También vimos un cambio sin significado conocido en {gene:gene}.",
    ),
    sentence(
        "genes.state.ambiguous",
        "Your {gene:gene} result fits more than one answer. This file cannot tell which.",
        "Su resultado de {gene:gene} admite más de una respuesta. Este archivo no puede decir cuál.",
    ),
    sentence(
        "genes.state.lab_conflict",
        "Your lab gave two answers for {gene:gene} that do not agree.",
        "Su laboratorio dio dos respuestas de {gene:gene} que no coinciden.",
    ),
    sentence(
        "genes.state.files_differ",
        "Your files do not agree about {gene:gene}. A lab can tell which one is right.",
        "Sus archivos no coinciden en {gene:gene}. Un laboratorio puede decir cuál acierta.",
    ),
    sentence(
        "genes.state.lab_and_file_differ",
        "Your file says something else about {gene:gene}. We go by your lab.",
        "Su archivo dice otra cosa de {gene:gene}. Nos guiamos por su laboratorio.",
    ),
    sentence(
        "genes.state.not_tested",
        "Your {gene:gene} gene was not tested. So we cannot say how it works.",
        "Su gen {gene:gene} no se ha mirado. Por eso no podemos decir cómo trabaja.",
    ),
    sentence(
        "genes.state.not_callable",
        "This file cannot tell your {gene:gene} result. A lab test can.",
        "Este archivo no puede dar su resultado de {gene:gene}. Una prueba de laboratorio sí.",
    ),
    sentence(
        "genes.state.half_read",
        "We could read only half of your {gene:gene} result. A lab test can show all of it.",
        "Solo pudimos leer una parte de su resultado de {gene:gene}. "
        "Una prueba de laboratorio puede leerlo todo.",
    ),
    sentence(
        "genes.state.mixed_signs",
        "Your file gives mixed signs for {gene:gene}. A lab test can tell.",
        "Su archivo da señales mezcladas de {gene:gene}. Una prueba de laboratorio puede aclararlo.",
    ),
    sentence(
        "genes.state.no_match",
        "What we saw in {gene:gene} fits no known form of it. A lab test can tell.",
        "Lo que vimos en {gene:gene} no va con ninguna forma conocida. "
        "Una prueba de laboratorio puede aclararlo.",
    ),
    sentence(
        "genes.state.change_seen",
        "We saw a change in {gene:gene}, but not enough to say how this gene works.",
        "Vimos un cambio en {gene:gene}, pero no basta para decir cómo trabaja este gen.",
    ),
    sentence(
        "genes.state.lab_should_confirm",
        "A lab should confirm it.",
        "Un laboratorio debe confirmarlo.",
    ),
    sentence(
        "genes.state.unknown_change",
        "We saw a change of unknown meaning in {gene:gene}. So we cannot say how this gene works.",
        "Vimos un cambio sin significado conocido en {gene:gene}. Por eso no podemos decir cómo trabaja.",
    ),
)
