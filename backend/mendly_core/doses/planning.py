"""All the doses of a person's schedules, those that hang on what was logged too, where they were moved to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from mendly_core.doses.day_rules import DayRule
from mendly_core.doses.free_rules import SHORTEST_GAP, AfterIntakeRule, FollowingRule
from mendly_core.doses.intakes import Intake, IntakeKind, answer_among, standing
from mendly_core.doses.occurrences import Occurrence, occurrences, step_key, step_occurrence
from mendly_core.doses.schedules import Schedule
from mendly_core.doses.times import SlotTime, clock_text
from mendly_core.doses.zones import start_of_day, zone_named

FARTHEST_MOVE = timedelta(days=1)
"""A dose is moved by less than this; farther away it is skipped, or the plan is changed."""

_NEVER_BACK = timedelta(minutes=SHORTEST_GAP)
"""A dose logged long before it was due must not bring the next one before it."""

Entries = dict[str, list[Intake]]
"""What was logged, by the key of its dose."""


def plan(
    schedules: Sequence[Schedule], events: Iterable[Intake], start: date, end: date, zone: str
) -> list[Occurrence]:
    """Plan the doses of the local dates start <= day < end, by schedule, each in the order of time.

    `schedules` are all revisions of all plans that may lead or be meant; `events` everything logged for those
    days, for a rule after intakes everything since its first step. A moved dose keeps its key and its local
    date and is due at its new instant. Neither the order of `events` nor repetitions matter. Raises
    `UnknownZone`.
    """
    entries: Entries = defaultdict(list)
    for event in set(events):
        if event.occurrence is not None:
            entries[event.occurrence].append(event)
    planned: list[Occurrence] = []
    for schedule in schedules:
        rule = schedule.rule
        if isinstance(rule, AfterIntakeRule):
            planned += _chain(schedule, rule, entries, start, end, zone)
        elif isinstance(rule, FollowingRule):
            planned += _following(schedule, rule, schedules, entries, start, end, zone)
        else:
            planned += [_moved(dose, entries) for dose in occurrences(schedule, start, end, zone)]
    return planned


def moved_to(entries: Iterable[Intake]) -> datetime | None:
    """Where the dose of these entries was moved to in the end, or None."""
    moves = [entry.put_to for entry in standing(entries) if entry.kind is IntakeKind.MOVED]
    return moves[-1] if moves else None


def _moved(dose: Occurrence, entries: Entries) -> Occurrence:
    logged = entries.get(dose.key)
    target = moved_to(logged) if logged else None
    if target is None or abs(target - dose.instant) > FARTHEST_MOVE:
        return dose
    return dose._replace(instant=target)


def _chain(
    schedule: Schedule, rule: AfterIntakeRule, entries: Entries, start: date, end: date, zone: str
) -> list[Occurrence]:
    opens, closes = start_of_day(zone, start), start_of_day(zone, end)
    if schedule.ends_at is not None:
        closes = min(closes, schedule.ends_at)
    planned: list[Occurrence] = []
    step, due = 0, rule.first
    while due < closes:
        logged = entries.get(step_key(schedule.id, schedule.rev, step), [])
        if logged or due >= opens:
            dose = _moved(step_occurrence(schedule, step, due, zone), entries)
            if due >= opens:
                planned.append(dose)
            following = _last_word(logged, dose.instant) + rule.gap
        else:
            following = due + rule.gap
        step, due = step + 1, max(following, due + _NEVER_BACK)
    return planned


def _last_word(logged: Sequence[Intake], due: datetime) -> datetime:
    """From when the next dose counts: from the intake, or from when this one was due."""
    answer = answer_among(logged)
    return due if answer is None or answer.taken_at is None else answer.taken_at


def _following(
    schedule: Schedule,
    rule: FollowingRule,
    schedules: Sequence[Schedule],
    entries: Entries,
    start: date,
    end: date,
    zone: str,
) -> list[Occurrence]:
    planned: list[Occurrence] = []
    for leader in _leading_doses(rule, schedules, start, end, zone):
        if not schedule.covers(leader.local_date):
            continue
        moved = _moved(leader, entries)
        due = _last_word(entries.get(leader.key, []), moved.instant) + timedelta(minutes=rule.minutes)
        wall = due.astimezone(zone_named(leader.zone))
        time = SlotTime(rule.slot, clock_text(wall.hour * 60 + wall.minute))
        planned.append(_moved(Occurrence(schedule, leader.local_date, time, due, leader.zone, None), entries))
    return planned


def _leading_doses(
    rule: FollowingRule, schedules: Sequence[Schedule], start: date, end: date, zone: str
) -> list[Occurrence]:
    return [
        dose
        for leader in schedules
        if leader.id == rule.schedule and isinstance(leader.rule, DayRule)
        for dose in occurrences(leader, start, end, zone)
        if dose.slot == rule.slot
    ]
