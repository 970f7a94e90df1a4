"""Parses one data line of a VCF file, cut to what our sites need."""

from __future__ import annotations

from mendly_core.genes.readers.errors import UnreadableGenome
from mendly_core.genes.readers.genotypes import parse_genotype
from mendly_core.genes.readers.vcf_sites import VcfRecord

TAB = b"\t"
FIXED = ("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT")
FIXED_COLUMNS = len(FIXED)
_MOST_DIGITS = 10
_MOST_ALTS = 200
_LONGEST_ALT = 1000


def split_line(line: bytes) -> tuple[list[bytes], int, int]:
    """The first eight columns and the rest, with first and last base. Raises UnreadableGenome."""
    fields = line.split(TAB, FIXED_COLUMNS - 1)
    position = fields[1]
    if len(position) > _MOST_DIGITS or not position.isdigit() or len(fields) < FIXED_COLUMNS:
        raise UnreadableGenome("malformed_line")
    start = int(position)
    return fields, start, _stated_end(fields[7]) or start + len(fields[3]) - 1


def parse_record(fields: list[bytes], start: int, end: int, *, column: int, columns: int) -> VcfRecord:
    """The record as one sample shows it; of ``columns`` from FORMAT on, ``column`` is that sample's.

    Raises UnreadableGenome.
    """
    shown = fields[8].rstrip(b"\r").split(TAB)
    if len(shown) != columns:
        raise UnreadableGenome("malformed_line")
    text = [value.decode("utf-8") for value in fields[3:7]]
    alts = () if text[1] == "." else tuple(_short(alt) for alt in text[1].upper().split(","))
    if len(alts) > _MOST_ALTS:
        raise UnreadableGenome("malformed_line")
    genotype = parse_genotype(shown[0].decode("utf-8"), shown[column].decode("utf-8"), len(alts))
    return VcfRecord(start, text[0].upper(), alts, end, text[3] in ("PASS", ".", ""), genotype)


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
