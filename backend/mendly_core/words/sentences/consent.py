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


SENTENCES: tuple[Sentence, ...] = tuple(
    entry for category, (english, spanish) in _WHAT.items() for entry in _pair(category, english, spanish)
)
