"""Reading plans: every revision, what holds and comes, what rests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet

from mendly.accounts.selectors import zone_of_patient
from mendly.audit.services import enter
from mendly.clock import now
from mendly.medicines.models import Medicine, ScheduleRevision, Status
from mendly.medicines.plans import gives_doses_after
from mendly.policy import Action, Actor, Category
from mendly_core.doses import Schedule


def revisions_of(
    actor: Actor, patient_id: UUID, *, medicine_id: UUID | None = None, schedule_id: UUID | None = None
) -> list[ScheduleRevision]:
    """Every revision of the plans asked for, by plan and number; those that never held are left out."""
    rows = _all_revisions(actor, patient_id, medicine_id, schedule_id)
    return [row for row in rows if not row.never_held()]


def _all_revisions(
    actor: Actor, patient_id: UUID, medicine_id: UUID | None = None, schedule_id: UUID | None = None
) -> list[ScheduleRevision]:
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "schedules")
    rows = ScheduleRevision.objects.filter(patient_id=patient_id).order_by("schedule", "rev")
    if medicine_id is not None:
        rows = rows.filter(medicine_id=medicine_id)
    if schedule_id is not None:
        rows = rows.filter(schedule=schedule_id)
    return list(rows)


def plans_of(actor: Actor, patient_id: UUID, medicine_id: UUID | None = None) -> list[Schedule]:
    """What a page shows and a form edits: of each plan the revision that holds, and those that come after it.

    What a change leaves of the day on which it was made is not told apart.
    """
    found: list[Schedule] = []
    for rows in _by_plan(revisions_of(actor, patient_id, medicine_id=medicine_id)):
        coming = _coming(rows, patient_id)
        found += [row.plan() for row in coming if row is coming[-1] or not row.is_rest_of_a_day()]
    return found


def resting_plans_of(actor: Actor, patient_id: UUID, medicine_id: UUID | None = None) -> list[Schedule]:
    """Plans from which no dose comes any more, as they last were: a person may go on with them."""
    plans = _by_plan(_all_revisions(actor, patient_id, medicine_id))
    active = set(_active(patient_id).values_list("id", flat=True))
    found = [last_meant(rows) for rows in plans if rests(rows, patient_id)]
    return [row.plan() for row in found if row.medicine_id in active]


def rests(rows: Sequence[ScheduleRevision], patient_id: UUID) -> bool:
    """Whether no dose comes any more from the revisions of a plan."""
    return not _coming([row for row in rows if not row.never_held()], patient_id)


def _active(patient_id: UUID) -> QuerySet[Medicine]:
    return Medicine.objects.filter(patient_id=patient_id, status=Status.ACTIVE)


def _by_plan(rows: Iterable[ScheduleRevision]) -> list[list[ScheduleRevision]]:
    return [list(group) for _schedule, group in groupby(rows, key=lambda row: row.schedule)]


def _coming(rows: Sequence[ScheduleRevision], patient_id: UUID) -> list[ScheduleRevision]:
    at, zone = now(), zone_of_patient(patient_id)
    return [row for row in rows if gives_doses_after(row.outline(), at, zone)]


def last_meant(rows: Sequence[ScheduleRevision]) -> ScheduleRevision:
    """Of all revisions of one plan, in order, the last that somebody asked for, even where it never held."""
    return next((row for row in reversed(rows) if not row.is_rest_of_a_day()), rows[-1])
