"""Which sites a reader looks for, how lines near them start, and the notes on the sites of one build."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from mendly_core.genes.knowledge import Build, Site, genes
from mendly_core.genes.readers.vcf_sites import NEARBY, SiteNotes
from mendly_core.knowledge_pack import per_pack

BUILDS: tuple[Build, Build] = (37, 38)
BUCKET_DIGITS = 6
_BUCKET = 10**BUCKET_DIGITS
_SETS_KEPT = 16
# RefSeq accession versions of chromosomes 1 to 22, X and Y in GRCh38; GRCh37 is one lower each.
_REFSEQ_VERSIONS = (
    *(11, 12, 12, 12, 10, 12, 14, 11, 12, 11, 10, 12),
    *(11, 9, 10, 10, 11, 10, 10, 11, 9, 11, 11, 10),
)
_REFSEQ_MITOCHONDRION = "NC_012920.1"


def _refseq(chrom: str, build: Build) -> str:
    name = chrom.removeprefix("chr")
    if name == "M":
        return _REFSEQ_MITOCHONDRION
    number = {"X": 23, "Y": 24}.get(name) or int(name)
    return f"NC_{number:06d}.{_REFSEQ_VERSIONS[number - 1] - (build == 37)}"


def _contig_names(chrom: str, build: Build) -> tuple[str, ...]:
    name = chrom.removeprefix("chr")
    numbered = {"X": ("23", "chr23"), "M": ("MT", "chrMT", "26")}.get(name, ())
    return (name, chrom, *numbered, _refseq(chrom, build))


def _bucket_keys(contig: str, position: int) -> Iterator[bytes]:
    """How lines start, last six digits of POS cut, from a million bases before ``position`` up to it."""
    bucket = position // _BUCKET
    for number in {bucket, max(bucket - 1, 0)}:
        if number:
            yield f"{contig}\t{number}".encode()
        else:
            start = f"{contig}\t"
            yield from (
                start[: max(len(start) + digits - BUCKET_DIGITS, 0)].encode() for digits in range(1, 7)
            )


class WantedSites:
    """Sites to look for, and what is worked out from them once for all files."""

    def __init__(self, sites: tuple[Site, ...]) -> None:
        self.sites = sites

    @cached_property
    def line_starts(self) -> frozenset[bytes]:
        """The starts of every VCF line that may speak about one of the sites, in either build."""
        buckets = {
            (contig, site.position(build) // _BUCKET * _BUCKET)
            for site in self.sites
            for build in BUILDS
            for contig in _contig_names(site.chrom, build)
        }
        return frozenset(key for contig, position in buckets for key in _bucket_keys(contig, position))

    @cached_property
    def by_contig(self) -> Mapping[Build, Mapping[bytes, tuple[list[int], list[Site]]]]:
        """For each build the sites under every name of their contig, sorted by position."""
        return {build: self._in_build(build) for build in BUILDS}

    def _in_build(self, build: Build) -> dict[bytes, tuple[list[int], list[Site]]]:
        by_chrom: dict[str, list[Site]] = {}
        for site in self.sites:
            by_chrom.setdefault(site.chrom, []).append(site)
        by_contig: dict[bytes, tuple[list[int], list[Site]]] = {}
        for chrom, members in by_chrom.items():
            members.sort(key=lambda site: site.position(build))
            positions = [site.position(build) for site in members]
            for name in _contig_names(chrom, build):
                by_contig[name.encode()] = (positions, members)
        return by_contig


@per_pack
def gene_sites() -> WantedSites:
    """The sites of the gene tables."""
    return WantedSites(genes().sites)


def beside_the_genes(sites: Iterable[Site]) -> WantedSites:
    """The sites that the gene tables do not want anyway, each once, in their order."""
    known = {(site.gene, site.pos38) for site in genes().sites}
    wanted = {(site.gene, site.pos38): site for site in sites}
    return _kept(tuple(site for key, site in wanted.items() if key not in known))


@lru_cache(_SETS_KEPT)
def _kept(sites: tuple[Site, ...]) -> WantedSites:
    return WantedSites(sites)


class BuildSites:
    """Notes on the wanted sites of one build; a site that no record comes near has none."""

    def __init__(self, wanted: WantedSites, build: Build) -> None:
        self.build = build
        self._by_contig = wanted.by_contig[build]
        self._notes: dict[tuple[str, int], SiteNotes] = {}

    @property
    def notes(self) -> Iterable[SiteNotes]:
        return self._notes.values()

    def near(self, contig: bytes, first: int, last: int) -> list[SiteNotes]:
        positions, sites = self._by_contig.get(contig, ((), ()))
        found = sites[bisect_left(positions, first - NEARBY) : bisect_right(positions, last + NEARBY)]
        return [self._note(site) for site in found]

    def _note(self, site: Site) -> SiteNotes:
        key = (site.gene, site.pos38)
        if key not in self._notes:
            self._notes[key] = SiteNotes(site, self.build)
        return self._notes[key]
