"""What differs between two knowledge packs, table by table, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mendly_core.knowledge_pack import PARTS, Table, read_part
from mendly_core.packs import Row

_EMPTY = "(empty)"


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One row that both packs hold, and its cells that differ as (column, before, after)."""

    name: str
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class TableChanges:
    """The rows of one table by their names: the cells that tell them apart."""

    table: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[ChangedRow, ...]

    @property
    def any(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def pack_changes(before: Path | None, after: Path | None) -> tuple[TableChanges, ...]:
    """Every table of both packs, also the unchanged ones; None stands for the shipped pack.

    Raises :class:`mendly_core.packs.DamagedPack`.
    """
    return tuple(
        _table_changes(f"{part}/{name}", table, old.tables[name], new.tables[name])
        for part, tables in PARTS.items()
        for old, new in ((read_part(part, before), read_part(part, after)),)
        for name, table in tables.items()
    )


def _table_changes(name: str, table: Table, old: Sequence[Row], new: Sequence[Row]) -> TableChanges:
    before, after = _by_key(table, old), _by_key(table, new)
    return TableChanges(
        name,
        added=tuple(_called(key) for key in after if key not in before),
        removed=tuple(_called(key) for key in before if key not in after),
        changed=tuple(
            ChangedRow(_called(key), _cells(table, before[key], row))
            for key, row in after.items()
            if key in before and before[key] != row
        ),
    )


def _by_key(table: Table, rows: Sequence[Row]) -> dict[tuple[str, ...], Row]:
    """Rows by the cells that tell them apart; of several with the same ones each has its number."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key, number = tuple(row[column] for column in table.key), 2
        while key in found:
            key, number = (*(row[column] for column in table.key), f"no. {number}"), number + 1
        found[key] = row
    return found


def _called(key: tuple[str, ...]) -> str:
    return ", ".join(cell for cell in key if cell)


def _cells(
    table: Table, before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (column, before[column] or _EMPTY, after[column] or _EMPTY)
        for column in table.columns
        if before[column] != after[column]
    )


def told(changes: Sequence[TableChanges]) -> Iterator[str]:
    """Lines for a person: first the counts of a table, then each row."""
    for each in changes:
        if not each.any:
            continue
        counts = ((len(each.added), "added"), (len(each.removed), "removed"), (len(each.changed), "changed"))
        yield f"{each.table}: " + ", ".join(f"{_rows(count)} {what}" for count, what in counts if count)
        yield from (f"  added: {name}" for name in each.added)
        yield from (f"  removed: {name}" for name in each.removed)
        for row in each.changed:
            cells = "; ".join(f"{column} from {before} to {after}" for column, before, after in row.cells)
            yield f"  changed: {row.name}: {cells}"
    if not any(each.any for each in changes):
        yield "No row differs."


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
