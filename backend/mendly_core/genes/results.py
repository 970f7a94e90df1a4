"""The answer for one gene, in a form that server and phone store and exchange."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

State = Literal["called", "called_with_limits", "ambiguous", "not_tested", "not_callable"]


def plain_json(value: Any) -> Any:
    """The same value with tuples as lists, as JSON gives it back."""
    if isinstance(value, dict):
        return {key: plain_json(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_json(entry) for entry in value]
    return value


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible pair, or one X copy alone. ``top`` marks the best scores.

    One that is not ``supported`` rests on an allele whose own changes were not tested and that therefore
    looks like the unchanged gene; it is listed for completeness and never counts for the phenotype.
    ``strands`` holds the allele names of each copy: one name each, but for variant lists also several.
    """

    diplotype: str
    score: int
    top: bool
    supported: bool
    phenotype: str | None
    activity_score: str | None
    lookup: str | None
    strands: tuple[tuple[str, ...], ...] = ()

    @property
    def pair(self) -> tuple[str, ...] | None:
        """One allele name per copy, or None where a copy carries several named changes."""
        exact = bool(self.strands) and all(len(names) == 1 for names in self.strands)
        return tuple(names[0] for names in self.strands) if exact else None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Candidate:
        return cls(**{**data, "strands": tuple(tuple(names) for names in data.get("strands", ()))})


@dataclass(frozen=True, slots=True)
class BasesSeen:
    """Bases at one site that differ from the gene's reference row, or at a site that defines no allele.

    ``bases`` are plus strand, one per copy, joined by "/" (or "|" when phased). ``role``: define or extra.
    """

    site: str
    pos38: int
    bases: str
    origin: str
    role: str
    documented: bool
    position_assumed: bool


@dataclass(frozen=True, slots=True)
class TierOneAllele:
    """One allele of the AMP tier-1 list: ``seen`` when every site of it was; else ``missing`` names them."""

    allele: str
    function: str
    seen: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GeneResult:
    """One gene. Only state ``called`` may ever be worded as normal; "not tested" is never a finding.

    ``reason`` is a stable code for the state: complete, lab_reported (called); sites_not_seen, sites_assumed,
    extra_copies, undocumented_base, single_site_only (called_with_limits); candidates_differ, lab_conflict
    (ambiguous); no_site_seen, required_site_missing, half_call, copies_contradict (not_tested); lab_only, no_match,
    undocumented_base (not_callable).

    ``diplotypes`` are the top pairs; ``variants`` the named
    variants when no pair can be given (or, with state not_callable, changes that may only be shown as
    found). ``phenotypes``, ``activity_scores`` and ``lookups`` run over all supported candidates. ``seen``
    and ``not_seen`` name sites. ``cannot_rule_out`` names alleles with changed or unknown function that
    unseen sites could hide, then ``invisible`` ones, which such a file can never show. ``origin`` is file
    or lab; ``lab`` holds the laboratory's own words. ``warnings`` are stable codes.
    """

    gene: str
    state: State
    reason: str
    diplotypes: tuple[str, ...]
    variants: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    phenotypes: tuple[str, ...]
    activity_scores: tuple[str, ...]
    lookups: tuple[str, ...]
    bases: tuple[BasesSeen, ...]
    seen: tuple[str, ...]
    not_seen: tuple[str, ...]
    cannot_rule_out: tuple[str, ...]
    invisible: tuple[str, ...]
    assumed: tuple[str, ...]
    tier1: tuple[TierOneAllele, ...]
    warnings: tuple[str, ...]
    origin: Literal["file", "lab"]
    lab: Mapping[str, str] | None
    knowledge_version: str

    @property
    def total(self) -> int:
        """How many sites of the gene there are: "n of m seen" is ``len(seen)`` of ``total``."""
        return len(self.seen) + len(self.not_seen)

    @property
    def pairs(self) -> tuple[tuple[str, ...], ...]:
        """The reported pairs as allele names, one name where there is one copy; no lists of changes."""
        pairs = (candidate.pair for candidate in self.candidates if candidate.top)
        return tuple(pair for pair in pairs if pair is not None)

    @property
    def named_changes(self) -> tuple[str, ...]:
        """The named variants of a gene without an exact pair: the flat list, else those of every copy."""
        if self.variants or self.pairs:
            return self.variants
        first = next((candidate for candidate in self.candidates if candidate.top), None)
        return tuple(name for names in first.strands for name in names) if first else ()

    def to_json(self) -> dict[str, Any]:
        """A dict of JSON types with every key present; :meth:`from_json` reads it back."""
        return dict(plain_json(asdict(self)))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> GeneResult:
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in data.items()
        }
        values["candidates"] = tuple(Candidate.from_json(entry) for entry in data["candidates"])
        values["bases"] = tuple(BasesSeen(**entry) for entry in data["bases"])
        values["tier1"] = tuple(
            TierOneAllele(**{**entry, "missing": tuple(entry["missing"])}) for entry in data["tier1"]
        )
        return cls(**values)
