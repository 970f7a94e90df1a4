"""Plans: made, changed by a new revision, ended. No past day changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from mendly.accounts.selectors import zone_of_patient
from mendly.audit.services import enter
from mendly.bus import announce
from mendly.care.selectors import audience_of
from mendly.clock import new_id, now
from mendly.errors import BadInput, Conflict, NotFound
from mendly.live.services import emit
from mendly.medicines.checks import MOST_PLANS, MOST_TIMES_A_DAY, TAKEN_ID
from mendly.medicines.models import IntakeEvent, Medicine, ScheduleRevision, Status
from mendly.medicines.plans import (
    Moment,
    PlanDraft,
    clock_zone,
    day_in,
    from_now_on,
    says_the_same,
    without_the_rest_of_today,
)
from mendly.policy import Action, Actor, Category
from mendly_core.doses import DailyRule, Refused, Schedule, UnknownZone, WeekdaysRule


def set_schedule(
    actor: Actor,
    patient_id: UUID,
    medicine_id: UUID,
    draft: PlanDraft,
    *,
    schedule_id: UUID | None = None,
    rev: int | None = None,
) -> tuple[ScheduleRevision, bool]:
    """Make a plan, or change one by a new revision; gives the revision that holds in the end.

    A change holds from `draft.valid_from`, today at the earliest, and then from now on: see
    `plans.from_now_on`. A first revision may start on any day. `rev`, when given, must be the next number, so
    that two people do not overwrite each other unseen. The same again changes nothing and gives False.
    """
    enter(actor, Action.CHANGE, patient_id, Category.MEDICINES, "schedule")
    at, zone = now(), zone_of_patient(patient_id)
    with transaction.atomic():
        medicine = (
            Medicine.objects.select_for_update(no_key=True)
            .filter(id=medicine_id, patient_id=patient_id)
            .first()
        )
        if medicine is None:
            raise NotFound
        schedule_id = schedule_id or new_id()
        rows = _revisions(patient_id, schedule_id)
        if any(row.medicine_id != medicine.id for row in rows):
            raise Conflict(TAKEN_ID)
        new = _revision_of(draft, schedule_id, len(rows) + 1, medicine.id, zone, at)
        if rows and _repeats(rows[-1].plan(), new, rev):
            return rows[-1], False
        _require_open(medicine, new, rev)
        if not rows:
            _require_room(medicine)
        revision = _take_over(patient_id, rows, new, draft, _moment(patient_id, new, zone, at))
        announce("schedule.changed", patient=patient_id, schedule=schedule_id)
        emit(
            "medicine", audience_of(patient_id, Category.MEDICINES), patient=patient_id, medicine=medicine.id
        )
    return revision, True


def end_plans(medicine: Medicine, at: datetime, zone: str, on: date | None) -> None:
    """Called inside the transaction that ends the medicine, which holds the lock on its row."""
    by_schedule: defaultdict[UUID, list[ScheduleRevision]] = defaultdict(list)
    rows = ScheduleRevision.objects.filter(patient_id=medicine.patient_id, medicine=medicine)
    for row in rows.order_by("schedule", "rev"):
        by_schedule[row.schedule].append(row)
    for schedule_id, revisions in by_schedule.items():
        plans = [row.plan() for row in revisions]
        moment = _moment(medicine.patient_id, plans[-1], zone, at)
        last = without_the_rest_of_today(plans, moment) if on is None else None
        _close(revisions, on or moment.today)
        if last is not None:
            _add(medicine.patient_id, last, at)
        announce("schedule.changed", patient=medicine.patient_id, schedule=schedule_id)


def _revisions(patient_id: UUID, schedule_id: UUID) -> list[ScheduleRevision]:
    rows = ScheduleRevision.objects.filter(patient_id=patient_id, schedule=schedule_id)
    return list(rows.order_by("rev"))


def _revision_of(
    draft: PlanDraft, schedule_id: UUID, rev: int, medicine_id: UUID, zone: str, at: datetime
) -> Schedule:
    if not isinstance(draft.rule, DailyRule | WeekdaysRule):
        raise BadInput("Please choose every day, or some days of the week.", field="rule.kind")
    if any(time.meal for time in draft.rule.times):
        raise BadInput("Please give each dose a time of the day.", field="rule.times")
    if len(draft.rule.times) > MOST_TIMES_A_DAY:
        raise BadInput(f"Please use at most {MOST_TIMES_A_DAY} times a day.", field="rule.times")
    try:
        return draft.revision(schedule_id, rev, medicine_id, zone, at)
    except Refused as refused:
        raise BadInput(refused.sentence, field=refused.field) from None
    except UnknownZone:
        raise BadInput(
            "We do not know this time zone. Give a name like Europe/Madrid.", field="home_zone"
        ) from None


def _repeats(last: Schedule, new: Schedule, rev: int | None) -> bool:
    """Whether this was asked and done before. What holds from now on may be stored as two revisions."""
    if not says_the_same(last, new):
        return False
    return last.valid_from <= new.valid_from if rev is None else rev in {last.rev, last.rev - 1}


def _require_open(medicine: Medicine, new: Schedule, rev: int | None) -> None:
    if medicine.status == Status.ENDED:
        raise Conflict("This medicine has ended. Add it again to take it again.")
    if rev is not None and rev != new.rev:
        raise Conflict("This plan was changed meanwhile. Please look at it again.")


def _require_room(medicine: Medicine) -> None:
    plans = ScheduleRevision.objects.filter(patient_id=medicine.patient_id, medicine=medicine, valid_to=None)
    if plans.count() >= MOST_PLANS:
        raise Conflict(f"This medicine has {MOST_PLANS} plans already. Please change one of them.")


def _take_over(
    patient_id: UUID, rows: Sequence[ScheduleRevision], new: Schedule, draft: PlanDraft, moment: Moment
) -> ScheduleRevision:
    """End the earlier revisions where the new one starts, and add it."""
    if rows and new.valid_from < moment.today:
        raise BadInput("A change can start today or later. Past days stay as they are.", field="valid_from")
    starts_now = draft.valid_from is None or (bool(rows) and new.valid_from == moment.today)
    added = from_now_on(new, [row.plan() for row in rows], moment) if starts_now else [new]
    _close(rows, new.valid_from)
    return [_add(patient_id, plan, moment.at) for plan in added][-1]


def _moment(patient_id: UUID, plan: Schedule, zone: str, at: datetime) -> Moment:
    clock = clock_zone(plan, zone)
    today = day_in(clock, at)
    entries = IntakeEvent.objects.filter(patient_id=patient_id, schedule=plan.id, local_date=today)
    slots = entries.exclude(slot=None).values_list("slot", flat=True)
    return Moment(at, today, zone, frozenset(slot for slot in slots if slot is not None))


def _close(rows: Sequence[ScheduleRevision], end: date) -> None:
    """End every revision at `end`, or where it starts if that is later: then it never holds."""
    for row in rows:
        if row.valid_to is None or row.valid_to > end:
            row.valid_to = max(row.valid_from, end)
            row.save(update_fields=["valid_to"])


def _add(patient_id: UUID, plan: Schedule, at: datetime) -> ScheduleRevision:
    return ScheduleRevision.objects.create(
        patient_id=patient_id,
        schedule=plan.id,
        medicine_id=plan.medicine,
        rev=plan.rev,
        valid_from=plan.valid_from,
        valid_to=plan.valid_to,
        rule=plan.rule.to_json(),
        amount=plan.amount,
        unit=plan.unit,
        zone_policy=plan.zone_policy.value,
        home_zone=plan.home_zone,
        early_minutes=plan.early_minutes,
        late_minutes=plan.late_minutes,
        added_at=at,
    )
