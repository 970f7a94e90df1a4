"""Bounded reading of untrusted bytes: plain, gzip, bgzip or a zip with one plain member, in flat memory.

No line iterator of the standard library is used, because none has an upper bound on the length of a line.
"""

from __future__ import annotations

import codecs
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from mendly_core.genes.readers.errors import UnreadableGenome

MEBIBYTE = 1 << 20
_CHUNK = 64 * 1024
_PIECE = 512 * 1024
_GZIP_MAGIC = b"\x1f\x8b"
_BGZF_MARK = b"BC\x02\x00"
_ZIP_LOCAL, _ZIP_CENTRAL, _ZIP_EMPTY = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_ZIP_DESCRIPTOR = b"PK\x07\x08"
_OTHER_ARCHIVES = (b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x28\xb5\x2f\xfd", b"\x1f\x9d")
_OTHER_FILES = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BAM\x01",
    b"CRAM",
    b"\xd0\xcf\x11\xe0",
    b"SQLite",
    b"{",
    b"<",
)
_BCF_MAGIC = b"BCF"
_BOM = b"\xef\xbb\xbf"
_LONGEST_MAGIC = 8


class ByteSource(Protocol):
    """Anything with ``read(n)`` that gives at most n bytes and ``b""`` at the end."""

    def read(self, n: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds, in bytes or lines. ``packed`` binds archives; ``ratio`` holds past ``ratio_free``."""

    packed: int = 100 * MEBIBYTE
    unpacked: int = 2048 * MEBIBYTE
    ratio: int = 200
    ratio_free: int = MEBIBYTE
    lines: int = 10_000_000
    header: int = MEBIBYTE
    array_line: int = 64 * 1024
    vcf_line: int = MEBIBYTE


@dataclass(frozen=True, slots=True)
class OpenedText:
    """The unpacked bytes as pieces, and how they were packed: plain, gzip, bgzip or zip."""

    packing: str
    pieces: Iterator[bytes]


class _Meter:
    """Counts bytes in and out of a decompressor and stops a bomb early."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.most_packed = limits.packed
        self.packed = 0
        self.unpacked = 0

    def took(self, count: int) -> None:
        self.packed += count
        if self.packed > self.most_packed:
            raise UnreadableGenome("too_large", limit=self.most_packed)

    def gave(self, count: int, waiting: int = 0) -> None:
        self.unpacked += count
        if self.unpacked > self._limits.unpacked:
            raise UnreadableGenome("too_large", limit=self._limits.unpacked)
        used = self.packed - waiting
        if self.unpacked > self._limits.ratio_free and self.unpacked > self._limits.ratio * used:
            raise UnreadableGenome("too_compressed", limit=self._limits.ratio)


class _Input:
    """Reads ahead from the source and can give bytes back."""

    def __init__(self, source: ByteSource, meter: _Meter) -> None:
        self._source = source
        self._meter = meter
        self._held = b""

    def more(self) -> bytes:
        """The next bytes, at most one chunk; empty at the end."""
        if self._held:
            held, self._held = self._held, b""
            return held
        data = self._source.read(_CHUNK)
        self._meter.took(len(data))
        return data

    def give_back(self, data: bytes) -> None:
        self._held = data + self._held

    def exactly(self, count: int) -> bytes:
        """Exactly ``count`` bytes, or UnreadableGenome("truncated")."""
        parts, missing = [], count
        while missing:
            data = self.more()
            if not data:
                raise UnreadableGenome("truncated")
            parts.append(data[:missing])
            self.give_back(data[missing:])
            missing -= len(parts[-1])
        return b"".join(parts)

    def peek(self, count: int) -> bytes:
        """Up to ``count`` bytes without taking them."""
        data = b""
        while len(data) < count:
            more = self.more()
            if not more:
                break
            data += more
        self.give_back(data)
        return data[:count]


def open_text(source: ByteSource, limits: Limits) -> OpenedText:
    """Recognise the packing by its first bytes and return the unpacked pieces. Raises UnreadableGenome."""
    meter = _Meter(limits)
    data = _Input(source, meter)
    start = data.peek(8)
    if not start:
        raise UnreadableGenome("empty")
    if start.startswith(_GZIP_MAGIC):
        head = data.peek(18)
        packing = "bgzip" if _is_bgzf(head) else "gzip"
        return OpenedText(packing, _plain_inside(_gunzipped(data, meter)))
    if start.startswith((_ZIP_LOCAL, _ZIP_EMPTY)):
        return OpenedText("zip", _plain_inside(_unzipped(data, meter)))
    if start.startswith(_OTHER_ARCHIVES):
        raise UnreadableGenome("archive_kind")
    meter.most_packed = limits.unpacked
    return OpenedText("plain", _checked_start(_plain(data)))


def _is_bgzf(head: bytes) -> bool:
    return len(head) >= 16 and bool(head[3] & 4) and head[12:16] == _BGZF_MARK


def _plain(data: _Input) -> Iterator[bytes]:
    while piece := data.more():
        yield piece


def _checked_start(pieces: Iterator[bytes]) -> Iterator[bytes]:
    first = _at_least(pieces, _LONGEST_MAGIC)
    if first.startswith(_BCF_MAGIC):
        raise UnreadableGenome("binary_variants")
    if first.startswith(_OTHER_FILES):
        raise UnreadableGenome("wrong_file_type")
    yield first.removeprefix(_BOM)
    yield from pieces


def _plain_inside(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces of an archive member, refused when the member is itself an archive."""
    first = _at_least(pieces, _LONGEST_MAGIC)
    if not first:
        raise UnreadableGenome("empty")
    if first.startswith((_GZIP_MAGIC, _ZIP_LOCAL, _ZIP_EMPTY, *_OTHER_ARCHIVES)):
        raise UnreadableGenome("nested_archive")
    yield from _checked_start(chain((first,), pieces))


def _at_least(pieces: Iterator[bytes], count: int) -> bytes:
    """The first pieces together, at least ``count`` bytes unless there are fewer."""
    start = b""
    for piece in pieces:
        start += piece
        if len(start) >= count:
            break
    return start


def _inflated(data: _Input, meter: _Meter, window_bits: int) -> Iterator[bytes]:
    """One deflate stream in bounded pieces; what follows it is given back to ``data``."""
    engine = zlib.decompressobj(window_bits)
    while not engine.eof:
        fresh = data.more()
        if not fresh:
            raise UnreadableGenome("truncated")
        waiting = fresh
        while True:
            try:
                piece = engine.decompress(waiting, _PIECE)
            except zlib.error as error:
                raise UnreadableGenome("damaged_archive") from error
            waiting = engine.unconsumed_tail
            meter.gave(len(piece), len(waiting) + len(engine.unused_data))
            if piece:
                yield piece
            if engine.eof or (not waiting and len(piece) < _PIECE):
                break
    data.give_back(engine.unused_data)


def _gunzipped(data: _Input, meter: _Meter) -> Iterator[bytes]:
    """All members of a gzip stream. A bgzip file must end with its empty end marker."""
    while True:
        head = data.peek(16)
        if not head.startswith(_GZIP_MAGIC):
            if head.strip(b"\0"):
                raise UnreadableGenome("damaged_archive")
            return
        is_block = _is_bgzf(head)
        size = 0
        for piece in _inflated(data, meter, 31):
            size += len(piece)
            yield piece
        if not data.peek(1):
            if is_block and size:
                raise UnreadableGenome("truncated")
            return


@dataclass(frozen=True, slots=True)
class _ZipMember:
    flags: int
    method: int
    packed_size: int


def _zip_member(data: _Input) -> _ZipMember:
    if data.peek(4) == _ZIP_EMPTY:
        raise UnreadableGenome("empty")
    fields = struct.unpack("<4sHHHHHIIIHH", data.exactly(30))
    member = _ZipMember(flags=fields[2], method=fields[3], packed_size=fields[7])
    name = data.exactly(fields[9])
    data.exactly(fields[10])
    if member.flags & 1:
        raise UnreadableGenome("archive_locked")
    if name.endswith(b"/"):
        raise UnreadableGenome("several_members")
    if member.method not in (0, 8) or (member.method == 0 and member.flags & 8):
        raise UnreadableGenome("archive_kind")
    return member


def _stored(data: _Input, meter: _Meter, size: int) -> Iterator[bytes]:
    left = size
    while left:
        fresh = data.more()
        if not fresh:
            raise UnreadableGenome("truncated")
        piece = fresh[:left]
        data.give_back(fresh[left:])
        left -= len(piece)
        meter.gave(len(piece))
        yield piece


def _unzipped(data: _Input, meter: _Meter) -> Iterator[bytes]:
    """The one plain member of a zip, streamed; the directory after it must list that member only."""
    member = _zip_member(data)
    pieces = _inflated(data, meter, -15) if member.method == 8 else _stored(data, meter, member.packed_size)
    checksum = 0
    for piece in pieces:
        checksum = zlib.crc32(piece, checksum)
        yield piece
    _check_directory(data, member, checksum)


def _check_directory(data: _Input, member: _ZipMember, checksum: int) -> None:
    if member.flags & 8:
        _skip_descriptor(data)
    mark = data.peek(4)
    if mark == _ZIP_LOCAL:
        raise UnreadableGenome("several_members")
    if mark != _ZIP_CENTRAL:
        raise UnreadableGenome("truncated" if len(mark) < 4 else "damaged_archive")
    entry = struct.unpack("<4sHHHHHHIIIHHHHHII", data.exactly(46))
    data.exactly(entry[10] + entry[11] + entry[12])
    if entry[7] != checksum:
        raise UnreadableGenome("damaged_archive")
    if (entry[15] >> 16) & 0o170000 == 0o120000:
        raise UnreadableGenome("archive_kind")
    if data.peek(4) == _ZIP_CENTRAL:
        raise UnreadableGenome("several_members")


def _skip_descriptor(data: _Input) -> None:
    """A data descriptor is 12 or 20 bytes (zip64), with or without its mark; the directory follows it."""
    ahead = data.peek(28)
    for size in (16, 12, 24, 20):
        marked = ahead.startswith(_ZIP_DESCRIPTOR) == (size in (16, 24))
        if marked and ahead[size : size + 4] in (_ZIP_CENTRAL, _ZIP_LOCAL):
            data.exactly(size)
            return
    raise UnreadableGenome("damaged_archive")


def line_blocks(
    pieces: Iterator[bytes],
    longest: int,
    limits: Limits,
    checkpoint: Callable[[int], None] | None = None,
) -> Iterator[list[bytes]]:
    """Complete lines, without their ends, in lists. Raises UnreadableGenome.

    ``longest`` is the upper bound of a line in bytes. ``checkpoint`` is called with the number of lines so
    far after each list; it may raise to stop the reading.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    carried = b""
    total = 0
    for piece in pieces:
        if b"\0" in piece:
            raise UnreadableGenome("not_text")
        _check_utf8(decoder, piece)
        lines = (carried + piece).split(b"\n")
        carried = lines.pop()
        if len(carried) > longest:
            raise UnreadableGenome("line_too_long", line=total + len(lines) + 1, limit=longest)
        if not lines:
            continue
        total += len(lines)
        yield _finished(lines, longest, total, limits)
        if checkpoint is not None:
            checkpoint(total)
    _check_utf8(decoder, b"", final=True)
    if carried:
        yield _finished([carried], longest, total + 1, limits)


def _check_utf8(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> None:
    if piece.isascii() and not final and not decoder.getstate()[0]:
        return
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError as error:
        raise UnreadableGenome("not_text") from error


def _finished(lines: list[bytes], longest: int, total: int, limits: Limits) -> list[bytes]:
    if total > limits.lines:
        raise UnreadableGenome("too_many_lines", limit=limits.lines)
    if max(map(len, lines)) > longest:
        raise UnreadableGenome("line_too_long", limit=longest)
    if lines[0].endswith(b"\r") or lines[-1].endswith(b"\r"):
        return [line.removesuffix(b"\r") for line in lines]
    return lines
