"""What a gene result stands on, in a few words: the tag beside the line of a gene."""

from mendly_core.words.registry import Mark, Sentence, sentence

_LABELS = {
    "normal": ("No change found", "Sin cambios"),
    "no_change_seen": ("No change so far", "Sin cambios hasta ahora"),
    "cannot_tell": ("This file cannot tell", "Este archivo no lo dice"),
    "change_found": ("A change was found", "Se vio un cambio"),
    "unclear": ("Not yet known what it means", "Aún no se sabe qué significa"),
    "several_answers": ("More than one answer", "Más de una respuesta"),
    "not_tested": ("Not tested", "No se miró"),
    "not_callable": ("This file cannot show it", "Este archivo no lo muestra"),
}

SENTENCES: tuple[Sentence, ...] = tuple(
    sentence(f"genes.standing.{code}", english, spanish, Mark.LABEL)
    for code, (english, spanish) in _LABELS.items()
)
