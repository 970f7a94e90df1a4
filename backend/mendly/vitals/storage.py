"""Where samples lie: finding a series, and merging points into its day chunks. Callers hold a transaction."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from uuid import UUID

from mendly.errors import BadInput
from mendly.vault import crypto
from mendly.vault.services import key_of
from mendly.vitals.batches import CheckedBatch
from mendly.vitals.models import SampleChunk, Series
from mendly.vitals.zones import Run, with_zone
from mendly_core.signals.chunks import DayPoints, aggregates, by_utc_day, decode_day, encode_day, merge

MOST_POINTS_PER_DAY = 200_000
"""More than two a second, all day long, is not a series of readings."""
_MERGED = ["n", "vmin", "vmax", "vsum", "first_at", "last_at", "blob", "zones"]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The points of one batch that fall on one UTC day, and the offset from UTC they were taken in."""

    points: DayPoints
    zone_offset_min: int


def source_key(patient_id: UUID, source: str) -> str:
    """A keyed digest under the patient's own key: equal names find the same series, nothing else shows."""
    key = crypto.subkey(key_of(patient_id), "vitals.series.source")
    return hmac.new(key, source.casefold().encode(), sha256).hexdigest()


def locked_series(patient_id: UUID, batches: Iterable[CheckedBatch]) -> dict[tuple[str, str], Series]:
    """The series of these batches by (type, source), made where missing, their rows locked in one order."""
    found: dict[tuple[str, str], Series] = {}
    wanted = {(batch.kind.key, batch.source): batch.kind for batch in batches}
    for (key, source), kind in sorted(wanted.items()):
        series, _ = Series.objects.get_or_create(
            patient_id=patient_id,
            type=key,
            source_key=source_key(patient_id, source),
            defaults={"unit": kind.unit, "source": source},
        )
        found[key, source] = series
    ids = [series.id for series in found.values()]
    list(Series.objects.select_for_update().filter(id__in=ids).order_by("id"))
    return found


def merge_batch(series: Series, batch: CheckedBatch) -> int:
    """Add a batch to the chunks of its locked series; return how many points were new."""
    days = by_utc_day(batch.points, batch.kind.scale)
    chunks = _chunks_of(series, days)
    grown = []
    added = 0
    for day, points in days.items():
        chunk = chunks.get(day) or SampleChunk(
            patient_id=series.patient_id, series=series, day=day, n=0, zones=[]
        )
        new = _grow(chunk, _Stretch(points, batch.zone_offset_min))
        if new:
            grown.append(chunk)
            added += new
    SampleChunk.objects.bulk_create(
        grown, update_conflicts=True, unique_fields=["id"], update_fields=_MERGED, batch_size=200
    )
    return added


def moment_of(day: date, offset: int) -> datetime:
    """The instant that lies `offset` milliseconds after midnight UTC."""
    return datetime.combine(day, time(), UTC) + timedelta(milliseconds=offset)


def _chunks_of(series: Series, days: Mapping[date, DayPoints]) -> dict[date, SampleChunk]:
    rows = SampleChunk.objects.select_for_update().filter(
        patient_id=series.patient_id, series=series, day__range=(min(days), max(days))
    )
    return {row.day: row for row in rows if row.day in days}


def _grow(chunk: SampleChunk, stretch: _Stretch) -> int:
    """Merge a stretch into a chunk in memory; return how many points it did not hold before."""
    held = decode_day(chunk.blob) if chunk.n else None
    points = merge(held, stretch.points) if held is not None else stretch.points
    added = len(points) - chunk.n
    if len(points) > MOST_POINTS_PER_DAY:
        raise BadInput("There are too many points for one day.")
    if added:
        chunk.zones = _zones_with(chunk, held, stretch)
        fill(chunk, points)
    return added


def _zones_with(chunk: SampleChunk, held: DayPoints | None, stretch: _Stretch) -> list[Run]:
    first, last = int(stretch.points.offsets[0]), int(stretch.points.offsets[-1])
    after = [] if held is None else held.offsets[held.offsets > last].tolist()
    runs = [(start, minutes) for start, minutes in chunk.zones]
    return with_zone(runs, first, stretch.zone_offset_min, after[0] if after else None)


def fill(chunk: SampleChunk, points: DayPoints) -> None:
    """Put points into a chunk and work out what its columns say about them."""
    totals = aggregates(points)
    if totals is None:
        raise ValueError("a chunk without points is not kept")
    chunk.n, chunk.vmin, chunk.vmax, chunk.vsum = totals.n, totals.vmin, totals.vmax, totals.vsum
    chunk.first_at = moment_of(chunk.day, totals.first)
    chunk.last_at = moment_of(chunk.day, totals.last)
    chunk.blob = encode_day(points)
