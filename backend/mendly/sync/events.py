"""One function per kind of event: from the phone's body to the room's own service.

Each returns True when the event was new and False when it was known already.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec

from mendly.accounts.selectors import zone_of_patient
from mendly.accounts.services import follow_clock
from mendly.clock import now
from mendly.errors import Conflict, NotFound
from mendly.medicines import services as medicines
from mendly.medicines.checks import MedicineWords
from mendly.medicines.documents import revision_ids_of
from mendly.medicines.plans import PlanDraft, day_in
from mendly.medicines.selectors import medicine_of
from mendly.messaging import services as messaging
from mendly.policy import Actor
from mendly.vitals import services as vitals
from mendly.vitals.batches import SampleBatch
from mendly.vitals.values import KINDS
from mendly_core.doses import Intake, Schedule
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


class MedicineBody(msgspec.Struct, frozen=True):
    name: str
    started_on: date | None = None


def _add_medicine(actor: Actor, patient_id: UUID, event_id: UUID, body: dict[str, Any]) -> bool:
    """The medicine bears the id of its event, so one that is on the list, changed or not, was taken before.

    A phone's clock may be ahead: a first day that has not come yet is today.
    """
    given = _typed(body, MedicineBody)
    today = day_in(zone_of_patient(patient_id), now())
    started_on = min(given.started_on, today) if given.started_on else None
    words = MedicineWords(given.name)
    try:
        return medicines.add_medicine(actor, patient_id, words, started_on=started_on, medicine_id=event_id)[
            1
        ]
    except Conflict:
        with suppress(NotFound):
            medicine_of(actor, patient_id, event_id)
            return False
        raise


def _set_schedule(actor: Actor, patient_id: UUID, event_id: UUID, body: dict[str, Any]) -> bool:
    """A plan that is there, even if it was changed since, was taken before. A change that comes too late is refused."""
    try:
        plan = Schedule.from_json(body)
    except Refused as refused:
        raise EventRefused(refused.sentence) from None
    draft = PlanDraft(
        rule=plan.rule,
        amount=plan.amount,
        unit=plan.unit,
        zone_policy=plan.zone_policy,
        home_zone=plan.home_zone,
        valid_from=plan.valid_from,
        valid_to=plan.valid_to,
        early_minutes=plan.early_minutes,
        late_minutes=plan.late_minutes,
    )
    try:
        return medicines.set_schedule(
            actor, patient_id, plan.medicine, draft, schedule_id=plan.id, rev=plan.rev
        )[1]
    except Conflict:
        if plan.rev == 1 and revision_ids_of(patient_id, plan.id):
            return False
        raise


class ZoneBody(msgspec.Struct, frozen=True):
    zone: str
    was: str


def _follow_clock(actor: Actor, patient_id: UUID, event_id: UUID, body: dict[str, Any]) -> bool:
    given = _typed(body, ZoneBody)
    return follow_clock(actor.user_id, zone=given.zone, was=given.was)


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
    "medicine": _add_medicine,
    "schedule": _set_schedule,
    "zone": _follow_clock,
    "intake": _record_intake,
    "samples": _store_samples,
    "observation": _record_observation,
    "message": _send_message,
    "read": _mark_read,
}
