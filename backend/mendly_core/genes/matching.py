"""Finds every pair of named alleles that explains the bases seen, without ever permuting positions.

Rules of PharmCAT 3.1.1 (default mode). Over the heterozygous sites two masks per allele say where it needs
the first and where it needs the second base; two alleles pair when they never need the same base at the
same site, and when every phase set can be turned one way. The cost grows with allele pairs, not with 2 to
the power of sites.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mendly_core.genes.alleles import IUPAC, NamedAllele, accepts


@dataclass(frozen=True, slots=True)
class SeenSite:
    """One site with a base for each strand. ``phase`` names its phase set; None when unphased or equal."""

    pos38: int
    reference: str
    bases: tuple[str, str]
    phase: str | None

    @property
    def heterozygous(self) -> bool:
        return self.bases[0] != self.bases[1]


@dataclass(frozen=True, slots=True)
class _Optional:
    """An IUPAC cell at a heterozygous site: does it score on the first base, and on the second?"""

    bit: int
    first: bool
    second: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """How one allele fits: sites where it needs the first or the second base, and what it scores."""

    allele: NamedAllele
    needs_first: int
    needs_second: int
    score: int
    optional: tuple[_Optional, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """Two alleles that explain everything seen, with the summed score of the best arrangement."""

    first: Fit
    second: Fit
    score: int


@dataclass(frozen=True, slots=True)
class Heterozygosity:
    """The heterozygous sites as bits: groups that turn together (a phase set, or one unphased site)."""

    bits: dict[int, int]
    groups: tuple[int, ...]
    phased_groups: tuple[int, ...]

    @property
    def strands_known(self) -> bool:
        """Whether at most two strand sequences are possible."""
        return len(self.groups) <= 1


def heterozygosity(sites: Iterable[SeenSite]) -> Heterozygosity:
    bits: dict[int, int] = {}
    phase_sets: dict[str, int] = {}
    single: list[int] = []
    for site in sites:
        if not site.heterozygous:
            continue
        bit = 1 << len(bits)
        bits[site.pos38] = bit
        if site.phase is None:
            single.append(bit)
        else:
            phase_sets[site.phase] = phase_sets.get(site.phase, 0) | bit
    phased = tuple(phase_sets.values())
    return Heterozygosity(bits, (*phased, *single), phased)


@dataclass(slots=True)
class _BlankRow:
    """What a row of blank cells (the reference row) needs; where it cannot fit, a cell is ``required``."""

    needs_first: int
    needs_second: int
    required: frozenset[int]


def _blank_row(sites: Sequence[SeenSite], bits: dict[int, int]) -> _BlankRow:
    first = second = 0
    required: set[int] = set()
    for site in sites:
        if site.reference not in site.bases:
            required.add(site.pos38)
        elif site.heterozygous and site.bases[0] == site.reference:
            first |= bits[site.pos38]
        elif site.heterozygous:
            second |= bits[site.pos38]
    return _BlankRow(first, second, frozenset(required))


def fitting_alleles(
    alleles: Iterable[NamedAllele], sites: Sequence[SeenSite], het: Heterozygosity
) -> tuple[Fit, ...]:
    """The alleles that some strand could carry; one without any seen cell cannot be called."""
    blank = _blank_row(sites, het.bits)
    by_position = {site.pos38: site for site in sites}
    fits = (_fit(allele, by_position, blank, het) for allele in alleles)
    return tuple(fit for fit in fits if fit is not None)


def _fit(
    allele: NamedAllele, by_position: dict[int, SeenSite], blank: _BlankRow, het: Heterozygosity
) -> Fit | None:
    own = [
        (by_position[position], cell) for position, cell in allele.cells.items() if position in by_position
    ]
    if not own or not blank.required <= allele.cells.keys():
        return None
    first, second, score = blank.needs_first, blank.needs_second, 0
    optional: list[_Optional] = []
    for site, cell in own:
        takes_first, takes_second = accepts(cell, site.bases[0]), accepts(cell, site.bases[1])
        if not (takes_first or takes_second):
            return None
        bit = het.bits.get(site.pos38, 0)
        first, second = first & ~bit, second & ~bit
        if not takes_second:
            first |= bit
        elif not takes_first:
            second |= bit
        if cell not in IUPAC:
            score += 1
        elif bit:
            optional.append(_Optional(bit, site.bases[0] != site.reference, site.bases[1] != site.reference))
        else:
            score += site.bases[0] != site.reference
    return Fit(allele, first, second, score, tuple(optional), len(own) == len(allele.cells))


def possible_pairs(fits: Sequence[Fit], het: Heterozygosity) -> tuple[ScoredPair, ...]:
    """Every pair, an allele with itself included, whose strands can complement each other."""
    return tuple(
        ScoredPair(first, second, _pair_score(first, second, het))
        for index, first in enumerate(fits)
        for second in fits[index:]
        if _complementary(first, second, het)
    )


def _complementary(first: Fit, second: Fit, het: Heterozygosity) -> bool:
    if first.needs_first & second.needs_first or first.needs_second & second.needs_second:
        return False
    return all(_turns(first, second, group) != (False, False) for group in het.phased_groups)


def _turns(first: Fit, second: Fit, group: int) -> tuple[bool, bool]:
    """Whether the first allele can carry the first bases of the group, and whether the second ones."""
    straight = not (first.needs_second & group or second.needs_first & group)
    crossed = not (first.needs_first & group or second.needs_second & group)
    return straight, crossed


def _pair_score(first: Fit, second: Fit, het: Heterozygosity) -> int:
    """The summed score; an IUPAC cell counts where its strand shows a non-reference base, best arrangement.

    When one of two different alleles fits both strands, either strand may show the base.
    """
    score = first.score + second.score
    if not (first.optional or second.optional):
        return score
    different = first.allele is not second.allele
    first_anywhere = different and not (first.needs_first | first.needs_second)
    second_anywhere = different and not (second.needs_first | second.needs_second)
    for group in het.groups:
        straight, crossed = _turns(first, second, group)
        turned = [
            _optional_score(first.optional, group, is_first, first_anywhere)
            + _optional_score(second.optional, group, not is_first, second_anywhere)
            for is_first, allowed in ((True, straight), (False, crossed))
            if allowed
        ]
        score += max(turned)
    return score


def _optional_score(optional: tuple[_Optional, ...], group: int, on_first: bool, anywhere: bool) -> int:
    return sum(
        (cell.first or cell.second) if anywhere else (cell.first if on_first else cell.second)
        for cell in optional
        if cell.bit & group
    )


def top_score(pairs: Iterable[ScoredPair]) -> int:
    return max((pair.score for pair in pairs), default=0)
