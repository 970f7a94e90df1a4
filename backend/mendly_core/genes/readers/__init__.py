"""From a stream of bytes to the bases at our sites. See :func:`read_genome`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from mendly_core.genes.knowledge import Build, Site
from mendly_core.genes.readers.arrays import ArrayReader
from mendly_core.genes.readers.detect import looks_like_vcf
from mendly_core.genes.readers.errors import UnreadableGenome, unreadable_codes
from mendly_core.genes.readers.sites import GenomeReading, SiteCall, SiteGap
from mendly_core.genes.readers.streams import ByteSource, Limits, OpenedText, line_blocks, open_text
from mendly_core.genes.readers.vcf import VcfReader
from mendly_core.genes.readers.wanted import beside_the_genes

__all__ = [
    "ByteSource",
    "GenomeReading",
    "Limits",
    "SiteCall",
    "SiteGap",
    "UnreadableGenome",
    "read_genome",
    "unreadable_codes",
]

_SNIFFED = 64


def read_genome(
    stream: ByteSource,
    *,
    sample: str | None = None,
    assume_reference: bool = False,
    build: Build | None = None,
    checkpoint: Callable[[int], None] | None = None,
    limits: Limits | None = None,
    extra_sites: Iterable[Site] = (),
) -> GenomeReading:
    """Read a VCF, gVCF or array file, plain or packed, in one pass and flat memory.

    ``stream`` needs only ``read(n)``. ``sample`` picks one of several. ``assume_reference`` is the
    displayed statement that positions a VCF does not list were tested and are reference; arrays ignore it.
    ``build`` answers the question when the file gives no sign. ``checkpoint(lines)`` is called every few
    thousand lines and may raise to stop. ``extra_sites``: places beside the genes to read in the same pass; what
    is seen there lies apart and changes no gene. Raises :class:`UnreadableGenome`.
    """
    limits = limits or Limits()
    extras = beside_the_genes(extra_sites)
    opened = open_text(stream, limits)
    start, pieces = _start_of(opened)
    reader: VcfReader | ArrayReader
    if looks_like_vcf(start):
        reader = VcfReader(sample=sample, build=build, limits=limits, extras=extras)
        longest = limits.vcf_line
    else:
        reader = ArrayReader(sample=sample, build=build, limits=limits, extras=extras)
        longest = limits.array_line
    for lines in line_blocks(pieces, longest, limits, checkpoint):
        reader.feed(lines)
    if isinstance(reader, VcfReader):
        return reader.reading(opened.packing, assume_reference=assume_reference)
    return reader.reading(opened.packing)


def _start_of(opened: OpenedText) -> tuple[bytes, Iterator[bytes]]:
    start = b""
    for piece in opened.pieces:
        start += piece
        if len(start) >= _SNIFFED:
            break
    return start, chain((start,), opened.pieces)
