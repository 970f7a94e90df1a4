"""Packages of fact tables: read once, checked against the checked-in checksum, or refused.

A pack is a Python package that holds tab-separated tables, their `SOURCES.md` and a `checksum.txt` with the
date of the facts and the SHA-256 over all its tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
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


def tables_checksum(package: str, names: tuple[str, ...]) -> str:
    """Return the SHA-256 over names and contents of the tables, in name order."""
    digest = hashlib.sha256()
    for name in sorted(names):
        content = _content(package, name)
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def read_pack(package: str, columns: Mapping[str, tuple[str, ...]]) -> Pack:
    """Read the tables of `package`; `columns` names each table's columns. Raises :class:`DamagedPack`."""
    stated = files(package).joinpath(_CHECKSUM_FILE).read_text("utf-8").split()
    found = tables_checksum(package, tuple(columns))
    if len(stated) != 2 or stated[1] != found:
        raise DamagedPack(f"The tables of {package} do not match their checksum. Install them again.")
    tables = {name: _rows(package, name, wanted) for name, wanted in columns.items()}
    return Pack(f"{stated[0]}+{found[:8]}", MappingProxyType(tables))


def require(condition: bool, what: str) -> None:
    """Raise :class:`DamagedPack` with `what` is wrong unless the condition holds."""
    if not condition:
        raise DamagedPack(what)


def listed(text: str, separator: str = ";") -> tuple[str, ...]:
    """Return the parts of a cell, blanks around them removed; none for an empty cell."""
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def _content(package: str, name: str) -> bytes:
    return files(package).joinpath(f"{name}.tsv").read_bytes()


def _rows(package: str, name: str, columns: tuple[str, ...]) -> tuple[Row, ...]:
    header, *lines = _content(package, name).decode("utf-8").removesuffix("\n").split("\n")
    require(tuple(header.split("\t")) == columns, f"{name}: unexpected columns")
    cells = [line.split("\t") for line in lines]
    require(all(len(row) == len(columns) for row in cells), f"{name}: a row has too few or too many cells")
    return tuple(MappingProxyType(dict(zip(columns, row, strict=True))) for row in cells)
