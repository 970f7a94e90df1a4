"""Emitting events: rows in the transaction of the change, a hint after its commit."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from mendly.clock import now
from mendly.counting import next_numbers
from mendly.live.hub import publish_hint, publish_revoked
from mendly.live.models import Event, Inbox

RETENTION = timedelta(days=30)
log = logging.getLogger("mendly.live")


def emit(kind: str, users: Iterable[UUID], **ids: UUID | str) -> None:
    """Tell these people. Call it last in the transaction, once, so that locks are taken in order and held briefly."""
    recipients = sorted(set(users))
    if not recipients:
        return
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event must be emitted inside the transaction of its change")
    at = now()
    named = {name: str(value) for name, value in ids.items()}
    numbers = next_numbers(Inbox, recipients)
    events = [Event(user=user, seq=numbers[user], kind=kind, ids=named, at=at) for user in recipients]
    Event.objects.bulk_create(events)
    for event in events:
        transaction.on_commit(lambda user=event.user, seq=event.seq: publish_hint(user, seq), robust=True)  # type: ignore[misc]


def close_sockets_of(user: UUID) -> None:
    """After the commit, every open socket of this person closes with 4003: signed out, revoked or ended."""
    transaction.on_commit(lambda: publish_revoked(user), robust=True)


def sweep_old_events() -> int:
    """Forget events past the retention; who returns later is told to fetch afresh."""
    deleted, _ = Event.objects.filter(at__lt=now() - RETENTION).delete()
    return deleted
