"""DPYD and RYR1: named variants instead of star alleles, listed per strand where the strands are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from mendly_core.genes.alleles import AlleleTable, NamedAllele, accepts, name_order
from mendly_core.genes.knowledge import genes
from mendly_core.genes.matching import Heterozygosity, SeenSite, heterozygosity

_MOST_PHASE_SETS = 6
_HAPB3 = "c.1129-5923C>G, c.1236G>A (HapB3)"
_HAPB3_INTRONIC = "c.1129-5923C>G"
_BOTH = "intronic and exonic"


@dataclass(frozen=True, slots=True)
class VariantCall:
    """``arrangements`` holds the variant names per strand, one entry per possible arrangement; else a flat
    list.
    """

    arrangements: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    variants: tuple[str, ...]


def diplotype_text(strands: Sequence[Sequence[str]]) -> str:
    """``a/b``, or ``[a + b]/c`` when a strand carries more than one variant."""
    return "/".join(sorted(map(strand_text, strands), key=name_order))


def strand_text(names: Sequence[str]) -> str:
    """One name as it is, several as ``[a + b]``."""
    return names[0] if len(names) == 1 else f"[{' + '.join(names)}]"


def call_variants(table: AlleleTable, sites: Sequence[SeenSite]) -> VariantCall:
    """Every exact pair when at most two strand sequences are possible, else variants per strand, else a
    flat list.
    """
    het = heterozygosity(sites)
    unphased = len(het.groups) - len(het.phased_groups)
    if not het.strands_known and (unphased or len(het.phased_groups) > _MOST_PHASE_SETS):
        return VariantCall((), _flat_list(table, sites))
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], None] = {}
    for strands in _strand_sequences(sites, het):
        exact = [_exact(table, strand) for strand in strands]
        lists = exact if all(exact) else [[_carried(table, strand)] for strand in strands]
        for first, second in product(*lists):
            found[(min(first, second), max(first, second))] = None
    return VariantCall(tuple(found), ())


def _strand_sequences(
    sites: Sequence[SeenSite], het: Heterozygosity
) -> list[tuple[dict[int, str], dict[int, str]]]:
    """The possible pairs of strands; the first group stays as it is, because strands have no order."""
    turnable = het.groups[1:]
    sequences = []
    for turns in product((False, True), repeat=len(turnable)):
        turned = sum(group for group, turn in zip(turnable, turns, strict=True) if turn)
        strands: tuple[dict[int, str], dict[int, str]] = ({}, {})
        for site in sites:
            first, second = site.bases
            if het.bits.get(site.pos38, 0) & turned:
                first, second = second, first
            strands[0][site.pos38], strands[1][site.pos38] = first, second
        sequences.append(strands)
    return sequences


def _own_cells(allele: NamedAllele, seen: Mapping[int, object]) -> dict[int, str]:
    return {position: cell for position, cell in allele.cells.items() if position in seen}


def _exact(table: AlleleTable, strand: Mapping[int, str]) -> list[tuple[str, ...]]:
    changed = {position for position, base in strand.items() if base != table.reference[position]}
    names: list[tuple[str, ...]] = []
    for allele in table.alleles:
        if not changed <= allele.cells.keys():
            continue
        own = _own_cells(allele, strand)
        if own and all(accepts(cell, strand[position]) for position, cell in own.items()):
            names.append((allele.name,))
    return names


def _carried(table: AlleleTable, strand: Mapping[int, str]) -> tuple[str, ...]:
    """Variants whose bases are all on the strand; the reference when there is none."""
    reference = genes().rules[table.gene].reference_allele
    names = [
        allele.name
        for allele in table.alleles
        if allele.name != reference
        and (own := _own_cells(allele, strand))
        and all(accepts(cell, strand[position]) for position, cell in own.items())
    ]
    return tuple(names) or (reference,)


def _flat_list(table: AlleleTable, sites: Sequence[SeenSite]) -> tuple[str, ...]:
    """Alleles whose bases are all present, twice when on both strands; the reference goes when over two
    remain.
    """
    by_position = {site.pos38: site for site in sites}
    reference = genes().rules[table.gene].reference_allele
    names: list[str] = []
    for allele in table.alleles:
        own = _own_cells(allele, by_position)
        copies = min((_copies(by_position[position], cell) for position, cell in own.items()), default=0)
        names.extend([allele.name] * copies)
    if len(names) > 2:
        names = [name for name in names if name != reference]
    return tuple(names)


def _copies(site: SeenSite, cell: str) -> int:
    return sum(accepts(cell, base) for base in site.bases)


@dataclass(frozen=True, slots=True)
class HapB3View:
    """DPYD with the two HapB3 sites folded into one: the intronic site decides."""

    table: AlleleTable
    sites: tuple[SeenSite, ...]
    warnings: tuple[str, ...]


def fold_hapb3(table: AlleleTable, sites: Sequence[SeenSite]) -> HapB3View:
    """Replace rs75017182 (intronic) and rs56038477 (exonic) by one site with three forms.

    Both changed on a strand = HapB3; intronic alone = c.1129-5923C>G; exonic alone where the intronic base is
    reference = reference, with a warning; exonic alone where the intronic site is missing = HapB3, with a
    warning.
    """
    intronic_position, exonic_position = _hapb3_positions(table)
    by_position = {site.pos38: site for site in sites}
    intronic, exonic = by_position.get(intronic_position), by_position.get(exonic_position)
    others = [site for site in sites if site.pos38 not in (intronic_position, exonic_position)]
    folded, warnings = _folded(intronic, exonic, intronic_position, table.reference[intronic_position])
    positions = sorted((*others, *folded), key=lambda site: site.pos38)
    return HapB3View(_folded_table(table, intronic_position, exonic_position), tuple(positions), warnings)


def _hapb3_positions(table: AlleleTable) -> tuple[int, int]:
    """Positions of the intronic and the exonic site, read from the two named alleles."""
    cells = {allele.name: set(allele.cells) for allele in table.alleles}
    intronic = cells[_HAPB3_INTRONIC]
    return next(iter(intronic)), next(iter(cells[_HAPB3] - intronic))


def _folded_table(table: AlleleTable, intronic: int, exonic: int) -> AlleleTable:
    alleles = []
    for allele in table.alleles:
        cells = {position: cell for position, cell in allele.cells.items() if position != exonic}
        if allele.name == _HAPB3:
            cells[intronic] = _BOTH
        alleles.append(NamedAllele(allele.name, cells, allele.function, allele.activity))
    return AlleleTable(table.gene, table.reference, tuple(alleles), table.invisible)


def _folded(
    intronic: SeenSite | None, exonic: SeenSite | None, position: int, reference: str
) -> tuple[tuple[SeenSite, ...], tuple[str, ...]]:
    if intronic is None and exonic is None:
        return (), ()
    if exonic is None:
        return ((intronic,) if intronic else ()), ()
    exonic_changed = [base != exonic.reference for base in exonic.bases]
    if intronic is None:
        first, second = (_BOTH if changed else reference for changed in exonic_changed)
        return (SeenSite(position, reference, (first, second), exonic.phase),), ("hapb3_exonic_only",)
    if not _aligned(intronic, exonic):
        exonic_changed = _paired_with(intronic, sum(exonic_changed))
    bases = []
    disagree = False
    for base, changed in zip(intronic.bases, exonic_changed, strict=True):
        disagree = disagree or (changed and base == reference)
        bases.append(_BOTH if changed and base != reference else base)
    phase = intronic.phase if intronic.heterozygous else exonic.phase
    site = SeenSite(position, reference, (bases[0], bases[1]), phase)
    return (site,), ("hapb3_sites_disagree",) if disagree else ()


def _aligned(intronic: SeenSite, exonic: SeenSite) -> bool:
    """Whether the order of the bases tells which exonic base lies beside which intronic one."""
    if not (intronic.heterozygous and exonic.heterozygous):
        return True
    return intronic.phase is not None and intronic.phase == exonic.phase


def _paired_with(intronic: SeenSite, exonic_copies: int) -> list[bool]:
    """Unphased: changed exonic bases are placed beside changed intronic ones first."""
    changed = [base != intronic.reference for base in intronic.bases]
    if exonic_copies == 1 and sum(changed) == 1:
        return changed
    return [index < exonic_copies for index in range(2)]
