"""How a patient wishes to be reminded of doses."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from mendly.audit.services import enter
from mendly.medicines.models import ReminderChoice
from mendly.policy import Action, Actor, Category
from mendly_core.doses.rings import RingWishes


@dataclass(frozen=True, slots=True)
class Reminding:
    """When it rings and who hears, and whether the patient is told by e-mail too."""

    wishes: RingWishes
    by_email: bool = False


def reminding_of(patient_id: UUID) -> Reminding:
    """For callers who have entered."""
    row = ReminderChoice.objects.filter(patient_id=patient_id).first()
    return Reminding(row.wishes(), row.by_email) if row else Reminding(RingWishes())


def reminder_choice_of(actor: Actor, patient_id: UUID) -> Reminding:
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "reminders")
    return reminding_of(patient_id)
