"""Packages of fact tables: read once, checked against the checked-in checksum, or refused.

A pack is a Python package or a folder that holds tab-separated tables, their `SOURCES.md` and a `checksum.txt` with the
date of the facts and the SHA-256 over all its tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

_CHECKSUM_FILE = "checksum.txt"

Row = Mapping[str, str]


class DamagedPack(RuntimeError):
    """The packaged tables are not the ones that were checked in, or break their own rules: nothing may use them."""


@dataclass(frozen=True, slots=True)
class Pack:
    """The rows of every table. `version` = date of the facts, "+", start of the checksum."""

    version: str
    tables: Mapping[str, tuple[Row, ...]]


def tables_checksum(place: str | Traversable, names: tuple[str, ...]) -> str:
    """Return the SHA-256 over names and contents of the tables, in name order."""
    digest = hashlib.sha256()
    for name in sorted(names):
        content = _content(place, name)
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def checked_version(place: str | Traversable, names: tuple[str, ...]) -> tuple[str, str]:
    """Return the date of the facts and the checksum of the tables. Raises :class:`DamagedPack`."""
    try:
        stated = _folder(place).joinpath(_CHECKSUM_FILE).read_text("utf-8").split()
        found = tables_checksum(place, names)
    except OSError:
        raise DamagedPack(f"{place} does not hold all the tables of a knowledge pack.") from None
    if len(stated) != 2 or stated[1] != found:
        raise DamagedPack(f"The tables of {place} do not match their checksum. Install them again.")
    return stated[0], found


def read_pack(place: str | Traversable, columns: Mapping[str, tuple[str, ...]]) -> Pack:
    """Read the tables of a package, by its name, or of a folder; `columns` names each table's columns.

    Raises :class:`DamagedPack`.
    """
    date, checksum = checked_version(place, tuple(columns))
    tables = {name: _rows(place, name, wanted) for name, wanted in columns.items()}
    return Pack(f"{date}+{checksum[:8]}", MappingProxyType(tables))


def require(condition: bool, what: str) -> None:
    """Raise :class:`DamagedPack` with `what` is wrong unless the condition holds."""
    if not condition:
        raise DamagedPack(what)


def listed(text: str, separator: str = ";") -> tuple[str, ...]:
    """Return the parts of a cell, blanks around them removed; none for an empty cell."""
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def _folder(place: str | Traversable) -> Traversable:
    return files(place) if isinstance(place, str) else place


def _content(place: str | Traversable, name: str) -> bytes:
    return _folder(place).joinpath(f"{name}.tsv").read_bytes()


def _rows(place: str | Traversable, name: str, columns: tuple[str, ...]) -> tuple[Row, ...]:
    header, *lines = _content(place, name).decode("utf-8").removesuffix("\n").split("\n")
    require(tuple(header.split("\t")) == columns, f"{name}: unexpected columns")
    cells = [line.split("\t") for line in lines]
    require(all(len(row) == len(columns) for row in cells), f"{name}: a row has too few or too many cells")
    return tuple(MappingProxyType(dict(zip(columns, row, strict=True))) for row in cells)
