"""Plans: made, changed by a new revision, ended. No past day changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
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
from mendly.medicines.models import IntakeEvent, Medicine, ScheduleRevision, Status
from mendly.medicines.plans import (
    DAY,
    Moment,
    PlanDraft,
    clock_zone,
    day_in,
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
        moment = _moment(medicine.patient_id, plans, zone, at)
        change = Change(on, start_of_day(zone, on)) if on else end_of(plans, moment)
        _close(revisions, change)
        for last in change.added:
            _add(medicine.patient_id, last, at)
        announce("schedule.changed", patient=medicine.patient_id, schedule=schedule_id)


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
