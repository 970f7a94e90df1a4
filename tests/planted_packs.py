"""Makes knowledge packs with planted changes in a folder of the test's own. None is ever checked in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path

from mendly_core.knowledge_pack import PARTS
from mendly_core.packs import tables_checksum

_SHIPPED = {
    "genes": "mendly_core.genes.knowledge.tables",
    "predisposition": "mendly_core.predisposition.tables",
}
Row = dict[str, str]
Rows = list[Row]
Change = Callable[[Rows], Rows]


def pack_with(folder: Path, changes: Mapping[str, Change], *, date: str = "2026-02-01") -> Path:
    """A copy of the shipped pack whose tables were changed; `changes` go by `part/table`."""
    for part, tables in PARTS.items():
        target = folder / part
        target.mkdir(parents=True)
        for table in tables:
            source = files(_SHIPPED[part]).joinpath(f"{table}.tsv")
            target.joinpath(f"{table}.tsv").write_bytes(source.read_bytes())
            change = changes.get(f"{part}/{table}")
            if change:
                _rewrite(target / f"{table}.tsv", change)
        stamp(folder, part, date)
    return folder


def stamp(folder: Path, part: str, date: str) -> None:
    """Write the checksum that fits the tables as they are."""
    checksum = tables_checksum(folder / part, tuple(PARTS[part]))
    folder.joinpath(part, "checksum.txt").write_text(f"{date} {checksum}\n")


def setting(wanted: Mapping[str, str], values: Mapping[str, str]) -> Change:
    """Changes every row that fits `wanted`; at least one has to."""

    def change(rows: Rows) -> Rows:
        fitting = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
        assert fitting, wanted
        for row in fitting:
            row.update(values)
        return rows

    return change


def without(wanted: Mapping[str, str]) -> Change:
    def change(rows: Rows) -> Rows:
        kept = [row for row in rows if any(row[name] != value for name, value in wanted.items())]
        assert len(kept) < len(rows), wanted
        return kept

    return change


def both(*changes: Change) -> Change:
    def change(rows: Rows) -> Rows:
        for each in changes:
            rows = each(rows)
        return rows

    return change


def copy_of_shipped(folder: Path) -> Path:
    return pack_with(folder, {}, date="2025-11-05")


def remove(folder: Path) -> None:
    shutil.rmtree(folder)


def _rewrite(file: Path, change: Change) -> None:
    header, *lines = file.read_text("utf-8").removesuffix("\n").split("\n")
    names = header.split("\t")
    rows = change([dict(zip(names, line.split("\t"), strict=True)) for line in lines])
    text = "\n".join([header, *("\t".join(row[name] for name in names) for row in rows)]) + "\n"
    file.write_text(text, "utf-8")
