"""What this room does when a record is made or its birth date changes."""

from __future__ import annotations

from uuid import UUID

from mendly.bus import subscribe
from mendly.care.services import birth_date_changed, give_emergency_number


@subscribe("patient.created")
def _number(patient: UUID) -> None:
    give_emergency_number(patient)


@subscribe("profile.changed")
def _guardians(patient: UUID) -> None:
    birth_date_changed(patient)
