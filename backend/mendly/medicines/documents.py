"""Medicines, plans and entries as the phone keeps them: whole documents, the same on every wire."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from mendly.audit.services import enter
from mendly.medicines.kept_plans import plans_of
from mendly.medicines.models import IntakeEvent, Medicine, ScheduleRevision
from mendly.medicines.safety import SafetyCheck, warnings_of
from mendly.medicines.selectors import medicine_of, medicines_of
from mendly.policy import Action, Actor, Category
from mendly_core.doses import Schedule
from mendly_core.words import not_checked_lines, say

Documents = dict[UUID, dict[str, Any]]


def medicine_document(medicine: Medicine) -> dict[str, Any]:
    return {
        "id": str(medicine.id),
        "name": medicine.name,
        "ingredient": medicine.ingredient,
        "strength": medicine.strength,
        "form": medicine.form,
        "purpose": medicine.purpose,
        "how": medicine.how,
        "status": medicine.status,
    }


def medicine_sheets(actor: Actor, patient_id: UUID) -> list[dict[str, Any]]:
    """The whole list: each medicine with all that is written about it, and its plans."""
    plans: defaultdict[UUID, list[Schedule]] = defaultdict(list)
    for plan in plans_of(actor, patient_id):
        plans[plan.medicine].append(plan)
    return [_sheet(medicine, plans[medicine.id]) for medicine in medicines_of(actor, patient_id)]


def medicine_sheet(actor: Actor, patient_id: UUID, medicine_id: UUID) -> dict[str, Any]:
    medicine = medicine_of(actor, patient_id, medicine_id)
    return _sheet(medicine, plans_of(actor, patient_id, medicine_id))


def added_medicine(actor: Actor, patient_id: UUID, medicine_id: UUID, language: str) -> dict[str, Any]:
    """A medicine that was just added, with what to ask about before the next dose."""
    warnings = warnings_of(actor, patient_id, language).about(medicine_id).shown
    return medicine_sheet(actor, patient_id, medicine_id) | {"warnings": warnings}


def safety_document(check: SafetyCheck, language: str, *, everything: bool) -> dict[str, Any]:
    """The answer about a whole list; `everything`: the lower levels too."""
    always = ["interactions.never_all", "interactions.not_reviewed", "interactions.safety"]
    nothing_said = not (check.shown or check.hidden or (everything and check.more))
    keys = ["interactions.none_known", *always[1:]] if nothing_said else always
    return {
        "shown": [*check.shown, *(check.more if everything else ())],
        "hidden": check.hidden,
        "amounts": check.amounts,
        "not_checked": [
            {"medicine": each.medicine, "part": each.part, "words": words}
            for each in check.not_checked
            for words in not_checked_lines([each.part], language)
        ],
        "always": [say(key, language) for key in keys],
    }


def _sheet(medicine: Medicine, plans: Sequence[Schedule]) -> dict[str, Any]:
    return medicine_document(medicine) | {
        "rxnorm": medicine.rxnorm,
        "notes": medicine.notes,
        "started_on": medicine.started_on.isoformat(),
        "ended_on": medicine.ended_on.isoformat() if medicine.ended_on else None,
        "schedules": [plan.to_json() for plan in plans],
    }


def schedule_document(revision: ScheduleRevision) -> dict[str, Any]:
    """One revision. `id` is the plan's, shared by its revisions: the phone keeps them by (id, rev)."""
    return revision.plan().to_json()


def intake_document(event: IntakeEvent) -> dict[str, Any]:
    return event.entry().to_json()


def medicine_documents(actor: Actor, patient_id: UUID, ids: Sequence[UUID]) -> Documents:
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "medicines")
    rows = Medicine.objects.filter(patient_id=patient_id, id__in=ids)
    return {row.id: medicine_document(row) for row in rows}


def intake_documents(actor: Actor, patient_id: UUID, ids: Sequence[UUID]) -> Documents:
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "intakes")
    rows = IntakeEvent.objects.filter(patient_id=patient_id, id__in=ids)
    return {row.id: intake_document(row) for row in rows}


def revision_documents(actor: Actor, patient_id: UUID, ids: Sequence[UUID]) -> Documents:
    """Revisions by their own row ids: the past keeps its plan on the phone too."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "schedules")
    rows = ScheduleRevision.objects.filter(patient_id=patient_id, id__in=ids)
    return {row.id: schedule_document(row) for row in rows}


def revision_ids_of(patient_id: UUID, schedule_id: UUID) -> list[UUID]:
    """Ids only, for the phone's list of changes."""
    rows = ScheduleRevision.objects.filter(patient_id=patient_id, schedule=schedule_id)
    return list(rows.order_by("rev").values_list("id", flat=True))
