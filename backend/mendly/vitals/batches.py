"""Batches of samples as devices send them: their shape, and which points of one can be kept."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

import msgspec

from mendly_core.signals.types import SeriesType, UnknownSeriesTypeError, series_type

MOST_POINTS = 5000
LARGEST_BODY = 1_000_000
"""Bytes of one upload, packed and unpacked."""
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""A device whose clock was never set says 1970."""
LATEST_AHEAD = timedelta(days=1)
"""How far in the future a time may lie: wrong zones happen, wrong years are refused."""
_LARGEST_VALUE = 1e9
_MEMORY_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")

Status = Literal["accepted", "duplicate", "rejected"]
Point = tuple[int, float]
"""Unix milliseconds, and a value in the unit of the series."""
Text = Annotated[
    str, msgspec.Meta(min_length=1, max_length=80, pattern=r"\A[^\x00-\x1f\x7f\ud800-\udfff]*\Z")
]


class SampleBatch(msgspec.Struct, frozen=True):
    """Samples of one type from one source, taken in one offset from UTC (minutes). `unit` is UCUM."""

    type: Text
    source: Text
    unit: Text
    zone_offset_min: Annotated[int, msgspec.Meta(ge=-1080, le=1080)]
    points: tuple[Point, ...]


class SampleUpload(msgspec.Struct, frozen=True):
    """The body of one upload: at most `MOST_POINTS` points over all its batches."""

    batches: tuple[SampleBatch, ...]


@dataclass(frozen=True, slots=True)
class RefusedPoint:
    """A point that was not kept: its place in the batch, and why."""

    index: int
    reason: str


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of one batch: `accepted` if any point was new, `duplicate` if all were known already."""

    status: Status
    reason: str | None = None
    accepted: int = 0
    duplicate: int = 0
    refused: tuple[RefusedPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedBatch:
    """A batch whose type and unit fit, and its points that can be kept."""

    kind: SeriesType
    source: str
    zone_offset_min: int
    points: tuple[Point, ...]
    refused: tuple[RefusedPoint, ...]


def check_batch(batch: SampleBatch, now: datetime) -> CheckedBatch | BatchResult:
    """Sort out what can be kept; a `BatchResult` says that none can, and why. Implausible values are kept."""
    try:
        kind = series_type(batch.type)
    except UnknownSeriesTypeError:
        return BatchResult("rejected", "We do not keep this type of samples.")
    if batch.unit != kind.unit:
        return BatchResult("rejected", f"We take this type in {kind.unit} only.")
    source = clean_source(batch.source)
    if not source:
        return BatchResult("rejected", "The source needs a name.")
    latest = now + LATEST_AHEAD
    reasons = [_refusal(point, latest) for point in batch.points]
    kept = tuple(point for point, reason in zip(batch.points, reasons, strict=True) if reason is None)
    refused = tuple(RefusedPoint(index, reason) for index, reason in enumerate(reasons) if reason is not None)
    if not kept:
        reason = refused[0].reason if refused else "The batch holds no points."
        return BatchResult("rejected", reason, refused=refused)
    return CheckedBatch(kind, source, batch.zone_offset_min, kept, refused)


def clean_source(name: str) -> str:
    """One device, one name: some platforms put a memory address into it that changes at every start."""
    return " ".join(_MEMORY_ADDRESS.sub("", name).split())


def count_points(batches: Sequence[SampleBatch]) -> int:
    return sum(len(batch.points) for batch in batches)


def _refusal(point: Point, latest: datetime) -> str | None:
    moment, value = point
    if moment < EARLIEST.timestamp() * 1000:
        return "The time lies before the year 2000."
    if moment > latest.timestamp() * 1000:
        return "The time lies in the future."
    if not math.isfinite(value) or abs(value) > _LARGEST_VALUE:
        return "The value is not a usable number."
    return None
