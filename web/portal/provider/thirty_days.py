"""Thirty days of a patient on one axis: only what they share with this provider."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mendly.alerts.selectors import alerts_of
from mendly.clock import now
from mendly.medicines.selectors import doses_between, medicines_of
from mendly.messaging.selectors import message_times
from mendly.policy import Actor, Category
from mendly.vitals.selectors import observations_of
from mendly.vitals.values import BLOOD_PRESSURE, BloodPressure
from mendly_core.doses import State
from portal.charts import DoseMark, Happening, MedicineBar, Point, Series, Timeline, timeline
from portal.charts.week import DoseState
from portal.patient.pressure import normal_bands
from portal.provider.record import Record

DAYS = 30
_MARKS: dict[State, DoseState] = {
    State.TAKEN: "taken",
    State.PARTIAL: "partial",
    State.SKIPPED: "skipped",
    State.MISSED: "open",
    State.LATE: "open",
    State.DUE: "open",
    State.UPCOMING: "ahead",
}


def thirty_days(actor: Actor, record: Record) -> SafeString:
    start, end = record.today - timedelta(days=DAYS - 1), record.today
    since = now() - timedelta(days=DAYS)
    readings = _pressures(actor, record, since)
    doses, medicines = _medicines(actor, record, start, end)
    return timeline(
        Timeline(
            key="days",
            title=_("Thirty days on one axis"),
            start=start,
            end=end,
            zone=ZoneInfo(record.zone),
            readings_name=_("Blood pressure"),
            readings=readings,
            goals=normal_bands(readings[1].points) if readings else (),
            doses=doses,
            medicines=medicines,
            happenings=(*_alerts(actor, record, since), *_messages(actor, record, since)),
        )
    )


def _medicines(
    actor: Actor, record: Record, start: date, end: date
) -> tuple[tuple[DoseMark, ...], tuple[MedicineBar, ...]]:
    if Category.MEDICINES not in record.shared:
        return (), ()
    planned = doses_between(actor, record.patient, start, end + timedelta(days=1))
    bars = (
        MedicineBar(f"{medicine.name} {medicine.strength}".strip(), medicine.started_on, medicine.ended_on)
        for medicine in medicines_of(actor, record.patient)
    )
    return tuple(DoseMark(dose.local_date, _MARKS[dose.state]) for dose in planned), tuple(bars)


def _pressures(actor: Actor, record: Record, since: datetime) -> tuple[Series, ...]:
    """Both numbers, oldest first; readings that cannot be right are left out, as everywhere they count."""
    if Category.READINGS not in record.shared:
        return ()
    rows = observations_of(actor, record.patient, type=BLOOD_PRESSURE, start=since)
    readings = [
        (row.taken_at, row.values)
        for row in reversed(rows)
        if isinstance(row.values, BloodPressure) and not row.is_doubtful
    ]
    if not readings:
        return ()
    upper = [Point(at, values.systolic) for at, values in readings]
    lower = [Point(at, values.diastolic) for at, values in readings]
    return (Series(_("Upper number"), upper), Series(_("Lower number"), lower, room="dose"))


def _alerts(actor: Actor, record: Record, since: datetime) -> list[Happening]:
    if Category.READINGS not in record.shared:
        return []
    return [
        Happening(alert.opened_at, "alert", _("Alert: blood pressure"))
        for alert in alerts_of(actor, record.patient)
        if alert.opened_at >= since
    ]


def _messages(actor: Actor, record: Record, since: datetime) -> list[Happening]:
    if Category.MESSAGES not in record.shared:
        return []
    times = message_times(actor, record.patient, since=since)
    return [Happening(at, "message", _("Message")) for at in times]
