"""The tables of facts about vital signs. SOURCES.md names where each comes from."""

from __future__ import annotations

from importlib.resources import files

VERSION = "vitals-2026-11-22"
"""Goes into every result that a table decided; change it with any table."""


class BrokenTableError(ValueError):
    """A packaged table does not have the shape that the code was written for."""


def read_table(name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Read a packaged tab-separated table, one dict per row. Raises `BrokenTableError`."""
    lines = files(__package__).joinpath(f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    if tuple(lines[0].split("\t")) != columns:
        raise BrokenTableError(f"{name}: unexpected columns")
    rows = [line.split("\t") for line in lines[1:]]
    if any(len(row) != len(columns) for row in rows):
        raise BrokenTableError(f"{name}: a row has too few or too many cells")
    return [dict(zip(columns, row, strict=True)) for row in rows]
