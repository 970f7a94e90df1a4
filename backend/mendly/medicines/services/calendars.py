"""The secret address of a calendar: made, replaced, revoked, and noted when it is read."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from mendly.accounts.tokens import hash_of
from mendly.audit.services import enter, enter_by
from mendly.clock import now
from mendly.errors import NotFound
from mendly.medicines.models import CalendarFeed
from mendly.policy import Action, Actor, Category, Purpose

SECRET_BYTES: Final = 32
PROGRAM: Final = Actor(user_id=None, purpose=Purpose.SELF_CARE, via="calendar")
"""A calendar program that knows an address. It is let in by the address alone, to nothing else."""
_ROLE: Final = "whoever knows the calendar address"


@dataclass(frozen=True, slots=True)
class NewCalendar:
    """`address` is whole and shown once: it is kept nowhere."""

    feed: CalendarFeed
    address: str


def make_calendar(actor: Actor, patient_id: UUID, *, names_medicines: bool, rings: bool) -> NewCalendar:
    """Give the doses to come a secret address. An address from before ends at once.

    Raises `StepUpNeeded` for who has not just shown that it is them: whoever knows the address can read it.
    """
    enter(actor, Action.SHARE, patient_id, Category.SHARING, "calendar address")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic():
        CalendarFeed.objects.filter(patient_id=patient_id).delete()
        feed = CalendarFeed.objects.create(
            patient_id=patient_id,
            secret_hash=hash_of(secret),
            names_medicines=names_medicines,
            rings=rings,
            made_at=now(),
        )
    return NewCalendar(feed, f"{settings.PUBLIC_URL}/calendar/{secret}.ics")


def revoke_calendar(actor: Actor, patient_id: UUID) -> None:
    """The address leads nowhere from now on. Without one nothing happens."""
    enter(actor, Action.WITHDRAW, patient_id, Category.SHARING, "calendar address")
    CalendarFeed.objects.filter(patient_id=patient_id).delete()


def open_calendar(secret: str) -> CalendarFeed:
    """Find what an address leads to, and note in the access log, once a day, that it was read.

    Raises `NotFound` alike for one that was revoked, one that never was, and one of an account that has ended.
    It is found by a digest: how long that takes tells nothing of how near a guess came.
    """
    feed = CalendarFeed.objects.filter(secret_hash=hash_of(secret), patient__user__is_active=True).first()
    if feed is None:
        raise NotFound
    today = now().astimezone(UTC).date()
    with transaction.atomic():
        not_told = Q(told_on=None) | Q(told_on__lt=today)
        if CalendarFeed.objects.filter(not_told, id=feed.id).update(told_on=today):
            enter_by(PROGRAM, Action.VIEW, feed.patient_id, Category.MEDICINES, "calendar address", _ROLE)
    return feed
