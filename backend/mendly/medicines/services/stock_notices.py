"""Telling people once, in the middle of their day, that a medicine runs out or gets too old."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef

from mendly.accounts.models import Patient
from mendly.clock import new_id, now
from mendly.medicines.models import ReminderChoice, StockLook, StockNotice, StockRecord
from mendly.medicines.plans import day_in
from mendly.medicines.shelves import StockNow
from mendly.medicines.stock_notices import notice_key, told_of_stock
from mendly.medicines.stocks import low_stocks
from mendly.notify.kinds import Kind
from mendly.notify.services import queue_delivery
from mendly_core.doses import RuleRefused, UnknownZone

FROM_HOUR, TO_HOUR = 9, 20
"""The hours of a person's day at which nobody minds to hear of a refill."""
PATIENTS_AT_ONCE = 200

log = logging.getLogger("mendly.medicines")


def remind_of_refills() -> int:
    """Sweep: look once a day at the stocks of everyone whose hour it is; gives how many notices were made.

    Opens seals. Of two sweeps at once one looks at a patient: the look is taken by a condition, before it begins.
    If that one dies, the next day's look finds the same.
    """
    at = now()
    made = 0
    for today, zones in _zones_by_day(at).items():
        for patient_id in _waiting(today, zones):
            if not _is_quiet(patient_id, at) and _takes_the_look(patient_id, today):
                made += _look(patient_id, today, at)
    return made


def _zones_by_day(at: datetime) -> dict[date, list[str]]:
    """Where people are whose hour it is, by their day. A zone that is not known here is passed over."""
    found: defaultdict[date, list[str]] = defaultdict(list)
    zones = Patient.objects.filter(user__is_active=True).order_by().values_list("user__zone", flat=True)
    for zone in zones.distinct():
        try:
            today = day_in(zone, at)
        except UnknownZone:
            log.warning("stocks were not looked at: a time zone is not known here")
            continue
        if FROM_HOUR <= at.astimezone(ZoneInfo(zone)).hour < TO_HOUR:
            found[today].append(zone)
    return found


def _waiting(today: date, zones: list[str]) -> list[UUID]:
    """Those with an entry about a stock at whose stocks nobody looked today."""
    counted = StockRecord.objects.filter(patient=OuterRef("pk"), undone_at=None)
    looked = StockLook.objects.filter(patient=OuterRef("pk"), looked_on__gte=today)
    rows = Patient.objects.filter(
        Exists(counted), ~Exists(looked), user__zone__in=zones, user__is_active=True
    )
    return list(rows.order_by("id").values_list("id", flat=True)[:PATIENTS_AT_ONCE])


def _is_quiet(patient_id: UUID, at: datetime) -> bool:
    """Whether the person asked for quiet at this hour: then the look waits."""
    choice = ReminderChoice.objects.filter(patient_id=patient_id, quiet_from__isnull=False).first()
    if choice is None or choice.quiet_from is None or choice.quiet_to is None:
        return False
    zone = Patient.objects.values_list("user__zone", flat=True).get(id=patient_id)
    wall = at.astimezone(ZoneInfo(zone))
    minute, opens, ends = wall.hour * 60 + wall.minute, choice.quiet_from, choice.quiet_to
    return opens <= minute < ends if opens < ends else minute >= opens or minute < ends


def _takes_the_look(patient_id: UUID, today: date) -> bool:
    earlier = StockLook.objects.filter(patient_id=patient_id, looked_on__lt=today)
    if earlier.update(looked_on=today):
        return True
    row_id = new_id()
    StockLook.objects.bulk_create(
        [StockLook(id=row_id, patient_id=patient_id, looked_on=today)], ignore_conflicts=True
    )
    return StockLook.objects.filter(id=row_id).exists()


def _look(patient_id: UUID, today: date, at: datetime) -> int:
    try:
        ending = low_stocks(patient_id)
    except RuleRefused:
        log.warning("a stock was passed over: a plan cannot be read here")
        return 0
    wanted = [(one, about) for one in ending for about in _reasons(one, today)]
    return sum(_tell(patient_id, one, about, at) for one, about in wanted)


def _reasons(one: StockNow, today: date) -> list[StockNotice.About]:
    soon = {
        StockNotice.About.END: one.left == 0 or one.is_soon(one.runs_out, today),
        StockNotice.About.LABEL: one.is_soon(one.expires, today),
    }
    return [about for about, is_soon in soon.items() if is_soon]


def _tell(patient_id: UUID, one: StockNow, about: StockNotice.About, at: datetime) -> bool:
    """Once for each count or refill: what was told stays told until the next one."""
    if one.latest is None:
        return False
    notice = StockNotice(
        id=new_id(),
        patient_id=patient_id,
        medicine_id=one.medicine,
        entry=one.latest,
        about=about,
        told_at=at,
    )
    with transaction.atomic():
        StockNotice.objects.bulk_create([notice], ignore_conflicts=True)
        if not StockNotice.objects.filter(id=notice.id).exists():
            return False
        for user in told_of_stock(patient_id):
            queue_delivery(user, Kind.STOCK, notice_key(notice))
    return True
