"""Fewer points for a chart: per stretch of time the lowest and the highest, so that no peak is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[int, float]
"""Unix milliseconds (or any whole time) and value."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """The points of start <= time < end."""

    start: int
    end: int
    count: int
    low: Point
    high: Point

    def points(self) -> tuple[Point, ...]:
        """One or two points in the order of time, to draw a line through."""
        return tuple(sorted({self.low, self.high}))


def min_max_buckets(points: Sequence[Point], buckets: int) -> list[Bucket]:
    """Split the span of ordered points into at most `buckets` equal stretches; keep low and high of each.

    Stretches without points give no bucket: gaps stay gaps. Of equal values the earliest is kept. Raises
    ValueError for fewer than one bucket or points out of order.
    """
    if buckets < 1:
        raise ValueError("at least one bucket is needed")
    if not points:
        return []
    first, last = points[0][0], points[-1][0]
    width = max(1, -(-(last - first + 1) // buckets))
    found: list[Bucket] = []
    start = 0
    while start < len(points):
        index = (points[start][0] - first) // width
        end = _end_of_bucket(points, start, first + (index + 1) * width)
        found.append(_bucket(points[start:end], first + index * width, width))
        start = end
    return found


def _end_of_bucket(points: Sequence[Point], start: int, limit: int) -> int:
    previous = points[start][0]
    for position in range(start, len(points)):
        moment = points[position][0]
        if moment < previous:
            raise ValueError("points must be in the order of time")
        if moment >= limit:
            return position
        previous = moment
    return len(points)


def _bucket(points: Sequence[Point], start: int, width: int) -> Bucket:
    low = min(points, key=lambda point: point[1])
    high = max(points, key=lambda point: point[1])
    return Bucket(start, start + width, len(points), low, high)
