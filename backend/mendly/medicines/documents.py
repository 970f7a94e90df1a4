"""Medicines, plans and entries as the phone keeps them: whole documents, the same on every wire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from mendly.audit.services import enter
from mendly.medicines.models import IntakeEvent, Medicine, ScheduleRevision
from mendly.policy import Action, Actor, Category

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


def schedule_document(revision: ScheduleRevision) -> dict[str, Any]:
    """One revision. `id` is the plan's, shared by its revisions: the phone keeps them by (id, rev)."""
    return revision.plan().to_json()


def intake_document(event: IntakeEvent) -> dict[str, Any]:
    return event.entry().to_json()


def medicine_documents(actor: Actor, patient_id: UUID, ids: Sequence[UUID]) -> Documents:
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "medicines")
    rows = Medicine.objects.filter(patient_id=patient_id, id__in=ids)
    return {row.id: medicine_document(row) for row in rows}


def schedule_documents(
    actor: Actor, patient_id: UUID, schedule_ids: Sequence[UUID]
) -> dict[UUID, list[dict[str, Any]]]:
    """Every revision of each plan, oldest first."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "schedules")
    rows = ScheduleRevision.objects.filter(patient_id=patient_id, schedule__in=schedule_ids).order_by("rev")
    documents: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        documents.setdefault(row.schedule, []).append(schedule_document(row))
    return documents


def intake_documents(actor: Actor, patient_id: UUID, ids: Sequence[UUID]) -> Documents:
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "intakes")
    rows = IntakeEvent.objects.filter(patient_id=patient_id, id__in=ids)
    return {row.id: intake_document(row) for row in rows}
