"""The phone's protocol, inward: batches of events, each applied once through its own room's service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from mendly.counting import next_numbers
from mendly.errors import DomainError, SecondFactorNeeded, TooLarge
from mendly.policy import Actor
from mendly.sync.events import APPLY, EventRefused
from mendly.sync.models import Change, ChangeTip

LARGEST_BATCH = 500


@dataclass(frozen=True, slots=True)
class EventIn:
    """One thing that happened on the phone; the id was made there, so a repeat is recognised."""

    id: UUID
    kind: str
    at: datetime
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class EventResult:
    """`accepted` and `duplicate` clear the phone's outbox; `rejected` says in one sentence why."""

    id: UUID
    status: str
    reason: str | None = None


def apply_events(actor: Actor, patient_id: UUID, events: Sequence[EventIn]) -> list[EventResult]:
    """Apply each event by itself: one bad item spoils no other, and an answer means it is committed."""
    if len(events) > LARGEST_BATCH:
        raise TooLarge(f"Please send at most {LARGEST_BATCH} events at once.")
    return [_apply(actor, patient_id, event) for event in events]


def _apply(actor: Actor, patient_id: UUID, event: EventIn) -> EventResult:
    apply: Callable[..., bool] | None = APPLY.get(event.kind)
    if apply is None:
        return EventResult(event.id, "rejected", "This version of Mendly does not know this kind of event.")
    try:
        created = apply(actor, patient_id, event.id, event.body)
    except EventRefused as refused:
        return EventResult(event.id, "rejected", str(refused))
    except SecondFactorNeeded:
        raise
    except DomainError as error:
        return EventResult(event.id, "rejected", error.sentence)
    return EventResult(event.id, "accepted" if created else "duplicate")


def note_change(patient_id: UUID, kind: str, document: UUID) -> None:
    """Give a document the next number of its patient, in the transaction of the change itself."""
    with transaction.atomic(savepoint=False):
        seq = next_numbers(ChangeTip, [patient_id])[patient_id]
        Change.objects.bulk_create(
            [Change(patient=patient_id, kind=kind, document=document, seq=seq)],
            update_conflicts=True,
            unique_fields=["patient", "kind", "document"],
            update_fields=["seq"],
        )
