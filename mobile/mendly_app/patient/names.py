"""Names to choose from while a person types a medicine: a short list, read when the first letter is typed."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

FEWEST_LETTERS = 2
MOST = 4


def suggested(typed: str) -> tuple[str, ...]:
    """Ingredients and brands that begin so, as people write them. What is typed stays free text."""
    start = _plain(typed)
    if len(start) < FEWEST_LETTERS:
        return ()
    found = [name for name in _names() if name.startswith(start) and name != start]
    return tuple(name[:1].upper() + name[1:] for name in found[:MOST])


@cache
def _names() -> tuple[str, ...]:
    text = files("mendly_app.patient").joinpath("medicine_names.txt").read_text(encoding="utf-8")
    return tuple(text.splitlines())


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", " ".join(text.lower().split()))
    return "".join(sign for sign in spread if not unicodedata.combining(sign))
