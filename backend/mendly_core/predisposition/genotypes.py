"""What a DNA file shows at the listed places, and which genotype rules that meets. Bases only, never numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mendly_core.genes import SiteCall, SiteGap
from mendly_core.genes.knowledge import Build
from mendly_core.predisposition.facts import APOE_E2_E4, VariantRule, VariantSite

_APOE = "APOE"
_APOE_E4_SITE = "rs429358"
_APOE_E2_SITE = "rs7412"


class Reading(Protocol):
    """What a reader hands on: `mendly_core.genes.GenomeReading` fits."""

    @property
    def build(self) -> Build: ...
    @property
    def sites(self) -> Sequence[SiteCall]: ...
    @property
    def gaps(self) -> Sequence[SiteGap]: ...


@dataclass(frozen=True, slots=True)
class SiteRead:
    """One listed place in one file: the copies of the listed base, or why it counts as not tested.

    Reasons: those of :class:`SiteGap`, and `not_in_file`, `assumed` (the file does not show the place),
    `map_38` (read from GRCh37 files only), `extra_copies`, `one_copy_only`, `unexpected_bases`,
    `needs_both_sites` (APOE with one place missing), `unclear_pair` (APOE bases that fit no known pair).
    """

    site: VariantSite
    bases: tuple[str, ...] = ()
    phase: str | None = None
    origin: str = ""
    reason: str = ""

    @property
    def tested(self) -> bool:
        return not self.reason

    @property
    def copies(self) -> int:
        """How many copies carry the listed base; 0 where the place was not tested."""
        return self.bases.count(self.site.risk) if self.tested else 0

    @property
    def all_copies(self) -> bool:
        return self.tested and self.copies == len(self.bases)


@dataclass(frozen=True, slots=True)
class Match:
    """One rule that is met, by the places named. `proven` is False while two changes may lie on one copy."""

    rule: VariantRule
    outcome: str
    rsids: tuple[str, ...]
    proven: bool


def read_sites(reading: Reading, sites: Iterable[VariantSite]) -> dict[str, SiteRead]:
    """Return what the file shows at each place, by rsID."""
    calls = {(call.gene, call.pos38): call for call in reading.sites}
    gaps = {(gap.gene, gap.pos38): gap.reason for gap in reading.gaps}
    reads = {site.rsid: _read(site, reading.build, calls, gaps) for site in sites}
    return _apoe_checked(reads)


def _read(
    site: VariantSite,
    build: Build,
    calls: Mapping[tuple[str, int], SiteCall],
    gaps: Mapping[tuple[str, int], str],
) -> SiteRead:
    key = (site.gene, site.pos38)
    call = calls.get(key)
    if site.only_from_37 and build != 37:
        return SiteRead(site, reason="map_38")
    if call is None:
        return SiteRead(site, reason=gaps.get(key, "not_in_file"))
    reason = _why_unusable(site, call)
    return SiteRead(site, call.bases, call.phase, call.origin, reason)


def _why_unusable(site: VariantSite, call: SiteCall) -> str:
    if call.origin == "assumed":
        return "assumed"
    if call.extra_copies or len(call.bases) > 2:
        return "extra_copies"
    if not call.bases or (len(call.bases) == 1 and site.chrom != "chrX"):
        return "one_copy_only"
    if not set(call.bases) <= {site.risk, site.other}:
        return "unexpected_bases"
    return ""


def _apoe_checked(reads: dict[str, SiteRead]) -> dict[str, SiteRead]:
    """APOE is read as a pair of places or not at all."""
    e4, e2 = reads.get(_APOE_E4_SITE), reads.get(_APOE_E2_SITE)
    if e4 is None or e2 is None:
        return reads
    reason = ""
    if not (e4.tested and e2.tested):
        reason = "needs_both_sites"
    elif e4.copies + e2.copies > 2 or lie_on_one_copy(e4, e2):
        reason = "unclear_pair"
    for read in (e4, e2):
        if reason and read.tested:
            reads[read.site.rsid] = SiteRead(read.site, read.bases, read.phase, read.origin, reason)
    return reads


def lie_on_one_copy(first: SiteRead, second: SiteRead) -> bool:
    """Whether a phased file shows both single changes on the same copy of the gene."""
    return _same_phase(first, second) and first.bases.index(first.site.risk) == second.bases.index(
        second.site.risk
    )


def _same_phase(first: SiteRead, second: SiteRead) -> bool:
    phased = first.phase is not None and first.phase == second.phase
    return phased and first.site.gene == second.site.gene and first.copies == second.copies == 1


def matches(reads: Mapping[str, SiteRead], rules: Iterable[VariantRule]) -> Iterator[Match]:
    """Yield every rule that the places read meet, one per pair of places for the compound rules."""
    for rule in rules:
        read = reads.get(rule.rsid)
        if read is None or not read.copies:
            continue
        if rule.gene == _APOE:
            yield from _apoe_match(rule, read, reads)
        elif rule.kind == "het" or (rule.kind == "hom" and read.all_copies):
            yield Match(rule, rule.outcome, (rule.rsid,), True)
        elif rule.kind in ("compound", "two_rsids"):
            yield from _pair_matches(rule, read, reads)


def _apoe_match(rule: VariantRule, e4: SiteRead, reads: Mapping[str, SiteRead]) -> Iterator[Match]:
    e2 = reads.get(_APOE_E2_SITE)
    if e2 is None or not e2.tested:
        return
    both = (_APOE_E4_SITE, _APOE_E2_SITE)
    if rule.kind == "hom" and e4.copies == 2 and e2.copies == 0:
        yield Match(rule, rule.outcome, both, True)
    elif rule.kind == "two_rsids" and e4.copies == 1:
        yield Match(rule, APOE_E2_E4 if e2.copies else rule.outcome, both, True)


def _pair_matches(rule: VariantRule, read: SiteRead, reads: Mapping[str, SiteRead]) -> Iterator[Match]:
    for rsid in rule.others:
        other = reads.get(rsid)
        if other is None or not other.copies:
            continue
        pair = (rule.rsid, rsid)
        if rule.kind == "two_rsids":
            if read.copies == other.copies == 1:
                yield Match(rule, rule.outcome, pair, True)
        elif not lie_on_one_copy(read, other):
            proven = read.all_copies or other.all_copies or _same_phase(read, other)
            yield Match(rule, rule.outcome, pair, proven)
