"""What puts items into a clinic's queue and takes them out again, inside the transaction of the news."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from kombu.exceptions import OperationalError

from mendly.care.selectors import providers_of
from mendly.clock import now
from mendly.worklist.models import Item, Kind, State, Urgency

log = logging.getLogger("mendly.worklist")


def open_items(patient_id: UUID, kind: Kind, source: UUID, urgency: int, opened_at: datetime) -> None:
    """Put it into the queue of every clinic that cares for the patient, unless it lies there already."""
    for clinic_id in _clinics_of(patient_id):
        item, created = Item.objects.exclude(state=State.DONE).get_or_create(
            patient_id=patient_id,
            clinic_id=clinic_id,
            kind=kind,
            source=source,
            defaults={"urgency": urgency, "opened_at": opened_at},
        )
        if created:
            _tell_after_commit(item.id)


def alert_waits(patient_id: UUID, alert_id: UUID, urgency: int) -> None:
    """An alert still waits, no worse than the team has seen it: only who never had it gets it."""
    if not Item.objects.filter(patient_id=patient_id, kind=Kind.ALERT, source=alert_id).exists():
        open_items(patient_id, Kind.ALERT, alert_id, urgency, now())


def alert_got_worse(patient_id: UUID, alert_id: UUID, urgency: int) -> None:
    """It comes back to the team, whether it was answered, put aside or done."""
    _wake(patient_id, Kind.ALERT, alert_id, urgency)
    open_items(patient_id, Kind.ALERT, alert_id, urgency, now())


def message_came(patient_id: UUID, conversation_id: UUID) -> None:
    """The patient wrote: a conversation that was put aside comes back, one that is answered opens anew."""
    _wake(patient_id, Kind.MESSAGE, conversation_id, Urgency.ROUTINE)
    open_items(patient_id, Kind.MESSAGE, conversation_id, Urgency.ROUTINE, now())


def side_effect_got_worse(patient_id: UUID, effect_id: UUID, at: datetime) -> None:
    """Something unwanted needs help now: it comes to the team, or back to it."""
    _wake(patient_id, Kind.SIDE_EFFECT, effect_id, Urgency.NOW)
    open_items(patient_id, Kind.SIDE_EFFECT, effect_id, Urgency.NOW, at)


def answers_changed(patient_id: UUID, run_id: UUID) -> None:
    """New knowledge changed a patient's answer: one item for each of their clinics, however many patients it has.

    One that was finished while the run still goes on comes back: there is somebody new in it.
    """
    for clinic_id in _clinics_of(patient_id):
        item, created = Item.objects.get_or_create(
            patient=None,
            clinic_id=clinic_id,
            kind=Kind.KNOWLEDGE,
            source=run_id,
            defaults={"urgency": Urgency.ROUTINE, "opened_at": now()},
        )
        again = not created and Item.objects.filter(id=item.id, state=State.DONE).update(
            state=State.TEAM,
            assigned_to=None,
            closed_at=None,
            closed_by=None,
            version=F("version") + 1,
            told=False,
        )
        if created or again:
            _tell_after_commit(item.id)


def close_items(patient_id: UUID, kind: Kind, source: UUID) -> None:
    """It was answered or has settled: out of every queue."""
    rows = Item.objects.filter(patient_id=patient_id, kind=kind, source=source).exclude(state=State.DONE)
    for item_id in list(rows.values_list("id", flat=True)):
        rows.filter(id=item_id).update(
            state=State.DONE, closed_at=now(), snoozed_until=None, version=F("version") + 1, told=False
        )
        _tell_after_commit(item_id)


def _wake(patient_id: UUID, kind: Kind, source: UUID, urgency: int) -> None:
    rows = Item.objects.filter(patient_id=patient_id, kind=kind, source=source).exclude(state=State.DONE)
    for item in rows.select_for_update().order_by("id"):
        if item.urgency >= urgency and item.state != State.WAITING:
            continue
        item.urgency = max(item.urgency, urgency)
        item.state = State.NEEDS_ME if item.assigned_to_id else State.TEAM
        item.snoozed_until = None
        item.version += 1
        item.told = False
        item.save()
        _tell_after_commit(item.id)


def _clinics_of(patient_id: UUID) -> list[UUID]:
    return sorted({provider.clinic_id for provider in providers_of(patient_id)})


def _tell_after_commit(item_id: UUID) -> None:
    transaction.on_commit(lambda: enqueue_telling(item_id), robust=True)


def enqueue_telling(item_id: UUID) -> None:
    from mendly.worklist.tasks import tell_team

    try:
        tell_team.delay(str(item_id))
    except OperationalError:
        log.warning("the broker is away; the sweep will tell the team")
