"""One function per kind of event: from the phone's body to the room's own service.

Each returns True when the event was new and False when it was known already.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec

from mendly.medicines import services as medicines
from mendly.messaging import services as messaging
from mendly.policy import Actor
from mendly.vitals import services as vitals
from mendly.vitals.batches import SampleBatch
from mendly.vitals.values import KINDS
from mendly_core.doses import Intake
from mendly_core.doses.reading import Refused

T = TypeVar("T")
Apply = Callable[[Actor, UUID, UUID, dict[str, Any]], bool]


class EventRefused(ValueError):
    """The event's body is not what its kind needs."""


class MessageBody(msgspec.Struct, frozen=True):
    conversation: UUID
    body: str


class ReadBody(msgspec.Struct, frozen=True):
    conversation: UUID
    message: UUID


def _send_message(actor: Actor, patient_id: UUID, event_id: UUID, body: dict[str, Any]) -> bool:
    given = _typed(body, MessageBody)
    _, created = messaging.send_message(
        actor, patient_id, given.conversation, message_id=event_id, body=given.body
    )
    return created


def _mark_read(actor: Actor, patient_id: UUID, event_id: UUID, body: dict[str, Any]) -> bool:
    given = _typed(body, ReadBody)
    messaging.mark_read(actor, patient_id, given.conversation, given.message)
    return True


def _record_intake(actor: Actor, patient_id: UUID, event_id: UUID, body: dict[str, Any]) -> bool:
    try:
        intake = Intake.from_json(body)
    except Refused as refused:
        raise EventRefused(refused.sentence) from None
    if intake.id != event_id:
        raise EventRefused("The entry and its event must carry the same id.")
    _, created = medicines.record_intake(actor, patient_id, intake)
    return created


def _store_samples(actor: Actor, patient_id: UUID, event_id: UUID, body: dict[str, Any]) -> bool:
    result = vitals.store_samples(actor, patient_id, [_typed(body, SampleBatch)])[0]
    if result.status == "rejected":
        raise EventRefused(result.reason)
    return result.status == "accepted"


class ObservationBody(msgspec.Struct, frozen=True):
    type: str
    taken_at: Annotated[datetime, msgspec.Meta(tz=True)]
    values: dict[str, int | str]
    note: str = ""
    confirmed: bool = False


def _record_observation(actor: Actor, patient_id: UUID, event_id: UUID, body: dict[str, Any]) -> bool:
    given = _typed(body, ObservationBody)
    kind = KINDS.get(given.type)
    if kind is None:
        raise EventRefused("We do not know this kind of reading.")
    _, created = vitals.record_observation(
        actor,
        patient_id,
        observation_id=event_id,
        taken_at=given.taken_at,
        values=kind.from_json(given.values),
        note=given.note,
        confirmed=given.confirmed,
    )
    return created


def _typed(body: dict[str, Any], kind: type[T]) -> T:
    try:
        return msgspec.convert(body, kind)
    except msgspec.ValidationError as error:
        raise EventRefused(f"This event is not complete: {error}") from None


APPLY: dict[str, Apply] = {
    "intake": _record_intake,
    "samples": _store_samples,
    "observation": _record_observation,
    "message": _send_message,
    "read": _mark_read,
}
