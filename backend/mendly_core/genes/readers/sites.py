"""What a reader hands on: the bases seen at our sites, and the sites it could not use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

from mendly_core.genes.knowledge import Build, genes
from mendly_core.genes.results import plain_json
from mendly_core.knowledge_pack import per_pack


@dataclass(frozen=True, slots=True)
class SiteCall:
    """Bases seen at one site: plus strand, in the GRCh38 forms of the tables, one entry per copy.

    ``phase`` names the phase set of a heterozygous call; calls of one set lie in order on the two strands.
    ``origin`` is ``record``, ``block`` (a reference block), ``array`` or ``assumed``. ``extra_copies``
    marks a genotype with more than two alleles of which the first two are given.
    """

    gene: str
    pos38: int
    bases: tuple[str, ...]
    phase: str | None
    origin: str
    extra_copies: bool = False


@dataclass(frozen=True, slots=True)
class SiteGap:
    """A site that the file mentions and that still counts as not tested.

    Reasons: ``no_call``, ``half_call``, ``filtered``, ``other_reference``, ``unusable_allele``,
    ``one_sided_reads``, ``indel_not_tested``, ``other_spelling``, ``overlapping_change``,
    ``records_disagree``, ``rows_disagree``, ``strand_unknown``, ``unexpected_bases``,
    ``identifier_mismatch``, ``not_rcrs``, ``one_copy_only``, ``unreadable_record``.
    ``base`` is the changed base of a half call.
    """

    gene: str
    pos38: int
    reason: str
    base: str = ""


@dataclass(frozen=True, slots=True)
class GenomeReading:
    """All that is kept of a file. ``lines`` counts every line, ``records`` the data lines.

    ``format``: vcf, gvcf or array. ``layout``: the kind of array table, empty for VCF. ``build_signals``:
    what told the build (header, reference_bases, rsid_positions, stated). Warnings are stable codes.
    ``extra_sites`` and ``extra_gaps``: places beside the genes that were asked for; no gene call looks at them.
    """

    format: str
    layout: str
    packing: str
    build: Build
    build_signals: tuple[str, ...]
    sample: str | None
    sites: tuple[SiteCall, ...]
    gaps: tuple[SiteGap, ...]
    lines: int
    records: int
    assumed_reference: bool
    warnings: tuple[str, ...]
    extra_sites: tuple[SiteCall, ...] = ()
    extra_gaps: tuple[SiteGap, ...] = ()

    @property
    def with_extras(self) -> GenomeReading:
        """The same reading with the extra places among the others, as whoever asked for them looks at it."""
        return replace(
            self,
            sites=(*self.sites, *self.extra_sites),
            gaps=(*self.gaps, *self.extra_gaps),
            extra_sites=(),
            extra_gaps=(),
        )

    def to_json(self) -> dict[str, Any]:
        """A dict of JSON types with every key present; :meth:`from_json` reads it back."""
        return dict(plain_json(asdict(self)))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> GenomeReading:
        values = dict(data)
        for key in ("sites", "extra_sites"):
            values[key] = tuple(SiteCall(**{**site, "bases": tuple(site["bases"])}) for site in data[key])
        for key in ("gaps", "extra_gaps"):
            values[key] = tuple(SiteGap(**gap) for gap in data[key])
        values["build_signals"] = tuple(data["build_signals"])
        values["warnings"] = tuple(data["warnings"])
        return cls(**values)


_Entry = TypeVar("_Entry")
_CHROMOSOMES = {
    **{str(number): f"chr{number}" for number in range(1, 23)},
    **{f"0{number}": f"chr{number}" for number in range(1, 10)},
    "X": "chrX",
    "23": "chrX",
    "Y": "chrY",
    "24": "chrY",
    "M": "chrM",
    "MT": "chrM",
    "26": "chrM",
}


def usable_base(base: str) -> bool:
    """Whether a string is made of A, C, G and T only."""
    return bool(base) and not base.strip("ACGT")


def trimmed_change(position: int, ref: str, alt: str) -> tuple[int, str, str]:
    """A change with the common end, then the common start removed: the same however it was padded."""
    shorter = min(len(ref), len(alt))
    end = 0
    while end < shorter and ref[-1 - end] == alt[-1 - end]:
        end += 1
    start = 0
    while start < shorter - end and ref[start] == alt[start]:
        start += 1
    return position + start, ref[start : len(ref) - end], alt[start : len(alt) - end]


def chromosome_name(text: str) -> str | None:
    """``chr`` name of a chromosome written as 10, chr10, X or 23, MT, M or 26; None for anything else."""
    return _CHROMOSOMES.get(text.upper().removeprefix("CHR"))


def in_table_order(found: Mapping[tuple[str, int], _Entry]) -> tuple[_Entry, ...]:
    """What was found, by gene and GRCh38 position, in the order of the table of sites."""
    return tuple(found[key] for key in sorted(found, key=_table_order().__getitem__))


@per_pack
def _table_order() -> Mapping[tuple[str, int], int]:
    return {(site.gene, site.pos38): number for number, site in enumerate(genes().sites)}
