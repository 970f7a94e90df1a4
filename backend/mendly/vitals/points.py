"""The samples of one type for a chart: one winner among several sources, low and high per stretch of time.

Sources are never added up: where a watch and a phone count the same steps, each minute has one winner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from uuid import UUID

from mendly.audit.services import enter
from mendly.errors import BadInput, NotFound
from mendly.policy import Action, Actor, Category
from mendly.vitals.models import SampleChunk, Series
from mendly_core.signals.chunks import decode_day
from mendly_core.signals.downsample import Bucket, Point, min_max_buckets
from mendly_core.signals.types import SeriesType, UnknownSeriesTypeError, series_type

MOST_BUCKETS = 600
LONGEST_SPAN = timedelta(days=366 * 5)
OPENED_UP_TO = timedelta(days=32)
"""Longer spans are drawn from the days' lowest and highest values, without opening the chunks."""
_DAY = timedelta(days=1)
_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Curve:
    """What a chart needs. `is_daily`: each bucket stands for whole UTC days, its points at their noon."""

    type: str
    unit: str
    is_daily: bool
    buckets: tuple[Bucket, ...]

    @property
    def points(self) -> tuple[Point, ...]:
        """Lows and highs in the order of time: (Unix milliseconds, value)."""
        return tuple(point for bucket in self.buckets for point in bucket.points())


def points_of(actor: Actor, patient_id: UUID, type: str, start: datetime, end: datetime) -> Curve:
    """Samples of start <= time < end as at most `MOST_BUCKETS` buckets. Raises `NotFound`, `BadInput`."""
    enter(actor, Action.VIEW, patient_id, Category.READINGS, "series")
    kind = _kind(type)
    if not timedelta(0) < end - start <= LONGEST_SPAN:
        raise BadInput("Please choose a time span of up to five years.", field="to")
    chunks = _chunks(patient_id, kind, start, end)
    is_daily = end - start > OPENED_UP_TO
    points = _daily_extremes(chunks) if is_daily else _samples(chunks, start, end)
    return Curve(kind.key, kind.unit, is_daily, tuple(min_max_buckets(points, MOST_BUCKETS)))


def daily_totals_of(
    actor: Actor, patient_id: UUID, type: str, first: date, last: date, zone: tzinfo
) -> dict[date, float]:
    """What was counted on each local day of first <= day <= last; days without samples are left out."""
    enter(actor, Action.VIEW, patient_id, Category.READINGS, "series")
    kind = _kind(type)
    totals: dict[date, float] = {}
    while first <= last:
        until = min(first + OPENED_UP_TO - 2 * _DAY, last + _DAY)
        start, end = (datetime.combine(day, time(), zone) for day in (first, until))
        for moment, value in _samples(_chunks(patient_id, kind, start, end), start, end):
            day = datetime.fromtimestamp(moment / 1000, zone).date()
            totals[day] = totals.get(day, 0.0) + value
        first = until
    return totals


def _kind(type: str) -> SeriesType:
    try:
        return series_type(type)
    except UnknownSeriesTypeError:
        raise NotFound from None


def _chunks(patient_id: UUID, kind: SeriesType, start: datetime, end: datetime) -> list[SampleChunk]:
    """The chunks of every source, of the one with most samples first: it wins over the others."""
    series = Series.objects.filter(patient_id=patient_id, type=kind.key)
    days = (start.astimezone(UTC).date(), end.astimezone(UTC).date())
    rows = SampleChunk.objects.filter(patient_id=patient_id, series__in=series, day__range=days).order_by(
        "day"
    )
    chunks = list(rows.defer("blob", "zones") if end - start > OPENED_UP_TO else rows.defer("zones"))
    totals: dict[UUID, int] = {}
    for chunk in chunks:
        totals[chunk.series_id] = totals.get(chunk.series_id, 0) + chunk.n
    return sorted(chunks, key=lambda chunk: (-totals[chunk.series_id], chunk.series_id, chunk.day))


def _samples(chunks: Sequence[SampleChunk], start: datetime, end: datetime) -> list[Point]:
    first, last = _milliseconds(start), _milliseconds(end)
    by_source: dict[UUID, list[Point]] = {}
    for chunk in chunks:
        midnight = _milliseconds(datetime.combine(chunk.day, time(), UTC))
        samples = decode_day(chunk.blob).samples()
        points = ((midnight + offset, value) for offset, value in samples)
        by_source.setdefault(chunk.series_id, []).extend(p for p in points if first <= p[0] < last)
    return _one_winner_a_minute(list(by_source.values()))


def _one_winner_a_minute(sources: Sequence[list[Point]]) -> list[Point]:
    """Sources in the order of preference: a later one fills only the minutes that earlier ones left empty."""
    if len(sources) <= 1:
        return sources[0] if sources else []
    chosen: list[Point] = []
    taken: set[int] = set()
    for points in sources:
        chosen += [point for point in points if point[0] // _MINUTE not in taken]
        taken |= {moment // _MINUTE for moment, _ in points}
    return sorted(chosen)


def _daily_extremes(chunks: Sequence[SampleChunk]) -> list[Point]:
    winners: dict[int, SampleChunk] = {}
    for chunk in chunks:
        noon = _milliseconds(datetime.combine(chunk.day, time(12), UTC))
        winners.setdefault(noon, chunk)
    return [(noon, value) for noon in sorted(winners) for value in (winners[noon].vmin, winners[noon].vmax)]


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
