"""Names in a row, as people say them."""

from __future__ import annotations

from collections.abc import Sequence

# Spanish "y" and "o" change before the same sound.
_AND_OR = {"en": ("and", "or"), "es": ("y", "o")}


def medicine_list(names: Sequence[str], language: str, *, all_of: bool) -> str:
    """Return names as a list in words: "a, b and c" or "a, b or c"."""
    *first, last = names
    if not first:
        return last
    word = _AND_OR[language][0 if all_of else 1]
    if language == "es" and last[:1].casefold() == ("i" if all_of else "o"):
        word = "e" if all_of else "u"
    return f"{', '.join(first)} {word} {last}"
