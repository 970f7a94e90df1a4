"""Places beside the genes that one pass over a file may read too. They never change what the genes say.

A line that only an extra place needs refuses no file, tells no build and names no person; what is wrong with it
costs that place alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from mendly_core.genes.readers.errors import UnreadableGenome
from mendly_core.genes.readers.sites import SiteCall, SiteGap
from mendly_core.genes.readers.vcf_records import parse_record, split_line
from mendly_core.genes.readers.vcf_sites import SiteNotes, VcfRecord
from mendly_core.genes.readers.wanted import BuildSites, WantedSites


class VcfExtras:
    """What the records of a VCF say about extra places."""

    def __init__(self, wanted: WantedSites) -> None:
        self._sites = wanted.sites
        self._builds = (BuildSites(wanted, 37), BuildSites(wanted, 38))

    def near(self, contig: bytes, first: int, last: int) -> list[SiteNotes]:
        return [note for group in self._builds for note in group.near(contig, first, last)]

    def take_line(self, line: bytes, *, column: int, columns: int) -> None:
        """Take in a line that no gene needs. A line without a usable position speaks of no place."""
        try:
            fields, start, end = split_line(line)
        except UnreadableGenome:
            return
        self.take_fields(fields, start, end, column=column, columns=columns)

    def take_fields(self, fields: list[bytes], start: int, end: int, *, column: int, columns: int) -> None:
        notes = self.near(fields[0], start, end)
        if not notes:
            return
        try:
            record = parse_record(fields, start, end, column=column, columns=columns)
        except UnreadableGenome:
            for note in notes:
                note.spoil()
            return
        self.consider(notes, record)

    @staticmethod
    def consider(notes: Iterable[SiteNotes], record: VcfRecord) -> None:
        for note in notes:
            note.consider(record)

    def verdicts(
        self, build: int, *, mitochondrion_usable: bool
    ) -> tuple[tuple[SiteCall, ...], tuple[SiteGap, ...]]:
        """Calls and gaps in the chosen build, in the order of the sites."""
        chosen = self._builds[0] if build == 37 else self._builds[1]
        found = {
            (note.site.gene, note.site.pos38): note.resolve()
            if note.site.chrom != "chrM" or mitochondrion_usable
            else SiteGap(note.site.gene, note.site.pos38, "not_rcrs")
            for note in chosen.notes
        }
        ordered = [found.get((site.gene, site.pos38)) for site in self._sites]
        return (
            tuple(verdict for verdict in ordered if isinstance(verdict, SiteCall)),
            tuple(verdict for verdict in ordered if isinstance(verdict, SiteGap)),
        )
