"""Readings as the phone keeps them."""

from __future__ import annotations

from datetime import UTC

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
