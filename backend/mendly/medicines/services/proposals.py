"""A provider proposes a plan; the patient accepts or declines it, and until then nothing changes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from mendly.audit.services import enter
from mendly.bus import announce
from mendly.care.selectors import audience_of
from mendly.clock import new_id, now
from mendly.errors import BadInput, Conflict, NotFound
from mendly.live.services import emit
from mendly.medicines.checks import LONGEST_TEXT, TAKEN_ID, clean_text
from mendly.medicines.models import Medicine, PlanProposal, ScheduleRevision, Status
from mendly.medicines.plans import PlanDraft
from mendly.medicines.proposals import draft_of_proposal
from mendly.medicines.services.schedules import set_schedule
from mendly.policy import Action, Actor, Category, Purpose, person_of
from mendly_core.doses import AsNeededRule

MOST_OPEN = 20
"""Of one patient: more could not be read."""
State = PlanProposal.State


def propose_plan(
    actor: Actor,
    patient_id: UUID,
    medicine_id: UUID,
    draft: PlanDraft,
    *,
    schedule_id: UUID | None = None,
    words: str = "",
    proposal_id: UUID | None = None,
) -> UUID:
    """Propose a plan, or the change of one, for the patient to accept. The same id again changes nothing.

    An earlier open proposal for the same plan gives way. Raises `NotFound` for who does not treat this patient.
    """
    _require_provider(actor)
    enter(actor, Action.CHANGE, patient_id, Category.MEDICINES, "proposal")
    words = clean_text(words, "words", LONGEST_TEXT["words"])
    with transaction.atomic():
        medicine = _locked_medicine(patient_id, medicine_id)
        known = PlanProposal.objects.filter(id=proposal_id).first() if proposal_id else None
        if known is not None:
            if known.patient_id != patient_id:
                raise Conflict(TAKEN_ID)
            return known.id
        schedule_id = schedule_id or new_id()
        revisions = ScheduleRevision.objects.filter(patient_id=patient_id, schedule=schedule_id)
        if revisions.exclude(medicine=medicine).exists():
            raise NotFound
        waiting = PlanProposal.objects.filter(patient_id=patient_id, state=State.OPEN)
        _close(waiting.filter(schedule=schedule_id), State.WITHDRAWN, actor)
        if waiting.count() >= MOST_OPEN:
            raise Conflict("Too many proposals wait for this patient. Please take one back first.")
        row = PlanProposal.objects.create(
            id=proposal_id or new_id(),
            patient_id=patient_id,
            medicine=medicine,
            schedule=schedule_id,
            rev=revisions.count() + 1,
            days=_days_of(draft),
            amount=draft.amount,
            most=draft.rule.most if isinstance(draft.rule, AsNeededRule) else None,
            unit=draft.unit,
            words=words,
            by=person_of(actor),
            proposed_at=now(),
        )
        _tell(patient_id, medicine_id)
    return row.id


def withdraw_proposal(actor: Actor, patient_id: UUID, proposal_id: UUID) -> None:
    """Who proposed it takes it back."""
    _require_provider(actor)
    enter(actor, Action.CHANGE, patient_id, Category.MEDICINES, "proposal")
    with transaction.atomic():
        row = _locked(patient_id, proposal_id)
        if row.by != actor.user_id:
            raise NotFound
        _answer(row, State.WITHDRAWN, actor)


def answer_proposal(actor: Actor, patient_id: UUID, proposal_id: UUID, *, accept: bool) -> None:
    """The patient, or a proxy who plans for them, accepts or declines. The same answer again changes nothing.

    Raises `Conflict` when it was answered otherwise, or when the plan changed since it was proposed.
    """
    if actor.purpose is not Purpose.SELF_CARE:
        raise NotFound
    enter(actor, Action.CHANGE, patient_id, Category.MEDICINES, "proposal")
    with transaction.atomic():
        row = _locked(patient_id, proposal_id)
        wanted = State.ACCEPTED if accept else State.DECLINED
        if row.state == wanted:
            return
        if accept and row.state == State.OPEN:
            draft, medicine = draft_of_proposal(row), row.medicine_id
            set_schedule(actor, patient_id, medicine, draft, schedule_id=row.schedule, rev=row.rev)
        _answer(row, wanted, actor)


def _days_of(draft: PlanDraft) -> dict[str, Any]:
    return {
        "rule": {name: part for name, part in draft.rule.to_json().items() if name != "most"},
        "zone_policy": draft.zone_policy.value,
        "home_zone": draft.home_zone,
        "valid_from": draft.valid_from.isoformat() if draft.valid_from else None,
        "valid_to": draft.valid_to.isoformat() if draft.valid_to else None,
        "early_minutes": draft.early_minutes,
        "late_minutes": draft.late_minutes,
    }


def _require_provider(actor: Actor) -> None:
    if actor.purpose is not Purpose.TREATMENT:
        raise NotFound


def _locked_medicine(patient_id: UUID, medicine_id: UUID) -> Medicine:
    rows = Medicine.objects.select_for_update(no_key=True).filter(id=medicine_id, patient_id=patient_id)
    medicine = rows.first()
    if medicine is None:
        raise NotFound
    if medicine.status == Status.ENDED:
        raise BadInput("This medicine has ended. Add it again to take it again.")
    return medicine


def _locked(patient_id: UUID, proposal_id: UUID) -> PlanProposal:
    row = PlanProposal.objects.filter(id=proposal_id, patient_id=patient_id).first()
    if row is None:
        raise NotFound
    list(Medicine.objects.select_for_update(no_key=True).filter(id=row.medicine_id))
    return PlanProposal.objects.get(id=proposal_id)


def _answer(row: PlanProposal, state: State, actor: Actor) -> None:
    if row.state == state:
        return
    if row.state != State.OPEN:
        raise Conflict("This proposal was answered already.")
    _close(PlanProposal.objects.filter(id=row.id, state=State.OPEN), state, actor)
    _tell(row.patient_id, row.medicine_id)


def _close(rows: Any, state: State, actor: Actor) -> None:
    rows.update(state=state, answered_by=actor.user_id, answered_at=now())


def _tell(patient_id: UUID, medicine_id: UUID) -> None:
    announce("medicine.changed", patient=patient_id, medicine=medicine_id)
    emit("medicine", audience_of(patient_id, Category.MEDICINES), patient=patient_id, medicine=medicine_id)
