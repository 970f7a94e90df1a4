"""Plans that a provider proposed, as they wait for the patient's answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from mendly.accounts.models import Provider
from mendly.audit.services import enter
from mendly.medicines.models import PlanProposal, Status
from mendly.medicines.plans import PlanDraft
from mendly.policy import Action, Actor, Category
from mendly_core.doses import ZonePolicy, rule_from_json

State = PlanProposal.State


@dataclass(frozen=True, slots=True)
class Proposal:
    """One open proposal. `is_change`: of a plan that there is; otherwise it would be a new one."""

    id: UUID
    medicine: UUID
    schedule: UUID
    draft: PlanDraft
    words: str
    by: UUID
    by_name: str
    proposed_at: datetime
    is_change: bool


def open_proposals_of(actor: Actor, patient_id: UUID, *, medicine_id: UUID | None = None) -> list[Proposal]:
    """What waits for an answer, oldest first; nothing about medicines that have ended."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "proposals")
    rows = PlanProposal.objects.filter(
        patient_id=patient_id, state=State.OPEN, medicine__status=Status.ACTIVE
    )
    if medicine_id is not None:
        rows = rows.filter(medicine=medicine_id)
    found = list(rows.order_by("proposed_at", "id"))
    names = {one.user_id: one.name for one in Provider.objects.filter(user__in={row.by for row in found})}
    return [
        Proposal(
            id=row.id,
            medicine=row.medicine_id,
            schedule=row.schedule,
            draft=draft_of_proposal(row),
            words=row.words,
            by=row.by,
            by_name=names.get(row.by, ""),
            proposed_at=row.proposed_at,
            is_change=row.rev > 1,
        )
        for row in found
    ]


def draft_of_proposal(row: PlanProposal) -> PlanDraft:
    days: dict[str, Any] = dict(row.days)
    most = {} if row.most is None else {"most": f"{row.most:f}"}
    dates = {
        name: date.fromisoformat(days[name]) if days[name] else None for name in ("valid_from", "valid_to")
    }
    return PlanDraft(
        rule=rule_from_json(days["rule"] | most),
        amount=Decimal(row.amount),
        unit=row.unit,
        zone_policy=ZonePolicy(days["zone_policy"]),
        home_zone=days["home_zone"],
        early_minutes=days["early_minutes"],
        late_minutes=days["late_minutes"],
        **dates,
    )
