"""What a reading shows of one gene: bases for matching, and every reason to hold back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mendly_core.genes.alleles import AlleleTable
from mendly_core.genes.knowledge import Build, Site
from mendly_core.genes.matching import SeenSite
from mendly_core.genes.readers import GenomeReading, SiteCall
from mendly_core.genes.results import BasesSeen

Sex = Literal["female", "male"]
TREATED_AS_REFERENCE = "treat_as_reference"
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GeneEvidence:
    """The sites of one gene as seen in one file.

    ``copies`` is 1 for a single X and 0 when the copies contradict. ``undocumented`` holds, per position,
    the bases seen there that the tables do not list.
    """

    gene: str
    build: Build
    sites: tuple[Site, ...]
    calls: Mapping[int, SiteCall]
    gap_reasons: Mapping[int, str]
    half_bases: Mapping[int, str]
    copies: int
    undocumented: Mapping[int, frozenset[str]]

    @property
    def half_called(self) -> bool:
        return "half_call" in self.gap_reasons.values()

    def shows(self, position: int, base: str) -> bool:
        """Whether the base was seen at the position on at least one copy, a half call included."""
        seen = position in self.calls and base in self.calls[position].bases
        return seen or self.half_bases.get(position) == base

    @property
    def assumed(self) -> tuple[str, ...]:
        return tuple(
            site.label
            for site in self.sites
            if site.pos38 in self.calls and self.calls[site.pos38].origin == "assumed"
        )

    @property
    def extra_copies(self) -> bool:
        return any(call.extra_copies for call in self.calls.values())

    def for_matching(self, table: AlleleTable, *, as_reference: bool) -> tuple[SeenSite, ...]:
        """Bases per strand at the defining sites; ``as_reference`` replaces undocumented ones."""
        return tuple(
            _seen_site(
                call,
                table.reference[position],
                self.undocumented.get(position, _NONE) if as_reference else _NONE,
            )
            for position, call in self.calls.items()
            if position in table.reference
        )


def _seen_site(call: SiteCall, reference: str, replaced: frozenset[str]) -> SeenSite:
    first, second = (reference if base in replaced else base for base in (call.bases[0], call.bases[-1]))
    return SeenSite(call.pos38, reference, (first, second), call.phase if first != second else None)


def gather(gene: str, sites: tuple[Site, ...], reading: GenomeReading, sex: Sex | None) -> GeneEvidence:
    """The evidence for one gene. ``sex`` helps only where an X chromosome is written as two equal bases."""
    positions = {site.pos38 for site in sites if site.role == "define"}
    calls = {call.pos38: call for call in reading.sites if call.gene == gene}
    defining = {position: call for position, call in calls.items() if position in positions}
    return GeneEvidence(
        gene=gene,
        build=reading.build,
        sites=tuple(site for site in sites if site.role != "witness"),
        calls=calls,
        gap_reasons={gap.pos38: gap.reason for gap in reading.gaps if gap.gene == gene},
        half_bases={gap.pos38: gap.base for gap in reading.gaps if gap.gene == gene and gap.base},
        copies=_copies(defining, sex),
        undocumented={
            site.pos38: bases
            for site in sites
            if site.pos38 in defining and (bases := _undocumented(site, defining[site.pos38]))
        },
    )


def _copies(calls: Mapping[int, SiteCall], sex: Sex | None) -> int:
    """Two, unless single bases are seen or the person is known to be male; 0 when bases then still differ."""
    single = any(len(call.bases) == 1 for call in calls.values()) or (sex == "male" and _on_x(calls))
    if not single:
        return 2
    return 0 if any(len(set(call.bases)) > 1 for call in calls.values()) else 1


def _on_x(calls: Mapping[int, SiteCall]) -> bool:
    return any(call.gene == "G6PD" for call in calls.values())


def _undocumented(site: Site, call: SiteCall) -> frozenset[str]:
    """Bases that the tables do not list; single bases where an indel is expected are not judged."""
    if site.kind != "snv" and all(len(base) == 1 for base in call.bases):
        return _NONE
    return frozenset(call.bases) - frozenset(site.forms)


def bases_to_show(evidence: GeneEvidence, table: AlleleTable) -> tuple[BasesSeen, ...]:
    """Sites that differ from the reference row, and sites that define no allele."""
    return tuple(
        _bases_seen(site, evidence.calls[site.pos38], evidence)
        for site in evidence.sites
        if site.pos38 in evidence.calls
        and (
            site.role == "extra"
            or set(evidence.calls[site.pos38].bases) != {table.reference.get(site.pos38, site.ref38)}
        )
    )


def _bases_seen(site: Site, call: SiteCall, evidence: GeneEvidence) -> BasesSeen:
    return BasesSeen(
        site=site.label,
        pos38=site.pos38,
        bases=("|" if call.phase else "/").join(call.bases),
        origin=call.origin,
        role=site.role,
        documented=site.pos38 not in evidence.undocumented,
        position_assumed=site.pos37_assumed and evidence.build == 37,
    )
