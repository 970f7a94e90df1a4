"""Doses outside the times of a plan: what was taken lately of a medicine, and how much its limits leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from mendly.audit.services import enter
from mendly.clock import now
from mendly.errors import NotFound
from mendly.medicines.kept_plans import plans_of
from mendly.medicines.models import IntakeEvent, Medicine, Status
from mendly.policy import Action, Actor, Category
from mendly_core.doses import AsNeededRule, Intake, Room, Schedule, TakenAmount, last_taken_at, room_for
from mendly_core.doses.as_needed import ROLLING_DAY
from mendly_core.doses.intakes import standing


@dataclass(frozen=True, slots=True)
class AsNeeded:
    """A medicine that can be taken outside the times of a plan, as it stands now.

    `plan` is the one with limits, None where nobody gave any; `amount` (None: not known) is what one dose usually
    is, `taken` what was logged in the last 24 hours, a dose without an amount counted as a usual one. `room`
    says what one more dose means for the limits.
    """

    medicine: UUID
    name: str
    strength: str
    how: str
    plan: Schedule | None
    amount: Decimal | None
    taken: Decimal
    room: Room | None
    last_taken_at: datetime | None


def as_needed_of(actor: Actor, patient_id: UUID) -> list[AsNeeded]:
    """Active medicines that have limits for doses as needed, or no planned doses at all, by name."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "doses as needed")
    at = now()
    plans = plans_of(actor, patient_id)
    planned = {plan.medicine for plan in plans if not isinstance(plan.rule, AsNeededRule)}
    limited = {plan.medicine: plan for plan in plans if isinstance(plan.rule, AsNeededRule)}
    rows = Medicine.objects.filter(patient_id=patient_id, status=Status.ACTIVE)
    shown = [row for row in rows if row.id in limited or row.id not in planned]
    entries = _recent_entries(patient_id, [row.id for row in shown], at)
    found = [_as_needed(row, limited.get(row.id), None, entries, at) for row in shown]
    return sorted(found, key=lambda one: (one.name.casefold(), one.medicine))


def extra_dose_of(
    actor: Actor, patient_id: UUID, medicine_id: UUID, amount: Decimal | None = None
) -> AsNeeded:
    """Where one more dose of this amount (None: a usual one) of any medicine of the list would stand."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "doses as needed")
    row = Medicine.objects.filter(patient_id=patient_id, id=medicine_id).first()
    if row is None:
        raise NotFound
    plans = plans_of(actor, patient_id, medicine_id)
    limits = next((plan for plan in plans if isinstance(plan.rule, AsNeededRule)), None)
    at = now()
    return _as_needed(row, limits, amount, _recent_entries(patient_id, [row.id], at), at)


def _as_needed(
    row: Medicine, plan: Schedule | None, amount: Decimal | None, entries: Sequence[Intake], at: datetime
) -> AsNeeded:
    own = [entry for entry in entries if entry.medicine == row.id]
    usual = plan.amount if plan else None
    one = amount or usual
    taken = [
        TakenAmount(entry.taken_at, entry.amount or usual or Decimal(1))
        for entry in standing(own)
        if entry.taken_at is not None
    ]
    rule = plan.rule if plan else None
    return AsNeeded(
        medicine=row.id,
        name=row.name,
        strength=row.strength,
        how=row.how,
        plan=plan,
        amount=one,
        taken=sum((each.amount for each in taken if at - ROLLING_DAY < each.at <= at), Decimal(0)),
        room=room_for(rule, one or Decimal(1), taken, at) if isinstance(rule, AsNeededRule) else None,
        last_taken_at=last_taken_at(row.id, own),
    )


def _recent_entries(patient_id: UUID, medicines: Sequence[UUID], at: datetime) -> list[Intake]:
    """Everything logged in two days: nothing is taken long after it was logged."""
    since = at - 2 * ROLLING_DAY
    rows = IntakeEvent.objects.filter(patient_id=patient_id, medicine_id__in=medicines, logged_at__gte=since)
    return [row.entry() for row in rows]
