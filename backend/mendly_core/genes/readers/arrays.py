"""Reads array tables, one marker per row: matched by rsID and position, checked for strand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from mendly_core.genes.knowledge import Build, Site
from mendly_core.genes.readers.columns import (
    HEADS,
    Layout,
    cells_of,
    layout_from_header,
    layout_from_row,
)
from mendly_core.genes.readers.detect import MARKERS, BuildEvidence, builds_in_words
from mendly_core.genes.readers.errors import UnreadableGenome
from mendly_core.genes.readers.sites import (
    GenomeReading,
    SiteCall,
    SiteGap,
    chromosome_name,
    in_table_order,
)
from mendly_core.genes.readers.streams import Limits
from mendly_core.genes.readers.wanted import BUILDS, WantedSites, gene_sites

_COMPLEMENT = str.maketrans("ACGT", "TGCA")
_NO_CALL = frozenset("-0?.N")
# Marker names of Illumina chips that hold the rsID after a prefix; position must still agree.
_CHIP_PREFIXES = ("GSA-", "exm-", "seq-", "psy_")
_MOST_ROWS_PER_SITE = 8
_SETS_KEPT = 16
_MOST_DIGITS = 10
_Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row at a wanted site: letters A, C, G, T, I or D, one per copy; empty for a no-call."""

    letters: str


@dataclass(slots=True)
class _Found:
    rows: dict[int, dict[_Key, set[_Row]]] = field(default_factory=lambda: {37: {}, 38: {}})

    def add(self, build: int, site: Site, row: _Row) -> None:
        rows = self.rows[build].setdefault((site.gene, site.pos38), set())
        if len(rows) < _MOST_ROWS_PER_SITE:
            rows.add(row)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a row may be wanted for: a site's or a marker's rsID, or the position of a site without rsID.

    ``unnamed`` is keyed by position text and chromosome; ``ids`` and ``positions`` are for a quick look.
    """

    by_key: Mapping[_Key, Site]
    by_id: Mapping[bytes, Site]
    markers: Mapping[bytes, tuple[int, int, int]]
    unnamed: Mapping[tuple[bytes, str], tuple[tuple[Site, Build], ...]]
    ids: frozenset[bytes]
    positions: frozenset[bytes]


@lru_cache(_SETS_KEPT)
def _wanted_rows(wanted: WantedSites) -> _Wanted:
    by_id = {
        f"{prefix}{site.rsid}".encode(): site
        for site in wanted.sites
        if site.rsid
        for prefix in ("", *_CHIP_PREFIXES)
    }
    markers = {name.encode(): positions for name, positions in MARKERS.items()}
    unnamed: dict[tuple[bytes, str], tuple[tuple[Site, Build], ...]] = {}
    for site in wanted.sites:
        for build in BUILDS:
            if not site.rsid:
                key = (str(site.position(build)).encode(), site.chrom)
                unnamed[key] = (*unnamed.get(key, ()), (site, build))
    return _Wanted(
        by_key={(site.gene, site.pos38): site for site in wanted.sites},
        by_id=by_id,
        markers=markers,
        unnamed=unnamed,
        ids=frozenset(by_id) | frozenset(markers),
        positions=frozenset(position for position, _ in unnamed),
    )


class ArrayReader:
    """Feed it blocks of lines, then ask for the reading. Raises UnreadableGenome from either."""

    def __init__(
        self, *, sample: str | None, build: Build | None, limits: Limits, extras: WantedSites
    ) -> None:
        self._sample = sample
        self._limits = limits
        self._layout: Layout | None = None
        self._vendor = ""
        self._header_bytes = 0
        self._in_report_header = False
        self._evidence = BuildEvidence(stated=build)
        self._wanted = _wanted_rows(gene_sites())
        self._extras = ArrayExtras(extras)
        self._ids = self._wanted.ids | self._extras.ids | HEADS
        self._head: list[bytes] = []
        self._found = _Found()
        self._mismatched: set[_Key] = set()
        self._lines = 0
        self._records = 0
        self._samples: set[str] = set()

    def feed(self, lines: list[bytes]) -> None:
        self._lines += len(lines)
        if self._layout is None:
            lines = self._read_header(lines)
        if self._layout is not None:
            self._scan(lines, self._layout)

    def _read_header(self, lines: list[bytes]) -> list[bytes]:
        """Comment and header lines; the rows after them are returned. The layout is known from then on."""
        for index, raw in enumerate(lines):
            self._header_bytes += len(raw) + 1
            if self._header_bytes > self._limits.header:
                raise UnreadableGenome("header_too_large", limit=self._limits.header)
            line = raw.decode("utf-8").strip("\r")
            if not line.strip():
                continue
            self._layout = layout_from_header(line)
            if self._layout is not None:
                self._in_report_header = False
                self._head = [cell.encode() for cell in cells_of(line)]
                return lines[index + 1 :]
            if not self._takes_as_header(line):
                self._layout = layout_from_row(line)
                if self._layout is None:
                    raise UnreadableGenome("not_recognised")
                return lines[index:]
        return []

    def _takes_as_header(self, line: str) -> bool:
        text = line.strip().lower()
        if text.startswith("["):
            self._in_report_header = True
        first = cells_of(line)[0].encode() if self._in_report_header else b""
        if first in self._wanted.ids or first in HEADS:
            raise UnreadableGenome("malformed_header")  # a result above the columns that would say what it is
        if self._in_report_header or text.startswith("#"):
            self._evidence.header |= builds_in_words(line)
            self._vendor = self._vendor or _vendor(text)
            return True
        return False

    def _scan(self, lines: list[bytes], layout: Layout) -> None:
        ids, positions = self._ids, self._wanted.positions
        id_column, position_column, width = layout.id, layout.position, layout.width
        separator = layout.separator
        for line in layout.plain(lines):
            cells = line.split(separator)
            if len(cells) < width:
                cells = layout.cells_of_any(line)
            if len(cells) < width:
                self._skip_or_refuse(line)
            elif cells[id_column] in ids or cells[position_column] in positions:
                self._take_row([cell.strip() for cell in cells], layout)
        self._records += len(lines)

    def _skip_or_refuse(self, line: bytes) -> None:
        if line.strip() and not line.startswith((b"#", b"[")):
            raise UnreadableGenome("malformed_line")

    def _take_row(self, cells: list[bytes], layout: Layout) -> None:
        if cells[layout.id] in HEADS:
            # Joined files repeat their columns; others make the rows behind them doubtful.
            if cells != self._head:
                raise UnreadableGenome("malformed_header")
            return
        self._extras.take(cells, layout, self._sample)
        if cells[layout.id] in self._wanted.ids or cells[layout.position] in self._wanted.positions:
            self._take(cells, layout)

    def _take(self, cells: list[bytes], layout: Layout) -> None:
        if not layout.fits(cells):
            raise UnreadableGenome("malformed_line")
        name, position = cells[layout.id], cells[layout.position]
        chrom = chromosome_name(cells[layout.chromosome].decode("utf-8"))
        if len(position) > _MOST_DIGITS or not position.isdigit() or chrom is None:
            return
        if layout.sample is not None and not self._is_wanted_sample(cells[layout.sample].decode("utf-8")):
            return
        markers = self._wanted.markers.get(name)
        if markers is not None and int(position) in markers:
            self._evidence.for_build[36 + markers.index(int(position))] += 1
        row = _Row(_letters(cells, layout))
        site = self._wanted.by_id.get(name)
        if site is not None:
            self._take_named(site, chrom, int(position), row)
            return
        for unnamed, build in self._wanted.unnamed.get((position, chrom), ()):
            self._found.add(build, unnamed, row)

    def _is_wanted_sample(self, sample: str) -> bool:
        if len(self._samples) < 100:
            self._samples.add(sample)
        return self._sample is None or sample == self._sample

    def _take_named(self, site: Site, chrom: str, position: int, row: _Row) -> None:
        fitting = builds_at(site, position)
        if chrom != site.chrom or not fitting:
            self._mismatched.add((site.gene, site.pos38))
            self._evidence.unplaced += 1
            return
        for build in fitting:
            self._found.add(build, site, row)
        if len(fitting) == 1:
            self._evidence.for_build[fitting[0]] += 1

    def reading(self, packing: str) -> GenomeReading:
        """The verdict on every wanted site, once all lines were fed."""
        if self._layout is None:
            raise UnreadableGenome("not_recognised")
        if not self._records:
            raise UnreadableGenome("no_records")
        self._check_samples()
        for build, others in ((36, (37, 38)), (37, (36, 38)), (38, (36, 37))):
            self._evidence.against[build] = sum(self._evidence.for_build[other] for other in others)
        build, signals = self._evidence.decide("rsid_positions")
        verdicts = _verdicts(self._wanted, self._found.rows[build])
        calls, gaps = _answers(verdicts, self._mismatched, proven=_is_plus_strand(verdicts.values()))
        extra_calls, extra_gaps = self._extras.answers(build, verdicts, self._samples)
        return GenomeReading(
            format="array",
            layout=self._vendor or self._layout.name,
            packing=packing,
            build=build,
            build_signals=signals,
            sample=self._sample,
            sites=in_table_order(calls),
            gaps=in_table_order(gaps),
            extra_sites=extra_calls,
            extra_gaps=extra_gaps,
            lines=self._lines,
            records=self._records,
            assumed_reference=False,
            warnings=("strand_unknown",) if any(v.complemented for v in verdicts.values()) else (),
        )

    def _check_samples(self) -> None:
        names = tuple(sorted(self._samples))
        if self._sample is None and len(names) > 1:
            raise UnreadableGenome("several_samples", samples=names)
        by_sample = self._layout is not None and self._layout.sample is not None
        if by_sample and self._sample is not None and self._sample not in names:
            raise UnreadableGenome("unknown_sample", samples=names)


def _vendor(text: str) -> str:
    for name in ("23andme", "ancestrydna", "myheritage", "living dna", "familytreedna", "tellmegen"):
        if name in text:
            return name.replace("ancestrydna", "ancestry").replace(" ", "")
    return ""


def _letters(cells: list[bytes], layout: Layout) -> str:
    """The genotype as letters, one per copy; empty for any kind of no-call."""
    text = cells[layout.first].decode("utf-8")
    if layout.second is not None:
        text += cells[layout.second].decode("utf-8")
    letters = text.upper().replace("/", "").replace(" ", "").replace("|", "")
    if not letters or any(letter in _NO_CALL for letter in letters):
        return ""
    return letters


def builds_at(site: Site, position: int) -> list[Build]:
    """The builds in which a row at this position is about the site.

    rsID and position must agree; an indel may stand at its anchor base or at the base after it.
    """
    shift = 0 if site.kind == "snv" else 1
    return [build for build in BUILDS if 0 <= position - site.position(build) <= shift]


def _verdicts(wanted: _Wanted, rows: Mapping[_Key, set[_Row]]) -> dict[_Key, _Verdict]:
    return {key: _site_bases(wanted.by_key[key], found) for key, found in rows.items()}


def _is_plus_strand(verdicts: Collection[_Verdict]) -> bool:
    """Proven: at least one site shows plus-strand bases, and none shows complemented ones."""
    return not any(v.complemented for v in verdicts) and any(v.checked for v in verdicts)


def _answers(
    verdicts: Mapping[_Key, _Verdict], mismatched: set[_Key], *, proven: bool
) -> tuple[dict[_Key, SiteCall], dict[_Key, SiteGap]]:
    """Calls and gaps. Sites that read alike on both strands count only in a proven plus-strand file."""
    calls: dict[_Key, SiteCall] = {}
    reasons = dict.fromkeys(mismatched - verdicts.keys(), "identifier_mismatch")
    for key, verdict in verdicts.items():
        if verdict.reason or (verdict.blind and not proven):
            reasons[key] = verdict.reason or "strand_unknown"
        else:
            calls[key] = SiteCall(*key, verdict.bases, None, "array")
    return calls, {key: SiteGap(*key, reason) for key, reason in reasons.items()}


class ArrayExtras:
    """What the rows of an array file say about places beside the genes. Only rsID and position together count.

    No row refuses the file, tells the build or names a person here; one that cannot be read is no row.
    """

    def __init__(self, wanted: WantedSites) -> None:
        self._sites = wanted.sites
        self._wanted = _wanted_rows(wanted)
        self.ids = frozenset(self._wanted.by_id)
        self._found = _Found()
        self._mismatched: set[_Key] = set()
        self._samples: set[str] = set()

    def take(self, cells: list[bytes], layout: Layout, sample: str | None) -> None:
        site = self._wanted.by_id.get(cells[layout.id])
        position = cells[layout.position]
        if site is None or not layout.fits(cells) or len(position) > _MOST_DIGITS or not position.isdigit():
            return
        if layout.sample is not None:
            name = cells[layout.sample].decode("utf-8")
            if sample not in (None, name):
                return
            self._samples.add(name)
        fitting = builds_at(site, int(position))
        if chromosome_name(cells[layout.chromosome].decode("utf-8")) != site.chrom or not fitting:
            self._mismatched.add((site.gene, site.pos38))
        for build in fitting:
            self._found.add(build, site, _Row(_letters(cells, layout)))

    def answers(
        self, build: int, genes_say: Mapping[_Key, _Verdict], samples: set[str]
    ) -> tuple[tuple[SiteCall, ...], tuple[SiteGap, ...]]:
        """Calls and gaps in the order of the sites; none where rows of another person lie among them."""
        if not self._samples <= samples:
            return (), ()
        verdicts = _verdicts(self._wanted, self._found.rows[build])
        proven = _is_plus_strand([*genes_say.values(), *verdicts.values()])
        calls, gaps = _answers(verdicts, self._mismatched, proven=proven)
        keys = [(site.gene, site.pos38) for site in self._sites]
        return tuple(calls[key] for key in keys if key in calls), tuple(
            gaps[key] for key in keys if key in gaps
        )


@dataclass(frozen=True, slots=True)
class _Verdict:
    bases: tuple[str, ...] = ()
    reason: str = ""
    blind: bool = False
    complemented: bool = False
    checked: bool = False


def _site_bases(site: Site, rows: set[_Row]) -> _Verdict:
    called = {"".join(sorted(row.letters)) for row in rows if row.letters}
    if not called:
        return _Verdict(reason="no_call")
    if len(called) > 1:
        return _Verdict(reason="rows_disagree")
    letters = called.pop()
    if site.chrom == "chrM" and len(set(letters)) == 1:
        letters = letters[0]
    expected = {"chrX": (1, 2), "chrM": (1,)}.get(site.chrom, (2,))
    if len(letters) not in expected:
        return _Verdict(reason="unexpected_bases" if len(letters) > expected[-1] else "one_copy_only")
    return _base_verdict(site, letters) if site.kind == "snv" else _length_verdict(site, letters)


def _base_verdict(site: Site, letters: str) -> _Verdict:
    """Bases as read when listed for the site, else their complements; blind when both would be listed."""
    listed = set(site.forms)
    flipped = letters.translate(_COMPLEMENT)
    if set(letters) <= listed:
        blind = set(flipped) <= listed and sorted(flipped) != sorted(letters)
        return _Verdict(bases=tuple(letters), blind=blind, checked=not set(flipped) <= listed)
    if set(flipped) <= listed:
        return _Verdict(bases=tuple(flipped), complemented=True)
    return _Verdict(reason="unexpected_bases")


def _length_verdict(site: Site, letters: str) -> _Verdict:
    """I is the longer and D the shorter form, where a site has exactly two forms of different length."""
    if len(site.alts) != 1 or site.kind not in ("ins", "del") or set(letters) - {"I", "D"}:
        return _Verdict(reason="indel_not_tested")
    forms = sorted(site.forms, key=len)
    return _Verdict(bases=tuple(forms[1] if letter == "I" else forms[0] for letter in letters))
