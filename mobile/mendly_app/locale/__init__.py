"""The words of buttons and headings, in English and Spanish. Sentences about genes and care come ready-made.

A catalogue is a TOML file of tables; "today.title" is `title` in `[today]`. A text that depends on a count is
a table of `one` and `other` and is asked for with `n`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

Entry = str | tuple[str, str]
"""A text, or the two texts for one and for any other count."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one language. Call it with a key and the slots of its text."""

    language: str
    entries: MappingProxyType[str, Entry]

    def __call__(self, key: str, **slots: object) -> str:
        """Raises KeyError for an unknown key or a missing slot: always a mistake in the calling code."""
        entry = self.entries[key]
        text = entry if isinstance(entry, str) else entry[0 if slots["n"] == 1 else 1]
        return text.format_map(slots)


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of "en" or "es"."""
    text = files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return Catalogue(language, MappingProxyType(_flat("", tomllib.loads(text))))


def _flat(prefix: str, table: dict[str, Any]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, str):
            entries[key] = value
        elif value.keys() == {"one", "other"}:
            entries[key] = (value["one"], value["other"])
        else:
            entries |= _flat(f"{key}.", value)
    return entries
