"""A slow reference matcher, written apart from the engine: it builds every pair of strands and compares.

It reads the packaged tables by itself and shares no code with the product.
"""

from __future__ import annotations

import csv
import itertools
from collections import defaultdict
from importlib.resources import files

AMBIGUITY = {"R": "AG", "Y": "CT", "S": "CG", "W": "AT", "K": "GT", "M": "AC"}
_TABLES = files("mendly_core.genes.knowledge.tables")


def _table(name: str) -> list[dict[str, str]]:
    text = _TABLES.joinpath(f"{name}.tsv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def _rows() -> dict[str, dict[str, dict[int, str]]]:
    genes: dict[str, dict[str, dict[int, str]]] = defaultdict(dict)
    for line in _table("alleles"):
        cells = (cell.split(":") for cell in line["changes"].split(";") if cell)
        genes[line["gene"]][line["allele"]] = {int(position): base for position, base in cells}
    return genes


ALLELES = _rows()
REFERENCE = {line["gene"]: line["reference_allele"] for line in _table("matching")}
SUB_ALLELES = {line["key"]: line["value"] for line in _table("special") if line["kind"] == "suballele"}


def fits(cell: str, base: str) -> bool:
    return base in AMBIGUITY.get(cell, cell) if len(cell) == 1 else base == cell


def _strand_pairs(
    seen: dict[int, tuple[str, str]], phase: dict[int, str | None]
) -> list[tuple[dict[int, str], dict[int, str]]]:
    groups: dict[object, list[int]] = defaultdict(list)
    for position, (first, second) in seen.items():
        if first != second:
            groups[phase.get(position) or position].append(position)
    pairs = []
    for turned in itertools.product((False, True), repeat=len(groups)):
        flipped = {p for members, flip in zip(groups.values(), turned, strict=True) if flip for p in members}
        left = {p: bases[1] if p in flipped else bases[0] for p, bases in seen.items()}
        right = {p: bases[0] if p in flipped else bases[1] for p, bases in seen.items()}
        pairs.append((left, right))
    return pairs


def _matches(cells: dict[int, str], blank: dict[int, str], strand: dict[int, str]) -> bool:
    return all(fits(cells.get(position, blank[position]), base) for position, base in strand.items())


def _score(
    cells: dict[int, str], blank: dict[int, str], strand: dict[int, str], other: dict[int, str] | None
) -> int:
    total = 0
    for position, cell in cells.items():
        if position not in strand:
            continue
        if len(cell) == 1 and cell in AMBIGUITY:
            shown = {strand[position]} | ({other[position]} if other is not None else set())
            total += bool(shown - {blank[position]})
        else:
            total += 1
    return total


def every_pair(
    gene: str, seen: dict[int, tuple[str, str]], phase: dict[int, str | None] | None = None
) -> dict[str, int]:
    """Every diplotype that explains the bases, with its best score; keys are sorted names with a slash."""
    table = ALLELES[gene]
    blank = table[REFERENCE[gene]]
    cores = set(SUB_ALLELES.values()) if gene == "SLCO1B1" else set()
    usable = {
        name: cells for name, cells in table.items() if name not in cores and any(p in seen for p in cells)
    }
    found: dict[str, int] = {}
    for left, right in _strand_pairs(seen, phase or {}):
        on_left = [name for name, cells in usable.items() if _matches(cells, blank, left)]
        on_right = [name for name, cells in usable.items() if _matches(cells, blank, right)]
        for first, second in itertools.product(on_left, on_right):
            differ = first != second
            first_both = differ and first in on_right
            second_both = differ and second in on_left
            score = _score(usable[first], blank, left, right if first_both else None)
            score += _score(usable[second], blank, right, left if second_both else None)
            key = "/".join(sorted((SUB_ALLELES.get(first, first), SUB_ALLELES.get(second, second))))
            found[key] = max(found.get(key, 0), score)
    return found
