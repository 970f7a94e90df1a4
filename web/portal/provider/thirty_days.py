"""Thirty days of a patient on one axis: only what they share with this provider."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mendly.accounts.selectors import Profile
from mendly.alerts.selectors import alerts_of
from mendly.clock import now
from mendly.medicines.selectors import doses_between, medicines_of
from mendly.messaging.selectors import message_times
from mendly.policy import Action, Actor, Category, may
from mendly.vitals.selectors import observations_of
from mendly.vitals.values import BLOOD_PRESSURE
from mendly_core.doses import State
from portal.charts import DoseMark, Happening, MedicineBar, Point, Series, Timeline, timeline
from portal.charts.week import DoseState

DAYS = 30
_MARKS: dict[State, DoseState] = {
    State.TAKEN: "taken",
    State.SKIPPED: "skipped",
    State.MISSED: "open",
    State.LATE: "open",
    State.DUE: "open",
    State.UPCOMING: "ahead",
}


def thirty_days(actor: Actor, profile: Profile) -> SafeString:
    zone = ZoneInfo(profile.zone)
    end = now().astimezone(zone).date()
    start = end - timedelta(days=DAYS - 1)
    shared = {category for category in Category if may(actor, Action.VIEW, profile.patient, category)}
    readings = _pressures(actor, profile) if Category.READINGS in shared else ()
    doses: tuple[DoseMark, ...] = ()
    bars: tuple[MedicineBar, ...] = ()
    if Category.MEDICINES in shared:
        planned = doses_between(actor, profile.patient, start, end + timedelta(days=1))
        doses = tuple(DoseMark(dose.local_date, _MARKS[dose.state]) for dose in planned)
        bars = tuple(
            MedicineBar(
                f"{medicine.name} {medicine.strength}".strip(), medicine.started_on, medicine.ended_on
            )
            for medicine in medicines_of(actor, profile.patient)
        )
    happenings = [*_alerts(actor, profile, shared), *_messages(actor, profile, shared)]
    return timeline(
        Timeline(
            key="days",
            title=_("Thirty days on one axis"),
            start=start,
            end=end,
            zone=zone,
            readings_name=_("Blood pressure"),
            readings=readings,
            doses=doses,
            medicines=bars,
            happenings=tuple(happenings),
        )
    )


def _pressures(actor: Actor, profile: Profile) -> tuple[Series, ...]:
    rows = observations_of(actor, profile.patient, type=BLOOD_PRESSURE, start=now() - timedelta(days=DAYS))
    rows = list(reversed(rows))
    if not rows:
        return ()
    upper = [Point(row.taken_at, row.values.systolic) for row in rows]
    lower = [Point(row.taken_at, row.values.diastolic) for row in rows]
    return (Series(_("Upper number"), upper), Series(_("Lower number"), lower, room="dose"))


def _alerts(actor: Actor, profile: Profile, shared: set[Category]) -> list[Happening]:
    if Category.READINGS not in shared:
        return []
    return [
        Happening(alert.opened_at, "alert", _("Alert: blood pressure"))
        for alert in alerts_of(actor, profile.patient)
    ]


def _messages(actor: Actor, profile: Profile, shared: set[Category]) -> list[Happening]:
    if Category.MESSAGES not in shared:
        return []
    times = message_times(actor, profile.patient, since=now() - timedelta(days=DAYS))
    return [Happening(at, "message", _("Message")) for at in times]
