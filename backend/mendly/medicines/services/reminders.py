"""Planning what rings when, a day ahead; the buckets of `notify` do the rest.

A patient is planned anew once a day, and whenever something changes that the rings hang on: whoever changes it says
so with `ask_rings_anew`, in the same transaction.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from mendly.clock import now
from mendly.medicines.models import RingPlan
from mendly.medicines.reminders import HELPED
from mendly.medicines.rings import Entries, Reminded, entries_of, reminded_among
from mendly.notify.kinds import LIFE, Kind
from mendly.notify.models import Channel
from mendly.notify.selectors import users_with_push
from mendly.notify.services import Planned, Wanted, plan_deliveries
from mendly_core.doses.rings import Listener, PlannedRing

AHEAD = timedelta(hours=30)
RENEW = timedelta(hours=6)
"""With so much of the plan left, it is made anew."""
LOOK_BACK = timedelta(minutes=10)
"""Planned anew this long after its minute, a ring still comes."""
PATIENTS_AT_ONCE = 200
TICK_SECONDS = 30.0


def ask_rings_anew(patient_id: UUID) -> None:
    """Have the rings of a patient planned anew at the next tick."""
    rows = RingPlan.objects.filter(patient_id=patient_id)
    if not rows.update(planned_to=None, version=F("version") + 1):
        RingPlan.objects.bulk_create([RingPlan(patient_id=patient_id)], ignore_conflicts=True)


def plan_rings() -> int:
    """Sweep: plan the rings of those whose plan ends soon or was asked for anew; gives how many patients."""
    planned, stop_at = 0, time.monotonic() + TICK_SECONDS
    while time.monotonic() < stop_at:
        at = now()
        asked = _waiting(at)
        planned += _plan_anew(asked, at)
        if len(asked) < PATIENTS_AT_ONCE:
            break
    return planned


def _waiting(at: datetime) -> dict[UUID, int]:
    rows = RingPlan.objects.filter(Q(planned_to=None) | Q(planned_to__lt=at + RENEW)).order_by("id")
    return dict(rows.values_list("patient", "version")[:PATIENTS_AT_ONCE])


def _plan_anew(asked: Mapping[UUID, int], at: datetime) -> int:
    """Read, then write for those of whom nothing changed while we read; the others wait for the next round."""
    reminded = list(reminded_among(asked.keys(), at))
    entries = entries_of(reminded, at)
    planned: dict[UUID, list[Planned]] = {patient: [] for patient in asked}
    for one in reminded:
        planned[one.patient] = list(_planned(one, entries[one.patient], at))
    with transaction.atomic():
        held = RingPlan.objects.select_for_update(no_key=True).filter(patient__in=asked).order_by("id")
        same = [row.patient_id for row in held if row.version == asked[row.patient_id]]
        plan_deliveries({patient: planned[patient] for patient in same}, since=at - LOOK_BACK)
        RingPlan.objects.filter(patient__in=same).update(planned_to=at + AHEAD)
    return len(same)


def _planned(one: Reminded, entries: Entries, at: datetime) -> Iterator[Planned]:
    with_push = set(users_with_push().filter(user__in=one.helpers)) if one.helpers else set()
    for _dose, name, ring in one.rings(entries):
        if not at - LOOK_BACK < ring.at <= at + AHEAD:
            continue
        if ring.listener is Listener.PATIENT:
            yield from _to_patient(one, name, ring)
        elif ring.listener is Listener.PROXIES:
            for helper in one.helpers:
                channel = Channel.PUSH if helper in with_push else Channel.EMAIL
                key = f"{one.patient.hex[-HELPED:]}:{name}"
                yield _told(one, helper, Kind.HELP, key, ring, channel)


def _to_patient(one: Reminded, name: str, ring: PlannedRing) -> Iterator[Planned]:
    if one.has_push:
        yield _told(one, one.user, Kind.DOSE, name, ring, Channel.PUSH)
    if one.by_email and ring.stage == 0:
        yield _told(one, one.user, Kind.DOSE, name, ring, Channel.EMAIL)


def _told(one: Reminded, user: UUID, kind: Kind, key: str, ring: PlannedRing, channel: Channel) -> Planned:
    bundle = f"{one.patient}:{int(ring.at.timestamp()) // 60}"
    until = min(ring.until, ring.at + LIFE[kind])
    return Planned(ring.at, Wanted(user, kind, key, bundle, until, ring.stage, channel))
