"""Reads VCF and gVCF text in one pass that parses only the records near our sites."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from mendly_core.genes.knowledge import Build, Site, genes
from mendly_core.genes.readers.detect import RCRS_LENGTH, BuildEvidence, build_of_length, builds_in_words
from mendly_core.genes.readers.errors import UnreadableGenome
from mendly_core.genes.readers.genotypes import parse_genotype
from mendly_core.genes.readers.sites import (
    GenomeReading,
    SiteCall,
    SiteGap,
    chromosome_name,
    in_table_order,
)
from mendly_core.genes.readers.streams import Limits
from mendly_core.genes.readers.vcf_sites import NEARBY, SiteNotes, VcfRecord

_TAB = b"\t"
_FIXED = ("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT")
_FIXED_COLUMNS = len(_FIXED)
_MOST_DIGITS = 10
_MOST_ALTS = 200
_LONGEST_ALT = 1000
_BUCKET_DIGITS = 6
_BUCKET = 10**_BUCKET_DIGITS
_CONTIG = re.compile(r"^##contig=<.*?\bID=([^,>]+)")
_LENGTH = re.compile(r"\blength=(\d{1,12})")
_BUILD_LINES = ("##reference=", "##assembly=", "##contig=")
_BLOCK_HEADER = re.compile(r"^##ALT=<ID=(NON_REF|\*)[,>]")
# RefSeq accession versions of chromosomes 1 to 22, X and Y in GRCh38; GRCh37 is one lower each.
_REFSEQ_VERSIONS = (
    11,
    12,
    12,
    12,
    10,
    12,
    14,
    11,
    12,
    11,
    10,
    12,
    11,
    9,
    10,
    10,
    11,
    10,
    10,
    11,
    9,
    11,
    11,
    10,
)
_REFSEQ_MITOCHONDRION = "NC_012920.1"
# Never taken as reference because a list of changes leaves them out for technical reasons (PharmCAT issue
# 193).
_NEVER_ASSUMED = frozenset({"rs3758581", "rs3064744", "rs776746"})


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
                start[: max(len(start) + digits - _BUCKET_DIGITS, 0)].encode() for digits in range(1, 7)
            )


@cache
def _line_starts() -> frozenset[bytes]:
    """The starts of every line that may speak about one of our sites, in either build."""
    builds: tuple[Build, Build] = (37, 38)
    buckets = {
        (contig, site.position(build) // _BUCKET * _BUCKET)
        for site in genes().sites
        for build in builds
        for contig in _contig_names(site.chrom, build)
    }
    return frozenset(key for contig, position in buckets for key in _bucket_keys(contig, position))


@cache
def _sites_by_contig(build: Build) -> dict[bytes, tuple[list[int], list[Site]]]:
    """The wanted sites of one build under every name of their contig, sorted by position."""
    by_chrom: dict[str, list[Site]] = {}
    for site in genes().sites:
        by_chrom.setdefault(site.chrom, []).append(site)
    by_contig: dict[bytes, tuple[list[int], list[Site]]] = {}
    for chrom, sites in by_chrom.items():
        sites.sort(key=lambda site: site.position(build))
        positions = [site.position(build) for site in sites]
        for name in _contig_names(chrom, build):
            by_contig[name.encode()] = (positions, sites)
    return by_contig


class _BuildSites:
    """Notes on the wanted sites of one build; a site that no record comes near has none."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self._by_contig = _sites_by_contig(build)
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


@dataclass(slots=True)
class _Header:
    samples: tuple[str, ...] = ()
    builds: set[int] = field(default_factory=set)
    mitochondrial_length: int | None = None
    block_style: bool = False

    def take(self, line: str) -> None:
        if line.startswith(_BUILD_LINES):
            self.builds |= builds_in_words(line)
        if _BLOCK_HEADER.match(line):
            self.block_style = True
        contig, length = _CONTIG.match(line), _LENGTH.search(line)
        if contig and length:
            self._take_contig(contig[1], int(length[1]))

    def _take_contig(self, name: str, length: int) -> None:
        chrom = chromosome_name(name)
        if chrom == "chrM":
            self.mitochondrial_length = length
        build = build_of_length(chrom, length) if chrom else None
        if build is not None:
            self.builds.add(build)


class VcfReader:
    """Feed it blocks of lines, then ask for the reading. Raises UnreadableGenome from either."""

    def __init__(self, *, sample: str | None, build: Build | None, limits: Limits) -> None:
        self._wanted_sample = sample
        self._limits = limits
        self._header = _Header()
        self._header_bytes = 0
        self._in_header = True
        self._column = 0
        self._columns = 0
        self._sample = ""
        self._builds = (_BuildSites(37), _BuildSites(38))
        self._line_starts = _line_starts()
        self._evidence = BuildEvidence(stated=build)
        self._lines = 0
        self._header_lines = 0
        self._examined = 0
        self._with_genotype = 0
        self._blocks_seen = False
        self._contigs_hit: set[bytes] = set()

    def feed(self, lines: list[bytes]) -> None:
        first = self._lines
        self._lines += len(lines)
        if self._in_header:
            lines = self._read_header(lines)
            first = self._header_lines
        self._scan(lines, first)

    def _read_header(self, lines: list[bytes]) -> list[bytes]:
        for index, raw in enumerate(lines):
            self._header_bytes += len(raw) + 1
            if self._header_bytes > self._limits.header:
                raise UnreadableGenome("header_too_large", limit=self._limits.header)
            self._header_lines += 1
            line = raw.decode("utf-8").rstrip("\r")
            if line.startswith("##"):
                self._header.take(line)
            elif line.startswith("#CHROM"):
                self._choose_sample(line.split("\t"))
                self._in_header = False
                return lines[index + 1 :]
            elif line.strip():
                raise UnreadableGenome("malformed_header", line=self._header_lines)
        return []

    def _choose_sample(self, columns: list[str]) -> None:
        samples = tuple(columns[_FIXED_COLUMNS:])
        if tuple(columns[:_FIXED_COLUMNS]) != _FIXED[: len(columns)] or len(set(samples)) < len(samples):
            raise UnreadableGenome("malformed_header", line=self._header_lines)
        if not samples:
            raise UnreadableGenome("no_sample_column")
        if self._wanted_sample is None and len(samples) > 1:
            raise UnreadableGenome("several_samples", samples=samples)
        self._sample = samples[0] if self._wanted_sample is None else self._wanted_sample
        if self._sample not in samples:
            raise UnreadableGenome("unknown_sample", samples=samples)
        self._column = 1 + samples.index(self._sample)
        self._columns = 1 + len(samples)

    def _scan(self, lines: list[bytes], before: int) -> None:
        line_starts, tab = self._line_starts, _TAB
        for line in lines:
            try:
                cut = line.index(tab, line.index(tab) + 1) - _BUCKET_DIGITS
            except ValueError:
                if line.strip():
                    raise UnreadableGenome("malformed_line", line=before + lines.index(line) + 1) from None
                continue
            if line[:cut] in line_starts or cut <= 0:
                try:
                    self._examine(line)
                except UnreadableGenome as error:
                    error.facts["line"] = before + lines.index(line) + 1
                    raise

    def _examine(self, line: bytes) -> None:
        """Parse a record in the neighbourhood of our genes; everything else was left as bytes."""
        fields = line.split(_TAB, _FIXED_COLUMNS - 1)
        contig, position = fields[0], fields[1]
        if len(position) > _MOST_DIGITS or not position.isdigit() or len(fields) < _FIXED_COLUMNS:
            raise UnreadableGenome("malformed_line")
        start = int(position)
        end = _stated_end(fields[7]) or start + len(fields[3]) - 1
        notes = [note for group in self._builds for note in group.near(contig, start, end)]
        if not notes:
            return
        self._contigs_hit.add(contig)
        record = self._parsed(fields, start, end)
        for note in notes:
            note.consider(record)

    def _parsed(self, fields: list[bytes], start: int, end: int) -> VcfRecord:
        columns = fields[8].rstrip(b"\r").split(_TAB)
        if len(columns) != self._columns:
            raise UnreadableGenome("malformed_line")
        text = [value.decode("utf-8") for value in fields[3:7]]
        alts = () if text[1] == "." else tuple(_short(alt) for alt in text[1].upper().split(","))
        if len(alts) > _MOST_ALTS:
            raise UnreadableGenome("malformed_line")
        genotype = parse_genotype(
            columns[0].decode("utf-8"), columns[self._column].decode("utf-8"), len(alts)
        )
        self._examined += 1
        self._with_genotype += genotype is not None
        record = VcfRecord(start, text[0].upper(), alts, end, text[3] in ("PASS", ".", ""), genotype)
        self._blocks_seen |= record.only_reference and end >= start + len(record.ref)
        return record

    def reading(self, packing: str, *, assume_reference: bool) -> GenomeReading:
        """The verdict on every wanted site, once all lines were fed."""
        if self._in_header:
            raise UnreadableGenome("malformed_header", line=self._header_lines)
        if self._lines == self._header_lines and not assume_reference:
            raise UnreadableGenome("no_records")
        if self._examined and not self._with_genotype:
            raise UnreadableGenome("no_genotypes")
        build, signals = self._decide_build()
        chosen = self._builds[0] if build == 37 else self._builds[1]
        found, gaps = self._resolved(chosen)
        if assume_reference:
            self._assume(chosen, found, gaps)
        return GenomeReading(
            format="gvcf" if self._blocks_seen or self._header.block_style else "vcf",
            layout="",
            packing=packing,
            build=build,
            build_signals=signals,
            sample=self._sample,
            sites=in_table_order(found),
            gaps=in_table_order(gaps),
            lines=self._lines,
            records=self._lines - self._header_lines,
            assumed_reference=assume_reference,
            warnings=self._warnings(found, gaps),
        )

    def _decide_build(self) -> tuple[Build, tuple[str, ...]]:
        self._evidence.header = self._header.builds
        for group in self._builds:
            for note in group.notes:
                if note.site.chrom == "chrM" or note.reference_agrees is None:
                    continue
                tally = self._evidence.for_build if note.reference_agrees else self._evidence.against
                tally[group.build] += 1
        return self._evidence.decide("reference_bases")

    def _resolved(
        self, chosen: _BuildSites
    ) -> tuple[dict[tuple[str, int], SiteCall], dict[tuple[str, int], SiteGap]]:
        found: dict[tuple[str, int], SiteCall] = {}
        gaps: dict[tuple[str, int], SiteGap] = {}
        mitochondrion_usable = self._numbers_as_rcrs(chosen.build)
        for note in chosen.notes:
            verdict = note.resolve()
            key = (note.site.gene, note.site.pos38)
            if verdict is not None and note.site.chrom == "chrM" and not mitochondrion_usable:
                gaps[key] = SiteGap(*key, "not_rcrs")
            elif isinstance(verdict, SiteCall):
                found[key] = verdict
            elif verdict is not None:
                gaps[key] = verdict
        return found, gaps

    def _numbers_as_rcrs(self, build: Build) -> bool:
        """A contig called chrM on GRCh37 is usually the older sequence of 16,571 bases."""
        if self._header.mitochondrial_length is not None:
            return self._header.mitochondrial_length == RCRS_LENGTH
        return build == 38 or b"chrM" not in self._contigs_hit

    def _assume(
        self,
        chosen: _BuildSites,
        found: dict[tuple[str, int], SiteCall],
        gaps: dict[tuple[str, int], SiteGap],
    ) -> None:
        """Fill unmentioned single-base sites with the build's own reference: somebody states it."""
        one_x = any(note.single_copy_seen for note in chosen.notes if note.site.chrom == "chrX")
        for site in genes().sites:
            key = (site.gene, site.pos38)
            if key in found or key in gaps or site.kind != "snv" or site.chrom == "chrM":
                continue
            if site.rsid in _NEVER_ASSUMED:
                continue
            copies = 1 if one_x and site.chrom == "chrX" else 2
            bases = (site.reference(chosen.build),) * copies
            found[key] = SiteCall(site.gene, site.pos38, bases, None, "assumed")

    @staticmethod
    def _warnings(
        found: dict[tuple[str, int], SiteCall], gaps: dict[tuple[str, int], SiteGap]
    ) -> tuple[str, ...]:
        checks = (
            ("extra_copies", any(call.extra_copies for call in found.values())),
            ("filtered_sites", any(gap.reason == "filtered" for gap in gaps.values())),
            ("other_spelling", any(gap.reason == "other_spelling" for gap in gaps.values())),
            ("other_reference", any(gap.reason == "other_reference" for gap in gaps.values())),
            ("assumed_reference", any(call.origin == "assumed" for call in found.values())),
        )
        return tuple(code for code, given in checks if given)


def _short(alt: str) -> str:
    """The alternate base, or a symbol for one so long that it cannot be any of ours."""
    return alt if len(alt) <= _LONGEST_ALT else "<LONG>"


def _stated_end(info: bytes) -> int | None:
    """The END of a block or a structural change, from INFO."""
    at = 0 if info.startswith(b"END=") else info.find(b";END=") + 1
    if at == 0 and not info.startswith(b"END="):
        return None
    digits = info[at + 4 :].split(b";", 1)[0]
    return int(digits) if digits.isdigit() and len(digits) <= _MOST_DIGITS else None
