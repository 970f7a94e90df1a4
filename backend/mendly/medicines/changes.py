"""What a change of a plan comes to, for rules of every kind. Pure: nothing is read or written here.

Plans by days change as `plans.from_now_on` says. Steps end and begin at an instant; a dose that follows another,
and doses as needed, begin with a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from mendly.medicines.plans import (
    DAY,
    Moment,
    clock_zone,
    day_in,
    from_now_on,
    without_the_rest_of_today,
)
from mendly_core.doses import (
    AfterIntakeRule,
    DayRule,
    FollowingRule,
    HoursRule,
    Intake,
    IntakeKind,
    Occurrence,
    Schedule,
    plan,
    usual_gap,
)
from mendly_core.doses.free_rules import LONGEST_GAP
from mendly_core.doses.intakes import answer_among
from mendly_core.doses.planning import last_word
from mendly_core.doses.rules import StepRule
from mendly_core.doses.zones import start_of_day

LOOK_BACK = timedelta(minutes=LONGEST_GAP) + DAY
"""The dose before the next one lies at most this far behind."""
TICK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Change:
    """Earlier revisions end: those by days with the start of `day`, those of steps at `at`. Then `added` holds."""

    day: date
    at: datetime
    added: tuple[Schedule, ...] = ()


def change_to(new: Schedule, before: Sequence[Schedule], moment: Moment, *, starts_now: bool) -> Change:
    """How `new` takes over from all earlier revisions. Raises `RuleRefused` when it would end before it starts."""
    steps = new.steps
    if starts_now and steps is not None and steps.first > moment.at + steps.gap:
        day = day_in(new.home_zone, steps.first)
        return Change(day, steps.first, (replace(new, valid_from=day),))
    if starts_now and _can_start_today(new, before, moment):
        return _from_this_moment(new, before, moment)
    return _from_day(new, before, moment, moment.tomorrow if starts_now else new.valid_from)


def end_of(before: Sequence[Schedule], moment: Moment) -> Change:
    """How a plan ends now. What is behind of today stays."""
    day = moment.tomorrow if _following_behind(before, moment) else moment.today
    last = without_the_rest_of_today(before, moment)
    return Change(day, _end_of_steps(before, moment), (last,) if last is not None else ())


def _can_start_today(new: Schedule, before: Sequence[Schedule], moment: Moment) -> bool:
    """A plan that begins with a day begins tomorrow, where today would get a dose twice or one in the past."""
    if _following_behind(before, moment):
        return False
    if isinstance(new.rule, DayRule | StepRule):
        return True
    if without_the_rest_of_today(before, moment) is not None:
        return False
    coming = plan([new, *moment.leaders], moment.entries, moment.today, moment.tomorrow, moment.zone)
    return all(dose.late_after > moment.at for dose in coming if dose.schedule_id == new.id)


def _from_this_moment(new: Schedule, before: Sequence[Schedule], moment: Moment) -> Change:
    if isinstance(new.rule, DayRule):
        return Change(moment.today, _end_of_steps(before, moment), tuple(from_now_on(new, before, moment)))
    if new.steps is None:
        return Change(moment.today, _end_of_steps(before, moment), (new,))
    ending = end_of(before, moment)
    numbered = replace(new, rev=new.rev + len(ending.added))
    return replace(ending, added=(*ending.added, _begun(numbered, before, moment, ending)))


def _from_day(new: Schedule, before: Sequence[Schedule], moment: Moment, day: date) -> Change:
    change = Change(day, start_of_day(clock_zone(new, moment.zone), day))
    if new.steps is None:
        return replace(change, added=(replace(new, valid_from=day),))
    return replace(change, added=(_begun(new, before, moment, change),))


def _end_of_steps(before: Sequence[Schedule], moment: Moment) -> datetime:
    """Now, or right behind a step that was answered ahead of its time."""
    answered_ahead = (
        dose.instant
        for dose in _doses_about(before, moment, moment.at)
        if dose.step is not None and dose.instant > moment.at and _is_answered(dose, moment)
    )
    return max((instant + TICK for instant in answered_ahead), default=moment.at)


def _begun(new: Schedule, before: Sequence[Schedule], moment: Moment, change: Change) -> Schedule:
    """`new` from its first step that can still be taken on time, and is not the dose before once more."""
    rule, last = new.rule, _last_before(before, moment, change)
    if isinstance(rule, HoursRule):
        first = _first_on_grid(new, rule, change.at, last)
        return replace(new, rule=replace(rule, anchor=first), valid_from=day_in(new.home_zone, first))
    if isinstance(rule, AfterIntakeRule):
        first = _first_of_chain(rule, change.at, last)
        return replace(new, rule=replace(rule, first=first), valid_from=day_in(new.home_zone, first))
    return new


def _first_on_grid(new: Schedule, rule: HoursRule, at: datetime, last: _Last | None) -> datetime:
    grace = timedelta(minutes=min(new.early_minutes, new.late_minutes))
    on_time = at - grace + timedelta.resolution
    earliest = max(on_time, last.apart(rule)) if last else on_time
    skipped = max(0, -((rule.anchor - earliest) // rule.gap))
    return rule.anchor + skipped * rule.gap


def _first_of_chain(rule: AfterIntakeRule, at: datetime, last: _Last | None) -> datetime:
    """As asked for, but not behind us; else a chain goes on from the last dose."""
    if rule.first >= (max(at, last.apart(rule)) if last else at):
        return rule.first
    return max(at, last.at + rule.gap) if last else at


@dataclass(frozen=True, slots=True)
class _Last:
    """When the last dose of the earlier revisions was taken, or is due, and its usual distance from another."""

    at: datetime
    gap: timedelta

    def apart(self, rule: StepRule) -> datetime:
        """What lies before this would be a second dose in the place of one."""
        return self.at + min(self.gap, rule.gap) / 2


def _last_before(before: Sequence[Schedule], moment: Moment, change: Change) -> _Last | None:
    closed = [
        replace(one, ends_at=min(one.ends_at or change.at, change.at)) if one.steps else one for one in before
    ]
    behind = (
        dose
        for dose in _doses_about(closed, moment, change.at)
        if dose.step is not None or dose.instant <= change.at or _is_answered(dose, moment)
    )
    lasts = (
        _Last(last_word(_entries_of(dose, moment), dose.instant), usual_gap(dose, before)) for dose in behind
    )
    return max(lasts, key=lambda last: last.at, default=None)


def _doses_about(revisions: Sequence[Schedule], moment: Moment, at: datetime) -> list[Occurrence]:
    """The doses of one plan from the last possible one before an instant to the day after it."""
    if not revisions:
        return []
    day = day_in(moment.zone, at)
    planned = plan([*revisions, *moment.leaders], moment.entries, day - LOOK_BACK, day + 2 * DAY, moment.zone)
    return [dose for dose in planned if dose.schedule_id == revisions[0].id]


def _following_behind(before: Sequence[Schedule], moment: Moment) -> bool:
    """Whether a dose of today that follows another lies behind us."""
    following = [one for one in before if isinstance(one.rule, FollowingRule)]
    planned = plan([*following, *moment.leaders], moment.entries, moment.today, moment.tomorrow, moment.zone)
    return any(moment.has_behind(dose) for dose in planned if isinstance(dose.schedule.rule, FollowingRule))


def _is_answered(dose: Occurrence, moment: Moment) -> bool:
    answer = answer_among(_entries_of(dose, moment))
    return answer is not None and answer.kind is not IntakeKind.UNDONE


def _entries_of(dose: Occurrence, moment: Moment) -> list[Intake]:
    return [entry for entry in moment.entries if entry.occurrence == dose.key]
