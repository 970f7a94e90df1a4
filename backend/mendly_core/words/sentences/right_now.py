"""What other medicines of the list do to a gene at this moment. The genetic result always stands beside it.

Nothing here asks anyone to end a medicine: "if it ends" tells what would follow, and who to talk to stands on
every card.
"""

from mendly_core.words.registry import Mark, Sentence, sentence

_NOW = (
    sentence("right_now.title", "Right now", "Ahora mismo", Mark.LABEL),
    sentence("right_now.headline", "Right now: {message:name}", "Ahora mismo: {message:name}"),
    sentence(
        "right_now.none",
        "While you use {other:medicine}, your {gene:gene} gene hardly works.",
        "Mientras usa {other:medicine}, su gen {gene:gene} casi no trabaja.",
    ),
    sentence(
        "right_now.slower",
        "While you use {other:medicine}, your {gene:gene} gene works slower than by itself.",
        "Mientras usa {other:medicine}, su gen {gene:gene} trabaja más lento que solo.",
    ),
    sentence(
        "right_now.same",
        "{other:medicine} acts on your {gene:gene} gene too. Your result stays the same.",
        "{other:medicine} también actúa en su gen {gene:gene}. Su resultado sigue igual.",
    ),
    sentence(
        "right_now.unclear",
        "While you use {other:medicine}, we cannot tell how fast your {gene:gene} gene works.",
        "Mientras usa {other:medicine}, no podemos decir cómo de rápido trabaja su gen {gene:gene}.",
    ),
    sentence(
        "right_now.genes_alone",
        "Going by your genes alone: {message:name}",
        "Solo por sus genes: {message:name}",
    ),
)

_CAUTION = (
    sentence(
        "right_now.caution",
        "{medicine:medicine} may work in another way for you right now.",
        "{medicine:medicine} puede servirle de otro modo ahora mismo.",
    ),
    sentence(
        "right_now.caution.slower",
        "{other:medicine} can slow down your {gene:gene} gene. We cannot tell how much.",
        "{other:medicine} puede hacer más lento su gen {gene:gene}. No podemos decir cuánto.",
    ),
    sentence(
        "right_now.caution.faster",
        "{other:medicine} can speed up your {gene:gene} gene. We cannot tell how much.",
        "{other:medicine} puede hacer más rápido su gen {gene:gene}. No podemos decir cuánto.",
    ),
)

_ENDS = (
    sentence(
        "right_now.ends.alone",
        "If {other:medicine} ends, your genes alone count again. That takes days to weeks.",
        "Si {other:medicine} termina, vuelven a contar sus genes solos. Eso tarda días o semanas.",
    ),
    sentence(
        "right_now.ends.then",
        "{medicine:medicine} can then work in another way for you.",
        "Entonces {medicine:medicine} le puede servir de otro modo.",
    ),
    sentence(
        "right_now.ends.stays",
        "If {other:medicine} ends, {stays:medicine} still acts on your {gene:gene} gene.",
        "Si {other:medicine} termina, {stays:medicine} aún actúa en su gen {gene:gene}.",
    ),
    sentence(
        "right_now.ends.same",
        "If {other:medicine} ends, your {gene:gene} result stays the same.",
        "Si {other:medicine} termina, su resultado de {gene:gene} sigue igual.",
    ),
)

_DO = (
    sentence(
        "right_now.do.ask",
        "Ask your care team what your other medicines mean for this one.",
        "Pregunte a su equipo de salud qué significan sus otras medicinas para esta.",
        Mark.ACTION,
    ),
    sentence(
        "right_now.not_looked_at",
        "We did not look at your age, your kidneys or your liver here.",
        "Aquí no miramos su edad, sus riñones ni su hígado.",
    ),
    sentence(
        "right_now.not_looked_at.list",
        "Of your other medicines, we looked only at those that act on the same gene.",
        "De sus otras medicinas, solo miramos las que actúan en el mismo gen.",
    ),
)

_CHECK = (
    sentence("check.title", "Check a medicine", "Mirar una medicina", Mark.LABEL),
    sentence(
        "check.intro",
        "Will you get a new medicine? See first what your genes and your list say about it.",
        "¿Le van a dar una medicina nueva? Vea antes qué dicen de ella sus genes y su lista.",
    ),
    sentence(
        "check.nothing_kept",
        "We keep nothing of what you type here.",
        "No guardamos nada de lo que escribe aquí.",
    ),
    sentence(
        "check.unknown",
        "We do not know {medicine:medicine}. So we cannot say if your genes matter for it.",
        "No conocemos {medicine:medicine}. Por eso no podemos decir si sus genes cuentan para ella.",
        Mark.SAFETY,
    ),
    sentence(
        "check.no_gene",
        "We know no gene that matters for {medicine:medicine}. That is not a yes to use it.",
        "No conocemos un gen que cuente para {medicine:medicine}. Eso no es un sí para usarla.",
        Mark.SAFETY,
    ),
    sentence(
        "check.waits",
        "Your clinic checks what we would say of {medicine:medicine} first. Please ask them about it.",
        "Su clínica revisa antes lo que diríamos de {medicine:medicine}. Pregúnteles, por favor.",
    ),
    sentence(
        "check.do",
        "Show this to your care team before you use it.",
        "Muestre esto a su equipo de salud antes de usarla.",
        Mark.ACTION,
    ),
    sentence(
        "check.on_list",
        "{medicine:medicine} is on your list already.",
        "{medicine:medicine} ya está en su lista.",
    ),
    sentence(
        "check.changes.title",
        "What it would do to {medicine:medicine}",
        "Qué haría con {medicine:medicine}",
        Mark.LABEL,
    ),
    sentence(
        "check.changes.none",
        "With {other:medicine}, your {gene:gene} gene would hardly work.",
        "Con {other:medicine}, su gen {gene:gene} casi no trabajaría.",
    ),
    sentence(
        "check.changes.slower",
        "With {other:medicine}, your {gene:gene} gene would work slower than by itself.",
        "Con {other:medicine}, su gen {gene:gene} trabajaría más lento que solo.",
    ),
    sentence(
        "check.changes.same",
        "{other:medicine} acts on your {gene:gene} gene too. Your result would stay the same.",
        "{other:medicine} también actúa en su gen {gene:gene}. Su resultado seguiría igual.",
    ),
    sentence(
        "check.changes.unclear",
        "With {other:medicine}, we could not tell how fast your {gene:gene} gene works.",
        "Con {other:medicine}, no podríamos decir cómo de rápido trabaja su gen {gene:gene}.",
    ),
    sentence("check.changes.then", "Then: {message:name}", "Entonces: {message:name}"),
    sentence(
        "check.safety",
        "Do not change a medicine by yourself. Talk to your care team.",
        "No cambie una medicina por su cuenta. Hable con su equipo de salud.",
        Mark.SAFETY,
    ),
)


def _doctor(key: str, en: str, es: str) -> Sentence:
    return sentence(f"right_now.doctor.{key}", en, es, Mark.DOCTOR)


_DOCTOR = (
    _doctor(
        "score",
        "{gene:gene} right now: {now:name}. By genotype: {genetic:name}.",
        "{gene:gene} ahora mismo: {now:name}. Por genotipo: {genetic:name}.",
    ),
    _doctor(
        "caution",
        "{gene:gene} right now: direction only, no phenotype worked out. By genotype: {genetic:name}.",
        "{gene:gene} ahora mismo: solo la dirección, sin fenotipo calculado. Por genotipo: {genetic:name}.",
    ),
    _doctor(
        "influence",
        "{other:medicine}: {strength:name} of {gene:gene} ({effect:name}). {source:name}.",
        "{other:medicine}: {strength:name} de {gene:gene} ({effect:name}). {source:name}.",
    ),
    _doctor(
        "action",
        "Guideline action with {medicine:medicine} right now: {action:name} ({population:name}).",
        "Acción de la guía con {medicine:medicine} ahora mismo: {action:name} ({population:name}).",
    ),
    _doctor(
        "ends",
        "After {other:medicine} has worn off (days to weeks): {then:name}.",
        "Cuando pase el efecto de {other:medicine} (días o semanas): {then:name}.",
    ),
    _doctor(
        "ends_with",
        "After {other:medicine} has worn off (days to weeks): {then:name}; {stays:medicine} still acts.",
        "Cuando pase el efecto de {other:medicine} (días o semanas): {then:name}; {stays:medicine} aún actúa.",
    ),
    _doctor("unknown", "not worked out", "sin calcular"),
)

SENTENCES: tuple[Sentence, ...] = (*_NOW, *_CAUTION, *_ENDS, *_DO, *_CHECK, *_DOCTOR)
