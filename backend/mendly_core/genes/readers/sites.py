"""What a reader hands on: the bases seen at our sites, and the sites it could not use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, TypeVar

from mendly_core.genes.knowledge import Build, genes


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
    ``identifier_mismatch``, ``not_rcrs``, ``one_copy_only``. ``base`` is the changed base of a half call.
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

    def to_json(self) -> dict[str, Any]:
        """A dict of JSON types with every key present; :meth:`from_json` reads it back."""
        values = asdict(self)
        values["sites"] = [{**site, "bases": list(site["bases"])} for site in values["sites"]]
        for key in ("gaps", "build_signals", "warnings"):
            values[key] = list(values[key])
        return values

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> GenomeReading:
        values = dict(data)
        values["sites"] = tuple(SiteCall(**{**site, "bases": tuple(site["bases"])}) for site in data["sites"])
        values["gaps"] = tuple(SiteGap(**gap) for gap in data["gaps"])
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


@cache
def _table_order() -> Mapping[tuple[str, int], int]:
    return {(site.gene, site.pos38): number for number, site in enumerate(genes().sites)}
