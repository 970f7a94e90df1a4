"""Which medicines to ask about, after some doses were missed, and what people answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from mendly.accounts.selectors import zone_of_patient
from mendly.audit.services import enter
from mendly.clock import now
from mendly.medicines.models import BarrierAnswer, Medicine, Status
from mendly.medicines.plans import DAY, day_in
from mendly.medicines.selectors import followed
from mendly.policy import Action, Actor, Category
from mendly_core.doses.courses import ASK_WITHIN, medicines_to_ask

MOST_ANSWERS = 200


@dataclass(frozen=True, slots=True)
class BarrierQuestion:
    """A medicine to ask about."""

    medicine: UUID
    name: str


@dataclass(frozen=True, slots=True)
class BarrierLine:
    """One answer: a value of `Barrier`, perhaps with own words."""

    id: UUID
    medicine: UUID
    name: str
    answer: str
    words: str
    answered_at: datetime


def barrier_questions_of(actor: Actor, patient_id: UUID) -> list[BarrierQuestion]:
    """Medicines on the list of which enough doses were missed lately, the most missed first."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "barriers")
    at = now()
    today = day_in(zone_of_patient(patient_id), at)
    found = followed(patient_id, today - ASK_WITHIN - DAY, today + DAY)
    rows = BarrierAnswer.objects.filter(patient_id=patient_id).order_by()
    answered = dict(rows.values_list("medicine").annotate(last=Max("answered_at")))
    wanted = medicines_to_ask(found.states, answered, at, found.heard_until)
    active = Medicine.objects.filter(patient_id=patient_id, status=Status.ACTIVE, id__in=wanted)
    names = {row.id: row.name for row in active}
    return [BarrierQuestion(medicine, names[medicine]) for medicine in wanted if medicine in names]


def barrier_answers_of(actor: Actor, patient_id: UUID) -> list[BarrierLine]:
    """Newest first."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "barriers")
    rows = BarrierAnswer.objects.filter(patient_id=patient_id).select_related("medicine")
    return [line_of(row) for row in rows.order_by("-answered_at", "-id")[:MOST_ANSWERS]]


def line_of(row: BarrierAnswer) -> BarrierLine:
    return BarrierLine(row.id, row.medicine_id, row.medicine.name, row.answer, row.words, row.answered_at)
