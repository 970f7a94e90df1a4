"""Reading observations, the list of series, and weekly averages; `points_of` is told apart in `points`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max, Min, OuterRef, Subquery, Sum

from mendly.accounts.selectors import zone_of_patient
from mendly.audit.services import enter
from mendly.errors import NotFound
from mendly.policy import Action, Actor, Category
from mendly.vitals.models import Observation, SampleChunk, Series
from mendly.vitals.points import Curve as Curve
from mendly.vitals.points import daily_totals_of as daily_totals_of
from mendly.vitals.points import points_of as points_of
from mendly.vitals.values import BLOOD_PRESSURE, BloodPressure
from mendly_core.signals.blood_pressure import BloodPressureReading
from mendly_core.signals.trends import WEEK, PressureTrend, weekly_blood_pressure

MOST_OBSERVATIONS = 500


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """One series of one source: how many samples, from when to when."""

    id: UUID
    type: str
    unit: str
    source: str
    n: int
    first_at: datetime
    last_at: datetime


def observations_of(
    actor: Actor,
    patient_id: UUID,
    *,
    type: str | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    limit: int = MOST_OBSERVATIONS,
) -> list[Observation]:
    """The newest `limit` readings of start <= taken < end, newest first."""
    enter(actor, Action.VIEW, patient_id, Category.READINGS, "readings")
    rows = Observation.standing.filter(patient_id=patient_id)
    if type is not None:
        rows = rows.filter(type=type)
    if start is not None:
        rows = rows.filter(taken_at__gte=start)
    if end is not None:
        rows = rows.filter(taken_at__lt=end)
    return list(rows.order_by("-taken_at", "-id")[:limit])


def observation_of(actor: Actor, patient_id: UUID, observation_id: UUID) -> Observation:
    enter(actor, Action.VIEW, patient_id, Category.READINGS, "readings")
    row = Observation.standing.filter(id=observation_id, patient_id=patient_id).first()
    if row is None:
        raise NotFound
    return row


def series_of(actor: Actor, patient_id: UUID) -> list[SeriesLine]:
    """Every series that holds samples, by type, the most recent source first."""
    enter(actor, Action.VIEW, patient_id, Category.READINGS, "series")
    chunks = SampleChunk.objects.filter(patient_id=patient_id).values("series")
    totals = {
        row["series"]: row for row in chunks.annotate(n=Sum("n"), first=Min("first_at"), last=Max("last_at"))
    }
    lines = [
        SeriesLine(row.id, row.type, row.unit, row.source, total["n"], total["first"], total["last"])
        for row in Series.objects.filter(patient_id=patient_id)
        if (total := totals.get(row.id)) is not None
    ]
    return sorted(lines, key=lambda line: (line.type, -line.last_at.timestamp()))


def blood_pressure_summary(actor: Actor, patient_id: UUID, now: datetime) -> PressureTrend:
    """Averages of this week and of the week before, by the days of the patient's own zone."""
    zone = ZoneInfo(zone_of_patient(patient_id))
    rows = observations_of(actor, patient_id, type=BLOOD_PRESSURE, start=now - 2 * WEEK - WEEK / 7, end=None)
    return weekly_blood_pressure(map(reading_of, rows), now.astimezone(zone).date(), zone)


def latest_blood_pressures(patient_ids: Iterable[UUID]) -> dict[UUID, Observation]:
    """The newest blood pressure of each, for a list whose caller has decided and recorded who is on it."""
    newest = (
        Observation.standing.filter(patient_id=OuterRef("patient_id"), type=BLOOD_PRESSURE)
        .order_by("-taken_at", "-id")
        .values("id")[:1]
    )
    rows = Observation.standing.filter(
        patient_id__in=list(patient_ids), type=BLOOD_PRESSURE, id=Subquery(newest)
    )
    return {row.patient_id: row for row in rows}


def reading_of(row: Observation) -> BloodPressureReading:
    """A blood-pressure observation as the rules of `mendly_core.signals` take it."""
    values = row.values
    if not isinstance(values, BloodPressure):
        raise TypeError("not a blood pressure")
    return BloodPressureReading(str(row.id), row.taken_at, values.systolic, values.diastolic)
