"""Reading how the course goes: in all and for each medicine, over 7, 30 or 90 days, beside the days before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from mendly.accounts.selectors import zone_of_patient
from mendly.audit.services import enter
from mendly.clock import now
from mendly.errors import BadInput
from mendly.medicines.models import Medicine
from mendly.medicines.plans import DAY, day_in
from mendly.medicines.selectors import Followed, followed
from mendly.policy import Action, Actor, Category
from mendly_core.doses import AsNeededRule, DoseState, Intake, Schedule, TakenAmount
from mendly_core.doses.courses import (
    CourseFacts,
    DayUse,
    course_facts,
    most_within_a_day,
    silent_days,
    use_by_day,
)
from mendly_core.doses.intakes import standing

SPANS = (7, 30, 90)
"""Days that a course can be asked over."""


@dataclass(frozen=True, slots=True)
class UseAsNeeded:
    """What was taken outside any plan, by day. `most` is the most of a rolling day by the plan, None if it names none.

    `highest` is the largest amount of any 24 real hours.
    """

    days: tuple[DayUse, ...]
    unit: str
    most: Decimal | None
    highest: Decimal


@dataclass(frozen=True, slots=True)
class MedicineFacts:
    """One medicine. `as_needed` is None where all that was taken belongs to planned doses."""

    medicine: UUID
    name: str
    facts: CourseFacts
    as_needed: UseAsNeeded | None


@dataclass(frozen=True, slots=True)
class CourseDetail:
    """The local dates start <= day < end: `days` whole ones and today so far. From a log: never call it PDC.

    `silent_days` of them lie wholly after the last word from the person's devices.
    """

    days: int
    start: date
    end: date
    facts: CourseFacts
    medicines: tuple[MedicineFacts, ...]
    heard_until: datetime | None
    silent_days: int


def course_of(actor: Actor, patient_id: UUID, days: int) -> CourseDetail:
    """Raises `BadInput` for a span other than those of `SPANS`."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "adherence")
    if days not in SPANS:
        raise BadInput("Please ask for 7, 30 or 90 days.", field="days")
    zone = zone_of_patient(patient_id)
    today = day_in(zone, now())
    start, end = today - days * DAY, today + DAY
    found = followed(patient_id, start - days * DAY, end, opened=True)
    span = _Span(found, start, end, zone)
    names = {row.id: row.name for row in Medicine.objects.filter(patient_id=patient_id)}
    known = sorted(span.medicines(), key=lambda medicine: (names[medicine], medicine))
    return CourseDetail(
        days,
        start,
        end,
        span.facts(),
        tuple(
            MedicineFacts(medicine, names[medicine], span.facts(medicine), span.as_needed(medicine))
            for medicine in known
        ),
        found.heard_until,
        silent_days(found.heard_until, start, end, zone),
    )


@dataclass(frozen=True, slots=True)
class _Span:
    """What was followed, cut at `start` into the days asked for and the days before."""

    found: Followed
    start: date
    end: date
    zone: str

    def medicines(self) -> set[UUID]:
        planned = {state.occurrence.schedule.medicine for state in self._states(None, before=False)}
        return planned | {entry.medicine for entry in self._taken(None)}

    def facts(self, medicine: UUID | None = None) -> CourseFacts:
        return course_facts(
            self._states(medicine, before=False),
            self._states(medicine, before=True),
            [entry.taken_at for entry in self._taken(medicine) if entry.taken_at is not None],
            self.found.heard_until,
        )

    def as_needed(self, medicine: UUID) -> UseAsNeeded | None:
        plan = self._plan_as_needed(medicine)
        free = [entry for entry in self._taken(medicine) if entry.occurrence is None]
        if plan is None and not free:
            return None
        usual = plan.amount if plan else Decimal(1)
        taken = [TakenAmount(each.taken_at, each.amount or usual) for each in free if each.taken_at]
        most = plan.rule.most if plan and isinstance(plan.rule, AsNeededRule) else None
        days = use_by_day(taken, self.zone)
        return UseAsNeeded(days, plan.unit if plan else "", most, most_within_a_day(taken))

    def _plan_as_needed(self, medicine: UUID) -> Schedule | None:
        plans = (each for each in self.found.plans if each.medicine == medicine)
        free = [each for each in plans if isinstance(each.rule, AsNeededRule)]
        return max(free, key=lambda each: (each.valid_from, each.rev), default=None)

    def _states(self, medicine: UUID | None, *, before: bool) -> list[DoseState]:
        states = self.found.states if medicine is None else self.found.of_medicine(medicine)
        return [state for state in states if (state.occurrence.local_date < self.start) == before]

    def _taken(self, medicine: UUID | None) -> Sequence[Intake]:
        zone = ZoneInfo(self.zone)
        return [
            entry
            for entry in standing(self.found.entries)
            if entry.taken_at is not None
            and (medicine is None or entry.medicine == medicine)
            and self.start <= entry.taken_at.astimezone(zone).date() < self.end
        ]
