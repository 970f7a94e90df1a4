"""Recognises the layout of an array table by its columns, whatever the vendor."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mendly_core.genes.readers.errors import UnreadableGenome

_NAMES = {
    "id": frozenset({"rsid", "snp", "snp name", "snpname", "name", "snpid", "marker", "id"}),
    "chromosome": frozenset({"chromosome", "chr", "chrom"}),
    "position": frozenset({"position", "pos", "mapinfo", "basepair", "bp"}),
    "genotype": frozenset({"genotype", "result", "alleles", "call"}),
    "first": frozenset({"allele1", "allele 1", "allele_1", "allele1 - plus"}),
    "second": frozenset({"allele2", "allele 2", "allele_2", "allele2 - plus"}),
    "sample": frozenset({"sample id", "sample name", "sample"}),
}
_OTHER_STRANDS = re.compile(r"allele1 - (top|forward|ab|design)")
_POSITION = re.compile(r"\d{1,9}")
_CHROMOSOME = re.compile(r"(chr)?(\d{1,2}|X|Y|XY|MT?|PAR\d?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns are. ``second`` is None for a joined genotype.

    ``width`` is the least number of cells of a row, ``columns`` the most: more would mean another layout.
    """

    name: str
    separator: bytes
    id: int
    chromosome: int
    position: int
    first: int
    second: int | None
    sample: int | None
    columns: int
    width: int = field(init=False)

    def __post_init__(self) -> None:
        used = (self.id, self.chromosome, self.position, self.first, self.second or 0, self.sample or 0)
        object.__setattr__(self, "width", max(used) + 1)

    def fits(self, cells: list[bytes]) -> bool:
        """Whether a row has no filled cell beyond the last column."""
        return not any(cells[self.columns :])

    def plain(self, lines: list[bytes]) -> list[bytes]:
        """The rows without quotes and with one kind of separator, changed all at once because that is fast."""
        text = b"\n".join(lines)
        quoted, mixed = b'"' in text, self.separator == b"," and b"\t" in text
        if quoted:
            text = text.replace(b'"', b"")
        if mixed:
            text = text.replace(b"\t", b",")
        return text.split(b"\n") if quoted or mixed else lines

    @staticmethod
    def cells_of_any(line: bytes) -> list[bytes]:
        """The cells of a row that is separated otherwise than its header."""
        return line.replace(b"\t", b",").split(b",")


HEADS = frozenset({b"SNP Name", b"rsid", b"RSID", b"# rsid", b"SNP"})
"""What the column of names is called in the layouts that we know, as it stands in a row of columns."""


def cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in line.replace('"', "").replace("\t", ",").split(",")]


def _separator(line: str) -> bytes:
    return b"\t" if "\t" in line and "," not in line else b","


def layout_from_header(line: str) -> Layout | None:
    """The layout that a header row gives, or None when the line is no such header.

    Raises UnreadableGenome("no_plus_strand") for a final report without plus-strand columns.
    """
    cells = [cell.lower() for cell in cells_of(line.lstrip("# "))]
    found = {
        role: next((index for index, cell in enumerate(cells) if cell in names), None)
        for role, names in _NAMES.items()
    }
    if found["id"] is None or found["chromosome"] is None or found["position"] is None:
        return None
    first = found["genotype"] if found["genotype"] is not None else found["first"]
    second = None if found["genotype"] is not None else found["second"]
    if first is None or (found["genotype"] is None and second is None):
        if any(_OTHER_STRANDS.fullmatch(cell) for cell in cells):
            raise UnreadableGenome("no_plus_strand")
        return None
    return Layout(
        name=_layout_name(cells, second),
        separator=_separator(line),
        id=found["id"],
        chromosome=found["chromosome"],
        position=found["position"],
        first=first,
        second=second,
        sample=found["sample"],
        columns=len(cells),
    )


def _layout_name(cells: list[str], second: int | None) -> str:
    if "allele1 - plus" in cells:
        return "final_report"
    return "joined" if second is None else "two_columns"


def layout_from_row(line: str) -> Layout | None:
    """The layout of a table without header, judged by its first data row, or None."""
    cells = cells_of(line)
    if len(cells) not in (4, 5) or not _POSITION.fullmatch(cells[2]) or not _CHROMOSOME.fullmatch(cells[1]):
        return None
    if not all(0 < len(cell) <= 2 for cell in cells[3:]):
        return None
    second = 4 if len(cells) == 5 else None
    return Layout(
        name="joined" if second is None else "two_columns",
        separator=_separator(line),
        id=0,
        chromosome=1,
        position=2,
        first=3,
        second=second,
        sample=None,
        columns=len(cells),
    )
