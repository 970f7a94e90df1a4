"""Plans of other kinds than daily, and entries about their doses as Amara's phone makes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from mendly.clock import new_id, now
from mendly.medicines.checks import MedicineWords
from mendly.medicines.plans import PlanDraft
from mendly.medicines.selectors import Dose
from mendly.medicines.services import add_medicine, set_schedule
from mendly_core.doses import HybridClock, Intake, IntakeKind, Rule, ZonePolicy
from mendly_core.doses.rules import StepRule
from tests.backend.conftest import People
from tests.backend.medicines.conftest import Course


def draft_of(rule: Rule, **more: Any) -> PlanDraft:
    """One tablet by this rule, from now on."""
    steps = {"zone_policy": ZonePolicy.ABSOLUTE, "late_minutes": 120} if isinstance(rule, StepRule) else {}
    return PlanDraft(rule, Decimal(1), "tablet", **(steps | more))


def course_of(people: People, rule: Rule, **more: Any) -> Course:
    """A medicine of its own with such a plan."""
    assert people.amara.patient is not None
    actor, patient = people.amara.actor, people.amara.patient.id
    medicine, _ = add_medicine(actor, patient, MedicineWords("Amoxicillin"))
    revision, _ = set_schedule(actor, patient, medicine.id, draft_of(rule, **more))
    return Course(patient, medicine.id, revision.schedule)


def change(people: People, course: Course, rule: Rule, **more: Any) -> tuple[int, bool]:
    """The number of the revision that holds in the end, and whether something changed."""
    revision, changed = set_schedule(
        people.amara.actor,
        course.patient,
        course.medicine,
        draft_of(rule, **more),
        schedule_id=course.schedule,
    )
    return revision.rev, changed


def entry_about(
    dose: Dose,
    kind: IntakeKind = IntakeKind.TAKEN,
    *,
    at: datetime | None = None,
    device: str = "phone-1",
    supersedes: UUID | None = None,
    **more: Any,
) -> Intake:
    logged_at = now()
    swallowed = kind in {IntakeKind.TAKEN, IntakeKind.PARTIAL}
    made = Intake(
        id=new_id(),
        kind=kind,
        medicine=dose.medicine,
        logged_at=logged_at,
        device_zone="Europe/Madrid",
        hlc=str(HybridClock(device).tick(int(logged_at.timestamp() * 1000))),
        occurrence=dose.key,
        schedule=dose.schedule,
        local_date=dose.local_date,
        slot=dose.slot,
        rev=dose.rev if dose.step is not None else None,
        step=dose.step,
        taken_at=(at or logged_at) if swallowed else None,
        put_to=None if swallowed else at,
        amount=Decimal("0.5") if kind is IntakeKind.PARTIAL else None,
        supersedes=supersedes,
    )
    return replace(made, **more)
