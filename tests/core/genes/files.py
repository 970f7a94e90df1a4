"""Small DNA files and readings for the tests. Nobody's data: everything comes from the fact tables."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping

from mendly_core.genes.knowledge import Build, Site, genes
from mendly_core.genes.readers import GenomeReading, SiteCall, SiteGap, read_genome
from mendly_core.genes.samples import Choices, site_bases, strand_of, vcf_file

COLUMNS = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT"
LENGTHS = {36: 247249719, 37: 249250621, 38: 248956422}


class Dribble:
    """A stream that gives a few bytes at a time, as a network does."""

    def __init__(self, data: bytes, step: int = 7000) -> None:
        self._data = io.BytesIO(data)
        self._step = step

    def read(self, n: int, /) -> bytes:
        return self._data.read(min(n, self._step))


def site(name: str) -> Site:
    """The site with this rsID, or ``chr:pos38``."""
    return next(entry for entry in genes().sites if name in (entry.rsid, f"{entry.chrom}:{entry.pos38}"))


def vcf(
    rows: Iterable[str],
    *,
    build: int = 38,
    samples: Iterable[str] = ("Amara",),
    header: Iterable[str] | None = None,
) -> bytes:
    """A VCF; ``header`` replaces the contig line that tells the build."""
    lines = ["##fileformat=VCFv4.2"]
    lines += [f"##contig=<ID=chr1,length={LENGTHS[build]}>"] if header is None else list(header)
    lines.append("\t".join((COLUMNS, *samples)))
    return ("\n".join((*lines, *rows)) + "\n").encode()


def row(
    name: str,
    genotype: str,
    *,
    build: Build = 38,
    ref: str | None = None,
    alt: str | None = None,
    filter_text: str = "PASS",
    info: str = ".",
    fmt: str = "GT",
    shift: int = 0,
) -> str:
    """One record at a site of the tables, by rsID."""
    wanted = site(name)
    reference = wanted.reference(build) if ref is None else ref
    alts = ",".join(form for form in wanted.forms if form != reference) if alt is None else alt
    position = wanted.position(build) + shift
    cells = (wanted.chrom, str(position), name, reference, alts, ".", filter_text, info, fmt, genotype)
    return "\t".join(cells)


def read(data: bytes, **options: object) -> GenomeReading:
    return read_genome(Dribble(data), **options)  # type: ignore[arg-type]


def bases(reading: GenomeReading, name: str) -> tuple[str, ...] | None:
    """The bases read at a site, or None."""
    wanted = site(name)
    found = (call.bases for call in reading.sites if (call.gene, call.pos38) == (wanted.gene, wanted.pos38))
    return next(found, None)


def gap(reading: GenomeReading, name: str) -> str | None:
    """Why a mentioned site counts as not tested, or None."""
    wanted = site(name)
    found = (
        entry.reason for entry in reading.gaps if (entry.gene, entry.pos38) == (wanted.gene, wanted.pos38)
    )
    return next(found, None)


def genome(
    choices: Choices, *, keep: Callable[[Site], bool] | None = None, **options: object
) -> GenomeReading:
    """The reading of a whole VCF made from allele choices, cut to the sites to keep."""
    reading = read(b"".join(vcf_file(choices, **options)))  # type: ignore[arg-type]
    if keep is None:
        return reading
    kept = {(entry.gene, entry.pos38) for entry in genes().sites if keep(entry)}
    return with_sites(call for call in reading.sites if (call.gene, call.pos38) in kept)


def with_sites(
    calls: Iterable[SiteCall], gaps: Iterable[SiteGap] = (), format_name: str = "vcf"
) -> GenomeReading:
    """A reading that holds just these calls."""
    return GenomeReading(
        format=format_name,
        layout="",
        packing="plain",
        build=38,
        build_signals=("header",),
        sample=None,
        sites=tuple(calls),
        gaps=tuple(gaps),
        lines=0,
        records=0,
        assumed_reference=False,
        warnings=(),
    )


def gene_reading(
    gene: str,
    pair: tuple[str, str],
    *,
    phased: bool = False,
    keep: Callable[[Site], bool] = lambda _: True,
    changed: Mapping[int, tuple[str, ...]] | None = None,
) -> GenomeReading:
    """A reading of one gene, its strands carrying two alleles; ``changed`` replaces bases at positions."""
    first, second = strand_of(gene, pair[0]), strand_of(gene, pair[1])
    calls = []
    for entry in genes().sites_of[gene]:
        if entry.role == "witness" or not keep(entry):
            continue
        seen = (first[entry.pos38], second[entry.pos38])
        shown = (changed or {}).get(entry.pos38, seen)
        calls.append(
            SiteCall(gene, entry.pos38, shown, "common" if phased and len(set(shown)) > 1 else None, "record")
        )
    return with_sites(calls)


__all__ = [
    "Dribble",
    "bases",
    "gap",
    "gene_reading",
    "genome",
    "read",
    "row",
    "site",
    "site_bases",
    "vcf",
    "with_sites",
]
