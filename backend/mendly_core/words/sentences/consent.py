"""The very words of a consent. A record keeps the digest of the sentence shown: these are facts of law."""

from mendly_core.words.registry import Sentence, sentence

_WHAT = {
    "profile": ("your name and birth date", "su nombre y su fecha de nacimiento"),
    "medicines": ("your medicines and doses", "sus medicinas y sus dosis"),
    "readings": ("your health readings", "sus medidas de salud"),
    "genes": ("what your genes say about your medicines", "lo que sus genes dicen de sus medicinas"),
    "tumours": ("your tumor reports", "los informes de su tumor"),
    "messages": ("your messages", "sus mensajes"),
}


def _pair(category: str, english: str, spanish: str) -> tuple[Sentence, Sentence]:
    return (
        sentence(
            f"consent.permit.{category}",
            f"{{provider:person}} may see {english}.",
            f"{{provider:person}} puede ver {spanish}.",
        ),
        sentence(
            f"consent.deny.{category}",
            f"{{provider:person}} may not see {english}.",
            f"{{provider:person}} no puede ver {spanish}.",
        ),
    )


_ADDING = {
    "medicines": ("keep that list up to date", "poner esa lista al día"),
    "readings": ("add new ones", "añadir otras nuevas"),
    "genes": ("add lab results", "añadir resultados del laboratorio"),
    "tumours": ("add new ones", "añadir otros nuevos"),
    "messages": ("write to you", "escribirle"),
}
"""What a permit lets a provider do beyond looking."""


def _adding(category: str, english: str, spanish: str) -> Sentence:
    seen, seen_spanish = _WHAT[category]
    return sentence(
        f"consent.permit_add.{category}",
        f"{{provider:person}} may see {seen}. They may also {english}.",
        f"{{provider:person}} puede ver {seen_spanish}. También puede {spanish}.",
    )


_RESEARCH = (
    sentence(
        "consent.research.permit",
        "You let studies use your data without your name.",
        "Usted deja que los estudios usen sus datos sin su nombre.",
    ),
    sentence(
        "consent.research.deny",
        "Studies may not use your data.",
        "Los estudios no pueden usar sus datos.",
    ),
    sentence(
        "consent.research.what",
        "Studies look at the data of many people to learn more about health. Your care stays the same if you say no.",
        "Los estudios miran los datos de mucha gente para saber más de la salud. Si dice que no, "
        "le cuidan igual.",
    ),
    sentence(
        "consent.research.none",
        "No study takes part yet. So no study reads your data now.",
        "Aún no hay ningún estudio. Por eso ahora nadie lee sus datos para eso.",
    ),
    sentence(
        "consent.research.end",
        "You can take your yes back at any time. It ends at once.",
        "Puede quitar su sí cuando quiera. Termina al instante.",
    ),
    sentence(
        "consent.research.not_hidden",
        "Your genes are like a fingerprint. No one can promise that they stay without a name.",
        "Sus genes son como una huella del dedo. Nadie puede jurar que nunca se sepa de quién son.",
    ),
)

SENTENCES: tuple[Sentence, ...] = (
    *(entry for category, (english, spanish) in _WHAT.items() for entry in _pair(category, english, spanish)),
    *(_adding(category, english, spanish) for category, (english, spanish) in _ADDING.items()),
    *_RESEARCH,
)
