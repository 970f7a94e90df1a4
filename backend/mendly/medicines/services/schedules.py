"""Plans: made, changed by a new revision, ended. No past day changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mendly.accounts.selectors import zone_of_patient
from mendly.audit.services import enter
from mendly.bus import announce
from mendly.care.selectors import audience_of
from mendly.clock import new_id, now
from mendly.errors import BadInput, Conflict, NotFound
from mendly.live.services import emit
from mendly.medicines.changes import LOOK_BACK, Change, change_to, end_of
from mendly.medicines.checks import MOST_PLANS, MOST_TIMES_A_DAY, TAKEN_ID
from mendly.medicines.kept_plans import last_meant, rests
from mendly.medicines.models import IntakeEvent, Medicine, ScheduleRevision, Status
from mendly.medicines.plans import (
    DAY,
    Moment,
    PlanDraft,
    clock_zone,
    day_in,
    draft_of,
    says_the_same,
)
from mendly.policy import Action, Actor, Category
from mendly_core.doses import (
    AsNeededRule,
    DayRule,
    FollowingRule,
    Intake,
    Refused,
    Rule,
    Schedule,
    UnknownZone,
    WakingRule,
)
from mendly_core.doses.rules import StepRule
from mendly_core.doses.tapers import MOST_PHASES, Phase
from mendly_core.doses.zones import start_of_day


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

    A change holds from `draft.valid_from`, today at the earliest, and then from now on: see `changes`. A first
    revision may start on any day. `rev`, when given, must be the next number, so that two people do not
    overwrite each other unseen. The same again changes nothing and gives False.
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
        if rows and _repeats(rows[-1], new, draft, rev):
            return rows[-1], False
        _require_open(medicine, new, rev)
        if not rows:
            _require_room(medicine)
        _require_leader(patient_id, new, day_in(zone, at))
        moment = _moment(patient_id, [*(row.plan() for row in rows), new], zone, at)
        revision = _take_over(patient_id, rows, new, draft, moment)
        _tell_changed(patient_id, schedule_id, medicine.id)
    return revision, True


def pause_plan(actor: Actor, patient_id: UUID, schedule_id: UUID, *, until: date | None = None) -> bool:
    """Let a plan rest from now on; today's doses that are behind stay. Gives False when it rests already.

    With `until` it goes on with the start of that day, which lies ahead; else whenever `resume_plan` is asked.
    """
    enter(actor, Action.CHANGE, patient_id, Category.MEDICINES, "schedule")
    at, zone = now(), zone_of_patient(patient_id)
    if until is not None and until <= day_in(zone, at):
        raise BadInput("Please choose a day that lies ahead.", field="until")
    with transaction.atomic():
        medicine, rows = _locked_plan(patient_id, schedule_id)
        if rests(rows, patient_id):
            return False
        _end_plan(rows, at, zone, None)
        if until is not None:
            _plan_again(
                medicine, schedule_id, replace(draft_of(last_meant(rows).plan()), valid_from=until), at
            )
        _tell_changed(patient_id, schedule_id, medicine.id)
    return True


def resume_plan(actor: Actor, patient_id: UUID, schedule_id: UUID) -> bool:
    """Go on with a plan as it was before it rested. Gives False for a plan that does not rest."""
    enter(actor, Action.CHANGE, patient_id, Category.MEDICINES, "schedule")
    with transaction.atomic():
        medicine, rows = _locked_plan(patient_id, schedule_id)
        if not rests(rows, patient_id):
            return False
        _plan_again(medicine, schedule_id, draft_of(last_meant(rows).plan()), now())
        _tell_changed(patient_id, schedule_id, medicine.id)
    return True


def _plan_again(medicine: Medicine, schedule_id: UUID, draft: PlanDraft, at: datetime) -> None:
    patient_id, zone = medicine.patient_id, zone_of_patient(medicine.patient_id)
    rows = _revisions(patient_id, schedule_id)
    new = _revision_of(draft, schedule_id, len(rows) + 1, medicine.id, zone, at)
    _require_leader(patient_id, new, day_in(zone, at))
    moment = _moment(patient_id, [*(row.plan() for row in rows), new], zone, at)
    _take_over(patient_id, rows, new, draft, moment)


def set_taper(
    actor: Actor,
    patient_id: UUID,
    medicine_id: UUID,
    draft: PlanDraft,
    phases: Sequence[Phase],
    *,
    schedule_id: UUID | None = None,
) -> UUID:
    """Plan a dose that goes down or up by phases, all at once; after the last one the plan holds no dose.

    The first phase begins as `set_schedule` says; days count from its first day. Gives the plan's id.
    """
    enter(actor, Action.CHANGE, patient_id, Category.MEDICINES, "schedule")
    schedule_id = schedule_id or new_id()
    begins = draft.valid_from or day_in(zone_of_patient(patient_id), now())
    steps = _phases_of(draft, phases, begins)
    with transaction.atomic():
        if _says_taper(_revisions(patient_id, schedule_id), steps):
            return schedule_id
        for step in steps:
            set_schedule(actor, patient_id, medicine_id, step, schedule_id=schedule_id)
    return schedule_id


def end_plans(medicine: Medicine, at: datetime, zone: str, on: date | None) -> None:
    """Called inside the transaction that ends the medicine, which holds the lock on its row."""
    by_schedule: defaultdict[UUID, list[ScheduleRevision]] = defaultdict(list)
    rows = ScheduleRevision.objects.filter(patient_id=medicine.patient_id, medicine=medicine)
    for row in rows.order_by("schedule", "rev"):
        by_schedule[row.schedule].append(row)
    for schedule_id, revisions in by_schedule.items():
        _end_plan(revisions, at, zone, on)
        announce("schedule.changed", patient=medicine.patient_id, schedule=schedule_id)


def _end_plan(rows: Sequence[ScheduleRevision], at: datetime, zone: str, on: date | None) -> None:
    patient_id, plans = rows[0].patient_id, [row.plan() for row in rows]
    moment = _moment(patient_id, plans, zone, at)
    change = Change(on, start_of_day(zone, on)) if on else end_of(plans, moment)
    _close(rows, change)
    for last in change.added:
        _add(patient_id, last, at)


def _phases_of(draft: PlanDraft, phases: Sequence[Phase], begins: date) -> list[PlanDraft]:
    if not 1 <= len(phases) <= MOST_PHASES:
        raise BadInput("Give at least one phase, and not more than 60.", field="phases")
    if isinstance(draft.rule, StepRule | AsNeededRule):
        raise BadInput("Only a plan by days can have phases.", field="phases")
    if any(one.amount == following.amount for one, following in pairwise(phases)):
        raise BadInput("Two phases in a row have the same amount.", field="phases")
    steps: list[PlanDraft] = []
    starts = draft.valid_from
    for phase in phases:
        ends = (starts or begins) + timedelta(days=phase.days)
        steps.append(replace(draft, amount=phase.amount, valid_from=starts, valid_to=ends))
        starts = ends
    return steps


def _says_taper(rows: Sequence[ScheduleRevision], steps: Sequence[PlanDraft]) -> bool:
    """Whether this was asked and done before."""
    kept = [(row.amount, row.valid_to, row.outline().rule) for row in rows[-len(steps) :]]
    return kept == [(step.amount, step.valid_to, step.rule) for step in steps]


def _locked_plan(patient_id: UUID, schedule_id: UUID) -> tuple[Medicine, list[ScheduleRevision]]:
    """A plan of a medicine that is being taken, and the lock on that medicine."""
    rows = _revisions(patient_id, schedule_id)
    if not rows:
        raise NotFound
    medicine = Medicine.objects.select_for_update(no_key=True).get(id=rows[0].medicine_id)
    if medicine.status == Status.ENDED:
        raise Conflict("This medicine has ended. Add it again to take it again.")
    return medicine, _revisions(patient_id, schedule_id)


def _tell_changed(patient_id: UUID, schedule_id: UUID, medicine_id: UUID) -> None:
    announce("schedule.changed", patient=patient_id, schedule=schedule_id)
    emit("medicine", audience_of(patient_id, Category.MEDICINES), patient=patient_id, medicine=medicine_id)


def _revisions(patient_id: UUID, schedule_id: UUID) -> list[ScheduleRevision]:
    rows = ScheduleRevision.objects.filter(patient_id=patient_id, schedule=schedule_id)
    return list(rows.order_by("rev"))


def _revision_of(
    draft: PlanDraft, schedule_id: UUID, rev: int, medicine_id: UUID, zone: str, at: datetime
) -> Schedule:
    _require_few_times(draft.rule)
    try:
        return draft.revision(schedule_id, rev, medicine_id, zone, at)
    except Refused as refused:
        raise BadInput(refused.sentence, field=refused.field) from None
    except UnknownZone:
        raise BadInput(
            "We do not know this time zone. Give a name like Europe/Madrid.", field="home_zone"
        ) from None


def _require_few_times(rule: Rule) -> None:
    if isinstance(rule, DayRule) and len(rule.times) > MOST_TIMES_A_DAY:
        field = "rule.every" if isinstance(rule, WakingRule) else "rule.times"
        raise BadInput(f"Please use at most {MOST_TIMES_A_DAY} times a day.", field=field)


def _require_leader(patient_id: UUID, new: Schedule, today: date) -> None:
    """A dose can follow only one that has its times of the day."""
    rule = new.rule
    if not isinstance(rule, FollowingRule):
        return
    last = _revisions(patient_id, rule.schedule)[-1:]
    for leader in (row.outline() for row in last if row.schedule != new.id):
        has_dose = isinstance(leader.rule, DayRule) and any(
            time.slot == rule.slot for time in leader.rule.times
        )
        if has_dose and (leader.valid_to is None or leader.valid_to > today):
            return
    raise BadInput(
        "We could not find the dose to follow. Choose one of a plan that has times of the day.",
        field="rule.schedule",
    )


def _repeats(row: ScheduleRevision, new: Schedule, draft: PlanDraft, rev: int | None) -> bool:
    """Whether this was asked and done before. What holds from now on may be stored as two revisions."""
    last = row.plan()
    if not says_the_same(last, new, row.added_at):
        return False
    if rev is not None:
        return rev in {last.rev, last.rev - 1}
    by_day = isinstance(new.rule, DayRule)
    return last.valid_from <= new.valid_from + (DAY if draft.valid_from is None and not by_day else 0 * DAY)


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
    try:
        change = change_to(new, [row.plan() for row in rows], moment, starts_now=starts_now)
    except Refused as refused:
        raise BadInput(refused.sentence, field=refused.field) from None
    _close(rows, change)
    return [_add(patient_id, plan, moment.at) for plan in change.added][-1]


def _moment(patient_id: UUID, plans: Sequence[Schedule], zone: str, at: datetime) -> Moment:
    """Now, by the clock that the last of these revisions of one plan follows."""
    today = day_in(clock_zone(plans[-1], zone), at)
    leaders = leaders_of(patient_id, plans)
    entries = _entries(patient_id, plans[-1], leaders, today)
    slots = (entry.slot for entry in entries if (entry.schedule, entry.local_date) == (plans[-1].id, today))
    touched = frozenset(slot for slot in slots if slot is not None)
    return Moment(at, today, zone, touched, entries, leaders)


def leaders_of(patient_id: UUID, plans: Sequence[Schedule]) -> tuple[Schedule, ...]:
    """Every revision of the plans whose doses these follow."""
    followed = {plan.rule.schedule for plan in plans if isinstance(plan.rule, FollowingRule)}
    if not followed:
        return ()
    rows = ScheduleRevision.objects.filter(patient_id=patient_id, schedule__in=followed)
    return tuple(row.outline() for row in rows)


def _entries(
    patient_id: UUID, plan: Schedule, leaders: Sequence[Schedule], today: date
) -> tuple[Intake, ...]:
    """All about the steps of the plan, and what was logged lately about its other doses and their leaders."""
    plans = {plan.id} | {leader.id for leader in leaders}
    rows = IntakeEvent.objects.filter(
        Q(local_date__gt=today - LOOK_BACK) | Q(schedule=plan.id, step__isnull=False),
        patient_id=patient_id,
        schedule__in=plans,
    )
    return tuple(row.outline() for row in rows.defer("amount", "reason"))


def _close(rows: Sequence[ScheduleRevision], change: Change) -> None:
    """End every revision, or where it starts if that is later: then it never holds."""
    for row in rows:
        if row.outline().steps is None:
            _end_days(row, change.day)
        elif row.ends_at is None or row.ends_at > change.at:
            row.ends_at = change.at
            _end_days(row, day_in(row.home_zone, change.at) + DAY)
            row.save(update_fields=["ends_at"])


def _end_days(row: ScheduleRevision, end: date) -> None:
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
        ends_at=plan.ends_at,
        rule=_clear_part(plan.rule),
        amount=plan.amount,
        most=plan.rule.most if isinstance(plan.rule, AsNeededRule) else None,
        unit=plan.unit,
        zone_policy=plan.zone_policy.value,
        home_zone=plan.home_zone,
        early_minutes=plan.early_minutes,
        late_minutes=plan.late_minutes,
        added_at=at,
    )


def _clear_part(rule: Rule) -> dict[str, object]:
    """The rule as it is kept for all who plan: amounts are sealed, beside it."""
    return {name: part for name, part in rule.to_json().items() if name != "most"}
