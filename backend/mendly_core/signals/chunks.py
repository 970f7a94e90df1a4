"""One series on one UTC day as a compact, checked blob. For the server; the phone does without.

Layout, little-endian: a header (`_HEADER`), a checksum (`_CHECKSUM`), the compressed body. The body holds
the time offsets as 32-bit differences and the values, as whole steps of 1/scale units, as 16-bit
differences (64-bit where one does not fit); both are byte-shuffled, so that the near-constant high bytes
lie together. The checksum covers header and compressed body: a damaged blob raises, it never decodes to
wrong numbers.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

import numpy as np
import numpy.typing as npt

try:
    import zstandard
except ImportError:
    zstandard = None  # type: ignore[assignment]

MILLISECONDS_PER_DAY = 86_400_000
MOST_POINTS = 2_000_000
"""Per day; more than 20 a second is not a series of readings."""
LARGEST_STEP_COUNT = 1 << 53
"""Whole numbers up to here survive the way through a float."""

_MAGIC = b"MC"
_FORMAT = 1
_HEADER = struct.Struct("<2sBBIII")
"""Magic, format, codec, scale, number of points, length of the compressed body."""
_CHECKSUM = struct.Struct("<I")
"""CRC-32 of the header and the compressed body; stands between them."""
_ZSTD_LEVEL = 3
_EPOCH = date(1970, 1, 1)
_LAST_DAY = (date(2199, 12, 31) - _EPOCH).days

Offsets = npt.NDArray[np.int32]
Steps = npt.NDArray[np.int64]
Sample = tuple[int, float]
"""A time in milliseconds and a value in the unit of the series."""


class ChunkError(ValueError):
    """The points cannot be kept, or the blob is damaged. The text holds no reading."""


class Codec(IntEnum):
    """How the body is packed: ZLIB where zstd is missing; WIDE if a difference exceeds 16 bits."""

    ZSTD = 1
    ZSTD_WIDE = 2
    ZLIB = 3
    ZLIB_WIDE = 4

    @property
    def value_type(self) -> str:
        return "<i8" if self in (Codec.ZSTD_WIDE, Codec.ZLIB_WIDE) else "<i2"


@dataclass(frozen=True, slots=True, eq=False)
class DayPoints:
    """The points of one series and UTC day, ordered by (offset, value), none twice.

    `offsets` are milliseconds since midnight UTC, `steps` the values as whole numbers of 1/`scale` units. Use
    `from_samples` to make one.
    """

    offsets: Offsets
    steps: Steps
    scale: int

    @classmethod
    def from_samples(cls, samples: Iterable[Sample], scale: int) -> DayPoints:
        """Order (offset, value) pairs, round values to 1/scale units, drop repeats. Raises `ChunkError`."""
        if not 1 <= scale < 1 << 32:
            raise ChunkError("the scale is out of range")
        pairs = list(samples)
        offsets = np.fromiter((offset for offset, _ in pairs), dtype=np.int64, count=len(pairs))
        values = np.fromiter((value for _, value in pairs), dtype=np.float64, count=len(pairs))
        with np.errstate(over="ignore"):
            scaled = values * scale
        if len(pairs) and not (offsets.min() >= 0 and offsets.max() < MILLISECONDS_PER_DAY):
            raise ChunkError("a point lies outside its day")
        if not np.all(np.abs(scaled) <= LARGEST_STEP_COUNT):
            raise ChunkError("a value is not a number, or too large to keep")
        return _ordered(offsets.astype(np.int32), np.rint(scaled).astype(np.int64), scale)

    @property
    def values(self) -> npt.NDArray[np.float64]:
        """The values in the unit of the series."""
        return self.steps / np.float64(self.scale)

    def samples(self) -> list[Sample]:
        """(offset, value) pairs in order."""
        return list(zip(self.offsets.tolist(), self.values.tolist(), strict=True))

    def __len__(self) -> int:
        return len(self.offsets)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, DayPoints)
            and self.scale == other.scale
            and np.array_equal(self.offsets, other.offsets)
            and np.array_equal(self.steps, other.steps)
        )

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Aggregates:
    """What a panel shows without opening the blob. `first` and `last` are offsets in milliseconds."""

    n: int
    vmin: float
    vmax: float
    vsum: float
    first: int
    last: int


def by_utc_day(samples: Iterable[Sample], scale: int) -> Mapping[date, DayPoints]:
    """Sort (Unix milliseconds, value) pairs into UTC days. Raises `ChunkError`."""
    days: dict[int, list[Sample]] = {}
    for moment, value in samples:
        day, offset = divmod(moment, MILLISECONDS_PER_DAY)
        if not 0 <= day <= _LAST_DAY:
            raise ChunkError("a point lies outside the years 1970 to 2199")
        days.setdefault(day, []).append((offset, value))
    return {
        _EPOCH + timedelta(days=day): DayPoints.from_samples(points, scale)
        for day, points in sorted(days.items())
    }


def merge(points: DayPoints, new_points: DayPoints) -> DayPoints:
    """Both sets of points, each (offset, value) once. In any order and repetition the result is the same."""
    if points.scale != new_points.scale:
        raise ChunkError("the two chunks have different scales")
    return _ordered(
        np.concatenate((points.offsets, new_points.offsets)),
        np.concatenate((points.steps, new_points.steps)),
        points.scale,
    )


def aggregates(points: DayPoints) -> Aggregates | None:
    """Count, extremes, sum, first and last of the points; None if there are none."""
    if not len(points):
        return None
    return Aggregates(
        n=len(points),
        vmin=int(points.steps.min()) / points.scale,
        vmax=int(points.steps.max()) / points.scale,
        vsum=sum(points.steps.tolist()) / points.scale,
        first=int(points.offsets[0]),
        last=int(points.offsets[-1]),
    )


def encode_day(points: DayPoints) -> bytes:
    """Pack the points of a day. Raises `ChunkError` for more than `MOST_POINTS`."""
    if len(points) > MOST_POINTS:
        raise ChunkError("too many points for one day")
    step_changes = np.diff(points.steps, prepend=np.int64(0))
    is_wide = bool(len(points)) and int(np.abs(step_changes).max()) > np.iinfo(np.int16).max
    codec = _codec(is_wide)
    offset_changes = np.diff(points.offsets, prepend=np.int32(0))
    packed = _packed(_shuffled(offset_changes, "<i4") + _shuffled(step_changes, codec.value_type), codec)
    head = _HEADER.pack(_MAGIC, _FORMAT, codec, points.scale, len(points), len(packed))
    return head + _CHECKSUM.pack(zlib.crc32(packed, zlib.crc32(head))) + packed


def decode_day(blob: bytes) -> DayPoints:
    """Unpack what `encode_day` packed. Raises `ChunkError` if a single bit is wrong."""
    start = _HEADER.size + _CHECKSUM.size
    if len(blob) < start:
        raise ChunkError("the chunk is cut short")
    head, packed = blob[: _HEADER.size], blob[start:]
    if _CHECKSUM.pack(zlib.crc32(packed, zlib.crc32(head))) != blob[_HEADER.size : start]:
        raise ChunkError("the chunk is damaged")
    magic, version, codec_id, scale, count, length = _HEADER.unpack(head)
    if (magic, version) != (_MAGIC, _FORMAT) or codec_id not in set(Codec) or count > MOST_POINTS:
        raise ChunkError("the chunk is of a kind that this version cannot read")
    if len(packed) != length:
        raise ChunkError("the chunk is damaged")
    codec = Codec(codec_id)
    middle = count * 4
    body = _unpacked(packed, codec, middle + count * np.dtype(codec.value_type).itemsize)
    offsets = np.cumsum(_unshuffled(body[:middle], "<i4"), dtype=np.int32)
    steps = np.cumsum(_unshuffled(body[middle:], codec.value_type), dtype=np.int64)
    return DayPoints(offsets, steps, scale)


def _ordered(offsets: Offsets, steps: Steps, scale: int) -> DayPoints:
    order = np.lexsort((steps, offsets))
    offsets, steps = offsets[order], steps[order]
    is_new = np.ones(len(offsets), dtype=bool)
    is_new[1:] = (np.diff(offsets) != 0) | (np.diff(steps) != 0)
    return DayPoints(offsets[is_new], steps[is_new], scale)


def _shuffled(numbers: npt.NDArray[np.signedinteger], number_type: str) -> bytes:
    as_bytes = numbers.astype(number_type).view(np.uint8)
    return as_bytes.reshape(len(numbers), np.dtype(number_type).itemsize).T.tobytes()


def _unshuffled(body: bytes, number_type: str) -> npt.NDArray[np.signedinteger]:
    width = np.dtype(number_type).itemsize
    by_place = np.frombuffer(body, dtype=np.uint8).reshape(width, -1)
    numbers: npt.NDArray[np.signedinteger] = np.ascontiguousarray(by_place.T).view(number_type).ravel()
    return numbers


def _codec(is_wide: bool) -> Codec:
    if zstandard is None:
        return Codec.ZLIB_WIDE if is_wide else Codec.ZLIB
    return Codec.ZSTD_WIDE if is_wide else Codec.ZSTD


def _packed(body: bytes, codec: Codec) -> bytes:
    if codec in (Codec.ZLIB, Codec.ZLIB_WIDE):
        return zlib.compress(body)
    return zstandard.compress(body, _ZSTD_LEVEL)


def _unpacked(packed: bytes, codec: Codec, size: int) -> bytes:
    """Decompress to exactly `size` bytes; more is never made, so a forged blob cannot fill the memory."""
    if codec in (Codec.ZLIB, Codec.ZLIB_WIDE):
        body = _inflated(packed, size)
    elif zstandard is None:
        raise ChunkError("this machine cannot unpack the chunk: zstandard is missing")
    else:
        body = _decompressed(packed, size)
    if len(body) != size:
        raise ChunkError("the chunk is damaged")
    return body


def _inflated(packed: bytes, size: int) -> bytes:
    inflater = zlib.decompressobj()
    try:
        return inflater.decompress(packed, size + 1)
    except zlib.error:
        raise ChunkError("the chunk is damaged") from None


def _decompressed(packed: bytes, size: int) -> bytes:
    try:
        if zstandard.frame_content_size(packed) != size:
            raise ChunkError("the chunk is damaged")
        return zstandard.decompress(packed, size)
    except zstandard.ZstdError:
        raise ChunkError("the chunk is damaged") from None
