"""Summing up each patient's week once, on Monday morning where they are."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from mendly.accounts.models import Patient
from mendly.accounts.selectors import user_of_patient
from mendly.audit.services import enter
from mendly.care.selectors import audience_of
from mendly.clock import new_id, now
from mendly.live.services import emit
from mendly.medicines.models import ScheduleRevision, SummaryChoice, WeeklySummary
from mendly.medicines.plans import day_in
from mendly.medicines.summaries import WEEK, Choice, choice_of
from mendly.notify.kinds import Kind
from mendly.notify.services import queue_delivery
from mendly.policy import Action, Actor, Category
from mendly_core.doses import UnknownZone

FROM = time(8)
"""The wall time on Monday from which the week before is summed up."""
PATIENTS_AT_ONCE = 500

log = logging.getLogger("mendly.medicines")


def choose_summary(actor: Actor, patient_id: UUID, *, mine: bool, team: bool) -> Choice:
    """Switch the summary on or off, for the patient and on the care team's page.

    Who decides about sharing decides this; to open it to the team takes the proof that any opening takes.
    """
    opens = team and not choice_of(patient_id).team
    action = Action.SHARE if opens else Action.WITHDRAW
    enter(actor, action, patient_id, Category.SHARING, "weekly summary")
    with transaction.atomic():
        SummaryChoice.objects.update_or_create(
            patient_id=patient_id, defaults={"mine": mine, "team": team, "changed_at": now()}
        )
        emit("course", audience_of(patient_id, Category.MEDICINES), patient=patient_id)
    return Choice(mine, team)


def sum_up_weeks() -> int:
    """Sweep: sum up the week that ended for everyone whose Monday has come; gives how many it were.

    No seal is opened. Of two sweeps at once each patient's week is summed up by one: the row is unique, and it is
    kept together with the event and the notification.
    """
    at = now()
    made = 0
    for week, zones in _weeks_by_zone(at).items():
        for patient_id in _waiting(week, zones):
            made += _sum_up(patient_id, week, at)
    return made


def _weeks_by_zone(at: datetime) -> dict[date, list[str]]:
    """The newest week that is over, by where people are. A zone that is not known here waits."""
    found: defaultdict[date, list[str]] = defaultdict(list)
    zones = Patient.objects.filter(user__is_active=True).order_by().values_list("user__zone", flat=True)
    for zone in zones.distinct():
        try:
            found[_week_before(zone, at)].append(zone)
        except UnknownZone:
            log.warning("weeks were not summed up: a time zone is not known here")
    return found


def _week_before(zone: str, at: datetime) -> date:
    """The Monday of the newest week whose summary is due. Raises `UnknownZone`."""
    today = day_in(zone, at)
    monday = today - timedelta(days=today.weekday())
    is_due = today > monday or at.astimezone(ZoneInfo(zone)).time() >= FROM
    return monday - (WEEK if is_due else 2 * WEEK)


def _waiting(week: date, zones: list[str]) -> list[UUID]:
    """Those with a plan in that week, without its summary, who did not switch it off."""
    plans = ScheduleRevision.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=week), patient=OuterRef("pk"), valid_from__lt=week + WEEK
    )
    summed_up = WeeklySummary.objects.filter(patient=OuterRef("pk"), week__gte=week)
    off = SummaryChoice.objects.filter(patient=OuterRef("pk"), mine=False, team=False)
    rows = Patient.objects.filter(
        Exists(plans), ~Exists(summed_up), ~Exists(off), user__zone__in=zones, user__is_active=True
    )
    return list(rows.order_by("id").values_list("id", flat=True)[:PATIENTS_AT_ONCE])


def _sum_up(patient_id: UUID, week: date, at: datetime) -> bool:
    with transaction.atomic():
        row_id = new_id()
        WeeklySummary.objects.bulk_create(
            [WeeklySummary(id=row_id, patient_id=patient_id, week=week, made_at=at)], ignore_conflicts=True
        )
        if not WeeklySummary.objects.filter(id=row_id).exists():
            return False
        if choice_of(patient_id).mine:
            queue_delivery(user_of_patient(patient_id), Kind.SUMMARY, f"week:{row_id}")
        emit("course", audience_of(patient_id, Category.MEDICINES), patient=patient_id)
    return True
