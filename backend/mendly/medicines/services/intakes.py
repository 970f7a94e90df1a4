"""What was taken or skipped: entries are only ever added, and each counts once however often it arrives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from mendly.accounts.selectors import zone_of_patient
from mendly.audit.services import enter
from mendly.bus import announce
from mendly.care.selectors import audience_of
from mendly.clock import new_id, now
from mendly.errors import BadInput, Conflict, NotFound
from mendly.live.services import emit
from mendly.medicines.checks import TAKEN_ID, check_dose_of_plan, check_superseded, check_times
from mendly.medicines.models import IntakeEvent, Medicine, ScheduleRevision
from mendly.medicines.services.schedules import leaders_of
from mendly.policy import Action, Actor, Category, require
from mendly_core.doses import (
    DayRule,
    HoursRule,
    HybridClock,
    Intake,
    IntakeKind,
    Refused,
    Schedule,
    occurrence_key,
    step_key,
)
from mendly_core.doses.intakes import PUT_OFF, SWALLOWED, answer_among

SERVER = "portal"
"""The device name in the order marks of entries made on this side."""


def record_intake(actor: Actor, patient_id: UUID, intake: Intake) -> tuple[IntakeEvent, bool]:
    """Add one entry, exactly once: the same entry again gives the row already there and False.

    Raises `BadInput` when the medicine, plan or dose is not this patient's or a time lies in the future,
    `Conflict` when the id names another entry.
    """
    enter(actor, Action.RECORD, patient_id, Category.MEDICINES, "intake")
    with transaction.atomic():
        return _record(actor, patient_id, intake)


def log_dose(
    actor: Actor,
    patient_id: UUID,
    *,
    kind: IntakeKind,
    medicine_id: UUID,
    schedule_id: UUID | None = None,
    local_date: date | None = None,
    slot: int | None = None,
    rev: int | None = None,
    step: int | None = None,
    taken_at: datetime | None = None,
    put_to: datetime | None = None,
    amount: Decimal | None = None,
    reason: str | None = None,
    intake_id: UUID | None = None,
) -> tuple[IntakeEvent, bool]:
    """Log from a page, which has no device of its own: the server makes the entry and its order mark.

    Without plan, day and slot (of a step: `rev` and `step`) it is a dose outside any plan. A dose taken without
    a time was taken now. An answer to a dose that was answered before replaces that one. The medicine's lock
    lets pages log one by one: of a double click, the second finds what the first has kept.
    """
    enter(actor, Action.RECORD, patient_id, Category.MEDICINES, "intake")
    at = now()
    with transaction.atomic():
        list(Medicine.objects.select_for_update(no_key=True).filter(id=medicine_id, patient_id=patient_id))
        intake_id = intake_id or new_id()
        known = IntakeEvent.objects.filter(id=intake_id, patient_id=patient_id).first()
        if known is not None:
            return known, False
        key = None
        if schedule_id is not None and local_date is not None:
            key = _key_of(schedule_id, local_date, slot, rev, step)
            if key is not None and kind is IntakeKind.TAKEN and amount is None:
                amount = _planned_amount(patient_id, schedule_id, local_date, rev)
        earlier = _entries(patient_id, key) if key else []
        deciding = None if kind in PUT_OFF else answer_among(earlier)
        try:
            intake = Intake(
                id=intake_id,
                kind=kind,
                medicine=medicine_id,
                logged_at=at,
                device_zone=zone_of_patient(patient_id),
                hlc=_mark_after(earlier, at),
                occurrence=key,
                schedule=schedule_id,
                local_date=local_date,
                slot=slot,
                rev=rev,
                step=step,
                taken_at=(taken_at or at) if kind in SWALLOWED else taken_at,
                put_to=put_to,
                amount=amount,
                reason=reason,
                supersedes=deciding.id if deciding else None,
            )
        except Refused as refused:
            raise BadInput(refused.sentence, field=refused.field) from None
        return _record(actor, patient_id, intake)


def undo_intake(actor: Actor, patient_id: UUID, intake_id: UUID) -> tuple[IntakeEvent, bool]:
    """Take an entry back by one that supersedes it; the dose is open again. Undoing twice undoes once."""
    enter(actor, Action.RECORD, patient_id, Category.MEDICINES, "intake")
    at = now()
    with transaction.atomic():
        target = IntakeEvent.objects.select_for_update().filter(id=intake_id, patient_id=patient_id).first()
        if target is None:
            raise NotFound
        _require_may_replace(actor, target)
        undone = IntakeEvent.objects.filter(
            patient_id=patient_id, supersedes=target.id, kind=IntakeKind.UNDONE
        ).first()
        if undone is not None:
            return undone, False
        earlier = _entries(patient_id, target.occurrence) if target.occurrence else [target.outline()]
        intake = Intake(
            id=new_id(),
            kind=IntakeKind.UNDONE,
            medicine=target.medicine_id,
            logged_at=at,
            device_zone=zone_of_patient(patient_id),
            hlc=_mark_after(earlier, at),
            occurrence=target.occurrence,
            schedule=target.schedule,
            local_date=target.local_date,
            slot=target.slot,
            rev=target.rev,
            step=target.step,
            supersedes=target.id,
        )
        return _record(actor, patient_id, intake)


def _record(actor: Actor, patient_id: UUID, intake: Intake) -> tuple[IntakeEvent, bool]:
    known = IntakeEvent.objects.filter(id=intake.id).first()
    if known is not None:
        return _same(known, patient_id, intake), False
    _check(actor, patient_id, intake)
    try:
        with transaction.atomic():
            event = _insert(actor, patient_id, intake)
    except IntegrityError:
        return _same(IntakeEvent.objects.get(id=intake.id), patient_id, intake), False
    announce("intake.recorded", patient=patient_id, intake=event.id)
    dose = {"schedule": str(event.schedule), "occurrence": event.occurrence} if event.occurrence else {}
    emit("intake", audience_of(patient_id, Category.MEDICINES), patient=patient_id, **dose)
    return event, True


def _check(actor: Actor, patient_id: UUID, intake: Intake) -> None:
    check_times(intake, now())
    if not Medicine.objects.filter(id=intake.medicine, patient_id=patient_id).exists():
        raise BadInput("We could not find this medicine.", field="medicine")
    if intake.schedule is not None:
        rows = ScheduleRevision.objects.filter(
            patient_id=patient_id, schedule=intake.schedule, medicine_id=intake.medicine
        )
        revisions = [row.outline() for row in rows]
        if not revisions:
            raise BadInput("We could not find this plan.", field="schedule")
        revisions += leaders_of(patient_id, revisions)
        earlier = _entries_around(patient_id, intake, revisions)
        check_dose_of_plan(intake, revisions, earlier, zone_of_patient(patient_id), now())
    if intake.supersedes is not None:
        replaced = IntakeEvent.objects.filter(id=intake.supersedes, patient_id=patient_id).first()
        check_superseded(intake, replaced)
        if replaced is not None and intake.kind is not IntakeKind.NOTE:
            _require_may_replace(actor, replaced)


def _require_may_replace(actor: Actor, entry: IntakeEvent) -> None:
    """Who may only log takes back only what they logged; a dose that is open again is anyone's to log."""
    if entry.by != actor.user_id and entry.kind != IntakeKind.UNDONE:
        require(actor, Action.CHANGE, entry.patient_id, Category.MEDICINES)


def _same(known: IntakeEvent, patient_id: UUID, intake: Intake) -> IntakeEvent:
    """Another patient's row is not even opened: whose id it is stays unsaid."""
    if known.patient_id != patient_id or known.entry() != intake:
        raise Conflict(TAKEN_ID)
    return known


def _insert(actor: Actor, patient_id: UUID, intake: Intake) -> IntakeEvent:
    return IntakeEvent.objects.create(
        id=intake.id,
        patient_id=patient_id,
        kind=intake.kind.value,
        medicine_id=intake.medicine,
        schedule=intake.schedule,
        local_date=intake.local_date,
        slot=intake.slot,
        rev=intake.rev,
        step=intake.step,
        occurrence=intake.occurrence,
        taken_at=intake.taken_at,
        put_to=intake.put_to,
        logged_at=intake.logged_at,
        received_at=now(),
        device_zone=intake.device_zone,
        hlc=intake.hlc,
        supersedes=intake.supersedes,
        by=actor.user_id,
        amount=intake.amount,
        reason=intake.reason,
    )


def _key_of(schedule_id: UUID, day: date, slot: int | None, rev: int | None, step: int | None) -> str | None:
    if rev is not None and step is not None:
        return step_key(schedule_id, rev, step)
    return occurrence_key(schedule_id, day, slot) if slot is not None else None


def _planned_amount(patient_id: UUID, schedule_id: UUID, day: date, rev: int | None) -> Decimal | None:
    """What the plan says now, kept with the entry: a later change of the plan leaves it as it was."""
    rows = ScheduleRevision.objects.filter(patient_id=patient_id, schedule=schedule_id)
    if rev is not None:
        return next((row.amount for row in rows.filter(rev=rev)), None)
    return next((row.amount for row in rows if row.outline().covers(day)), None)


def _entries_around(patient_id: UUID, intake: Intake, revisions: Sequence[Schedule]) -> list[Intake]:
    """What the place of a dose hangs on: a chain on all its steps, another dose on its leader of that day."""
    if intake.occurrence is None or all(isinstance(one.rule, DayRule | HoursRule) for one in revisions):
        return []
    plans = {revision.id for revision in revisions}
    rows = IntakeEvent.objects.filter(
        Q(local_date=intake.local_date) | Q(step__isnull=False), patient_id=patient_id, schedule__in=plans
    )
    return [row.outline() for row in rows.defer("amount", "reason")]


def _entries(patient_id: UUID, key: str) -> list[Intake]:
    rows = IntakeEvent.objects.filter(patient_id=patient_id, occurrence=key)
    return [row.outline() for row in rows]


def _mark_after(earlier: list[Intake], at: datetime) -> str:
    """An order mark above every entry of the dose, also of a device whose clock is ahead."""
    clock = HybridClock(SERVER)
    for entry in earlier:
        clock = clock.observe(entry.hlc)
    return str(clock.tick(int(at.timestamp() * 1000)))
