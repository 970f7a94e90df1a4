"""Reads VCF and gVCF text in one pass that parses only the records near our sites."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mendly_core.genes.knowledge import Build, genes
from mendly_core.genes.readers.detect import RCRS_LENGTH, BuildEvidence, build_of_length, builds_in_words
from mendly_core.genes.readers.errors import UnreadableGenome
from mendly_core.genes.readers.extra_sites import VcfExtras
from mendly_core.genes.readers.sites import (
    GenomeReading,
    SiteCall,
    SiteGap,
    chromosome_name,
    in_table_order,
)
from mendly_core.genes.readers.streams import Limits
from mendly_core.genes.readers.vcf_records import FIXED, FIXED_COLUMNS, TAB, parse_record, split_line
from mendly_core.genes.readers.vcf_sites import VcfRecord
from mendly_core.genes.readers.wanted import BUCKET_DIGITS, BuildSites, WantedSites, gene_sites

COLUMNS_START = b"#CHROM\tPOS"[:-BUCKET_DIGITS]
"""What the line of columns has where others have a contig and the first digits of a position."""

_CONTIG = re.compile(r"^##contig=<.*?\bID=([^,>]+)")
_LENGTH = re.compile(r"\blength=(\d{1,12})")
_BUILD_LINES = ("##reference=", "##assembly=", "##contig=")
_BLOCK_HEADER = re.compile(r"^##ALT=<ID=(NON_REF|\*)[,>]")
# Never taken as reference because a list of changes leaves them out for technical reasons (PharmCAT issue
# 193).
_NEVER_ASSUMED = frozenset({"rs3758581", "rs3064744", "rs776746"})


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

    def __init__(
        self, *, sample: str | None, build: Build | None, limits: Limits, extras: WantedSites
    ) -> None:
        self._wanted_sample = sample
        self._limits = limits
        self._header = _Header()
        self._header_bytes = 0
        self._in_header = True
        self._columns_line = ""
        self._column = 0
        self._columns = 0
        self._sample = ""
        wanted = gene_sites()
        self._builds = (BuildSites(wanted, 37), BuildSites(wanted, 38))
        self._extras = VcfExtras(extras)
        self._gene_starts = wanted.line_starts
        self._line_starts = wanted.line_starts | extras.line_starts | {COLUMNS_START}
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
                self._columns_line = line
                self._choose_sample(line.split("\t"))
                self._in_header = False
                return lines[index + 1 :]
            elif line.strip():
                raise UnreadableGenome("malformed_header", line=self._header_lines)
        return []

    def _choose_sample(self, columns: list[str]) -> None:
        samples = tuple(columns[FIXED_COLUMNS:])
        if tuple(columns[:FIXED_COLUMNS]) != FIXED[: len(columns)] or len(set(samples)) < len(samples):
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
        starts, tab = self._line_starts, TAB
        for line in lines:
            try:
                cut = line.index(tab, line.index(tab) + 1) - BUCKET_DIGITS
            except ValueError:
                if line.strip():
                    raise UnreadableGenome("malformed_line", line=before + lines.index(line) + 1) from None
                continue
            if line[:cut] in starts or cut <= 0:
                try:
                    self._examine(line, for_genes=cut <= 0 or line[:cut] in self._gene_starts)
                except UnreadableGenome as error:
                    error.facts["line"] = before + lines.index(line) + 1
                    raise

    def _examine(self, line: bytes, *, for_genes: bool) -> None:
        """Parse a record in the neighbourhood of our sites; everything else was left as bytes."""
        if line.startswith(b"#CHROM"):
            self._require_same_columns(line)
            return
        if not for_genes:
            self._extras.take_line(line, column=self._column, columns=self._columns)
            return
        fields, start, end = split_line(line)
        contig = fields[0]
        notes = [note for group in self._builds for note in group.near(contig, start, end)]
        if not notes:
            self._extras.take_fields(fields, start, end, column=self._column, columns=self._columns)
            return
        self._contigs_hit.add(contig)
        record = self._parsed(fields, start, end)
        self._extras.consider([*notes, *self._extras.near(contig, start, end)], record)

    def _require_same_columns(self, line: bytes) -> None:
        """Files that were joined repeat the line of columns; one that differs would shift whose result is whose."""
        if line.decode("utf-8").rstrip("\r") != self._columns_line:
            raise UnreadableGenome("malformed_header")

    def _parsed(self, fields: list[bytes], start: int, end: int) -> VcfRecord:
        record = parse_record(fields, start, end, column=self._column, columns=self._columns)
        self._examined += 1
        self._with_genotype += record.genotype is not None
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
        extra_calls, extra_gaps = self._extras.verdicts(
            build, mitochondrion_usable=self._numbers_as_rcrs(build)
        )
        return GenomeReading(
            format="gvcf" if self._blocks_seen or self._header.block_style else "vcf",
            layout="",
            packing=packing,
            build=build,
            build_signals=signals,
            sample=self._sample,
            sites=in_table_order(found),
            gaps=in_table_order(gaps),
            extra_sites=extra_calls,
            extra_gaps=extra_gaps,
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
        self, chosen: BuildSites
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
        chosen: BuildSites,
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
