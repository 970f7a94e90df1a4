"""The weeks that were summed up, counted as the log stands now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from mendly.accounts.selectors import patient_of_user
from mendly.audit.services import enter
from mendly.medicines.models import Medicine, SummaryChoice, WeeklySummary
from mendly.medicines.plans import DAY
from mendly.medicines.selectors import followed
from mendly.policy import Action, Actor, Category, Purpose
from mendly_core.doses import DayCounts, DoseCounts, count_doses, days_fully_taken

WEEK = 7 * DAY
MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """`mine`: the patient wants a summary each week. `team`: the care team's page shows it too."""

    mine: bool = True
    team: bool = False


@dataclass(frozen=True, slots=True)
class WeekOfMedicine:
    medicine: UUID
    name: str
    doses: DoseCounts


@dataclass(frozen=True, slots=True)
class Week:
    """The seven local days from the Monday `week` on. `made_at`: when it was summed up first."""

    week: date
    made_at: datetime
    doses: DoseCounts
    full_days: DayCounts
    medicines: tuple[WeekOfMedicine, ...]


def choice_of(patient_id: UUID) -> Choice:
    """For callers who have entered."""
    row = SummaryChoice.objects.filter(patient_id=patient_id).first()
    return Choice(row.mine, row.team) if row else Choice()


def summary_choice_of(actor: Actor, patient_id: UUID) -> Choice:
    enter(actor, Action.VIEW, patient_id, Category.SHARING, "weekly summary")
    return choice_of(patient_id)


def weeks_of(actor: Actor, patient_id: UUID, *, most: int = MOST_SHOWN) -> list[Week]:
    """Newest first. None for a care team where the patient has not switched it on for them."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "weekly summary")
    choice = choice_of(patient_id)
    for_team = actor.purpose is Purpose.TREATMENT and patient_of_user(actor.user_id) != patient_id
    if not (choice.team if for_team else choice.mine):
        return []
    names = {row.id: row.name for row in Medicine.objects.filter(patient_id=patient_id)}
    rows = WeeklySummary.objects.filter(patient_id=patient_id).order_by("-week")[:most]
    return [_week(row, names) for row in rows]


def _week(row: WeeklySummary, names: dict[UUID, str]) -> Week:
    found = followed(row.patient_id, row.week, row.week + WEEK)
    heard = found.heard_until
    planned = {state.occurrence.schedule.medicine for state in found.states}
    medicines = sorted(planned, key=lambda medicine: (names[medicine], medicine))
    return Week(
        row.week,
        row.made_at,
        count_doses(found.states, heard),
        days_fully_taken(found.states, heard),
        tuple(
            WeekOfMedicine(medicine, names[medicine], count_doses(found.of_medicine(medicine), heard))
            for medicine in medicines
        ),
    )
