"""Readings as the phone keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from uuid import UUID

from mendly.audit.services import enter
from mendly.policy import Action, Actor, Category
from mendly.vitals.models import Observation


def observation_document(row: Observation) -> dict[str, object]:
    return {
        "id": str(row.id),
        "type": row.type,
        "values": row.values.to_json(),
        "unit": row.values.unit,
        "note": row.note,
        "taken_at": row.taken_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    }


def observation_documents(
    actor: Actor, patient_id: UUID, ids: Sequence[UUID]
) -> dict[UUID, dict[str, object]]:
    enter(actor, Action.VIEW, patient_id, Category.READINGS, "readings")
    rows = Observation.standing.filter(patient_id=patient_id, id__in=ids)
    return {row.id: observation_document(row) for row in rows}
