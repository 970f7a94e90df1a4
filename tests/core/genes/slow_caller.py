"""A slow caller of one gene, written apart from the engine: rows of bases, and every way to turn the strands.

It reads the packaged tables by itself and shares no code with the product. Every allele is written out as
full rows of bases over the sites that were seen; a pair is possible when the two rows are a pair of strands.
"""

from __future__ import annotations

import csv
import itertools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

EITHER = {"R": "AG", "Y": "CT", "S": "CG", "W": "AT", "K": "GT", "M": "AC"}
_TABLES = files("mendly_core.genes.knowledge.tables")
Seen = Mapping[int, tuple[str, ...]]
Phase = Mapping[int, str | None]
Row = tuple[str, ...]
Names = tuple[str, ...]


@cache
def rows_of(table: str) -> list[dict[str, str]]:
    text = _TABLES.joinpath(f"{table}.tsv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def _cells(text: str) -> dict[int, str]:
    return {int(cell.split(":")[0]): cell.split(":")[1] for cell in text.split(";") if cell}


CELLS: dict[str, dict[str, dict[int, str]]] = defaultdict(dict)
FUNCTION: dict[tuple[str, str], str] = {}
for _row in rows_of("alleles"):
    FUNCTION[_row["gene"], _row["allele"]] = _row["function"]
    if _row["changes"]:
        CELLS[_row["gene"]][_row["allele"]] = _cells(_row["changes"])
RULES = {row["gene"]: row for row in rows_of("matching")}
_CORE = {row["key"]: row["value"] for row in rows_of("special") if row["kind"] == "suballele"}
SITES = {
    gene: {int(row["pos38"]): row for row in rows if row["role"] == "define"}
    for gene in RULES
    if (rows := [row for row in rows_of("positions") if row["gene"] == gene])
}
CALLED_FROM_FILES = tuple(gene for gene, row in RULES.items() if row["method"] != "lab_only")
LISTS = ("DPYD", "RYR1")
NAT2_RULES = [(set(row["candidates"].split(";")), row["pick"]) for row in rows_of("nat2_priority")]
HAPB3 = "c.1129-5923C>G, c.1236G>A (HapB3)"
INTRONIC, EXONIC = 97579893, 97573863
BOTH_HAPB3 = "both"


@dataclass(frozen=True)
class SlowCall:
    """``pairs`` are reported, ``candidates`` all possible, with what they score; ``variants`` as a multiset."""

    pairs: frozenset[Names] = frozenset()
    candidates: Mapping[Names, int] = field(default_factory=dict)
    variants: Names = ()


NOTHING = SlowCall()


@cache
def matched_alleles(gene: str) -> dict[str, dict[int, str]]:
    """Alleles to match with their cells; the core row of a sub-allele is for display only."""
    cores = set(_CORE.values()) if gene == "SLCO1B1" else set()
    return {name: cells for name, cells in CELLS[gene].items() if name not in cores}


def blank_row(gene: str) -> dict[int, str]:
    return CELLS[gene][RULES[gene]["reference_allele"]]


def strand(gene: str, allele: str, *, changed_first: bool = False) -> dict[int, str]:
    """A strand that carries the allele; where it accepts either base, the usual or the changed one."""
    usual = blank_row(gene)
    bases = {**usual, **CELLS[gene][allele]}
    for position, cell in bases.items():
        if cell in EITHER and len(cell) == 1:
            options = sorted(EITHER[cell], key=lambda base, p=position: (base == usual[p]) is changed_first)  # type: ignore[misc]
            bases[position] = options[0]
    return bases


def slow_call(gene: str, seen: Seen, phase: Phase | None = None) -> SlowCall:
    """The call of one gene from bases at GRCh38 positions: one base per copy, phase sets by position."""
    sites = SITES[gene]
    bases = {position: bases for position, bases in seen.items() if position in sites}
    if not bases or any(row["required"] == "1" and p not in bases for p, row in sites.items()):
        return NOTHING
    strange = {p: unlisted for p in bases if (unlisted := _unlisted(sites[p], bases[p]))}
    if strange and RULES[gene]["undocumented_base_policy"] != "treat_as_reference":
        return _single_site(gene, bases)
    for position, unlisted in strange.items():
        usual = blank_row(gene)[position]
        bases[position] = tuple(usual if base in unlisted else base for base in bases[position])
    if any(len(found) == 1 for found in bases.values()):
        return _one_copy(gene, {position: found[0] for position, found in bases.items()})
    if gene in LISTS:
        return _variant_list(gene, bases, phase or {})
    call = _pairs(gene, bases, phase or {})
    return call if call.candidates else _single_site(gene, bases)


def _unlisted(site: Mapping[str, str], bases: Sequence[str]) -> set[str]:
    if site["kind"] != "snv" and all(len(base) == 1 for base in bases):
        return set()
    return set(bases) - {site["ref38"], *site["alts"].split(",")}


def _single_site(gene: str, bases: Seen) -> SlowCall:
    star = {"T": "*1", "C": "*5"}
    found = bases.get(21178615, ())
    if gene != "SLCO1B1" or len(found) != 2 or not set(found) <= set(star):
        return NOTHING
    pair = frozenset({tuple(sorted(star[base] for base in found))})
    return SlowCall(pair, dict.fromkeys(pair, 1))


@lru_cache(maxsize=2)
def _written_rows(gene: str, positions: tuple[int, ...]) -> dict[Row, list[str]]:
    """Every row of bases over the positions, with the alleles that look like it."""
    written: dict[Row, list[str]] = defaultdict(list)
    usual = blank_row(gene)
    table = _list_cells(gene) if gene in LISTS else matched_alleles(gene)
    for name, cells in table.items():
        if not any(position in cells for position in positions):
            continue
        options = [_options(cells.get(position, usual[position])) for position in positions]
        for row in itertools.product(*options):
            written[row].append(name)
    return written


def _options(cell: str) -> tuple[str, ...]:
    return tuple(EITHER[cell]) if len(cell) == 1 and cell in EITHER else (cell,)


def _turned(bases: Seen, phase: Phase, positions: Sequence[int]) -> Iterator[tuple[Row, Row]]:
    """Every pair of strands that the genotype allows; bases of one phase set turn together."""
    groups: dict[object, list[int]] = defaultdict(list)
    for index, position in enumerate(positions):
        if bases[position][0] != bases[position][1]:
            groups[phase.get(position) or position].append(index)
    left, right = [bases[p][0] for p in positions], [bases[p][1] for p in positions]
    members = list(groups.values())
    for turns in itertools.product((False, True), repeat=max(len(members) - 1, 0)):
        first, second = left.copy(), right.copy()
        for indexes, turn in zip(members[1:], turns, strict=False):
            for index in indexes if turn else ():
                first[index], second[index] = second[index], first[index]
        yield tuple(first), tuple(second)


def _groups(bases: Seen, phase: Phase) -> int:
    return len({phase.get(p) or p for p, found in bases.items() if found[0] != found[1]})


def _pairs(gene: str, bases: Seen, phase: Phase) -> SlowCall:
    positions = tuple(sorted(bases))
    written = _written_rows(gene, positions)
    scores: dict[Names, int] = {}
    for left, right in _turned(bases, phase, positions):
        on_left, on_right = written.get(left, ()), written.get(right, ())
        for first, second in itertools.product(on_left, on_right):
            score = _score(
                gene, first, positions, left, right if first != second and first in on_right else ()
            )
            score += _score(
                gene, second, positions, right, left if first != second and second in on_left else ()
            )
            name = tuple(sorted((_CORE.get(first, first), _CORE.get(second, second))))
            scores[name] = max(score, scores.get(name, 0))
    best = max(scores.values(), default=0)
    top = {pair for pair, score in scores.items() if score == best}
    if gene == "NAT2" and _groups(bases, phase) > 1:
        top = _nat2(scores)
    return SlowCall(frozenset(top), scores)


def _score(gene: str, name: str, positions: Sequence[int], row: Row, other: Row) -> int:
    cells, usual = matched_alleles(gene)[name], blank_row(gene)
    total = 0
    for index, position in enumerate(positions):
        cell = cells.get(position)
        if cell is None:
            continue
        if len(cell) == 1 and cell in EITHER:
            total += any(shown[index] != usual[position] for shown in (row, other) if shown)
        else:
            total += 1
    return total


def _nat2(possible: Collection[Names]) -> set[Names]:
    for candidates, pick in NAT2_RULES:
        if all(tuple(sorted(name.split("/"))) in possible for name in candidates):
            return {tuple(sorted(pick.split("/")))}
    return set(possible)


def _one_copy(gene: str, bases: Mapping[int, str]) -> SlowCall:
    positions = tuple(sorted(bases))
    row = tuple(bases[position] for position in positions)
    fitting = _written_rows(gene, positions).get(row, [])
    scores = {(name,): _score(gene, name, positions, row, ()) for name in fitting}
    best = max(scores.values(), default=0)
    return SlowCall(frozenset(name for name, score in scores.items() if score == best), scores)


def _hapb3_form(intronic: str | None, exonic: str | None) -> str | None:
    """What one strand shows at the two HapB3 sites, as one form: C is the changed intronic base."""
    if intronic is None:
        return None if exonic is None else (BOTH_HAPB3 if exonic == "T" else "G")
    return BOTH_HAPB3 if intronic == "C" and exonic == "T" else intronic


def _with_hapb3_as_one_site(bases: Seen, phase: Phase) -> dict[int, tuple[str, ...]]:
    """The intronic site decides. Without phase, a changed exonic base lies beside a changed intronic one."""
    intronic, exonic = bases.get(INTRONIC), bases.get(EXONIC)
    folded = {position: found for position, found in bases.items() if position not in (INTRONIC, EXONIC)}
    if intronic is None and exonic is None:
        return folded
    if intronic and exonic and len(set(intronic)) == len(set(exonic)) == 2:
        together = phase.get(INTRONIC) is not None and phase.get(INTRONIC) == phase.get(EXONIC)
        if not together:
            exonic = tuple("T" if base == "C" else "C" for base in intronic)
    pairs = zip(intronic or (None, None), exonic or (None, None), strict=True)
    folded[INTRONIC] = tuple(form for pair in pairs if (form := _hapb3_form(*pair)) is not None)
    return folded


@cache
def _list_cells(gene: str) -> dict[str, dict[int, str]]:
    cells = {name: dict(own) for name, own in CELLS[gene].items()}
    if gene == "DPYD":
        for own in cells.values():
            own.pop(EXONIC, None)
        cells[HAPB3][INTRONIC] = BOTH_HAPB3
    return cells


def _variant_list(gene: str, bases: Seen, phase: Phase) -> SlowCall:
    phases = dict(phase)
    if gene == "DPYD":
        if len(set(bases.get(INTRONIC, ()))) < 2:
            phases[INTRONIC] = phase.get(EXONIC)
        bases = _with_hapb3_as_one_site(bases, phase)
    positions = tuple(sorted(bases))
    named = {p for p, found in bases.items() if found[0] != found[1] and not phases.get(p)}
    if _groups(bases, phases) > 1 and named:
        return SlowCall(variants=_flat_list(gene, bases))
    pairs: set[Names] = set()
    variants: Names = ()
    for left, right in _turned(bases, phases, positions):
        written = _written_rows(gene, positions)
        exact = [written.get(row, []) for row in (left, right)]
        if all(exact):
            pairs |= {tuple(sorted(pair)) for pair in itertools.product(*exact)}
        else:
            carried = [_carried(gene, positions, row) for row in (left, right)]
            if all(len(names) == 1 for names in carried):
                pairs.add(tuple(sorted((carried[0][0], carried[1][0]))))
            elif not variants:
                variants = tuple(sorted((*carried[0], *carried[1])))
    return SlowCall(frozenset(pairs), dict.fromkeys(pairs, 0), () if pairs else variants)


def _carried(gene: str, positions: Sequence[int], row: Row) -> Names:
    shown = dict(zip(positions, row, strict=True))
    reference = RULES[gene]["reference_allele"]
    found = [
        name
        for name, own in _list_cells(gene).items()
        if name != reference and (tested := own.keys() & shown) and all(own[p] == shown[p] for p in tested)
    ]
    return tuple(found) or (reference,)


def _flat_list(gene: str, bases: Seen) -> Names:
    reference = RULES[gene]["reference_allele"]
    names: list[str] = []
    for name, own in _list_cells(gene).items():
        if tested := own.keys() & bases.keys():
            names += [name] * min(bases[p].count(own[p]) for p in tested)
    if len(names) > 2:
        names = [name for name in names if name != reference]
    return tuple(sorted(names))
