"""The double-dose guard: ask before logging a dose soon after another of the same medicine, never block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from mendly_core.doses.day_rules import DayRule
from mendly_core.doses.intakes import Intake, IntakeKind, standing
from mendly_core.doses.occurrences import Occurrence
from mendly_core.doses.schedules import Schedule
from mendly_core.doses.times import MINUTES_PER_DAY, minute_of

_FARTHEST_DAYS = 366


def asks_before_taking(
    occurrence: Occurrence,
    last_taken_at: datetime | None,
    now: datetime,
    schedules: Iterable[Schedule] = (),
) -> bool:
    """Whether to ask "Are you sure?": the last dose was taken less than half the usual gap ago.

    `last_taken_at` is the last intake of the medicine, None if there is none; one that lies ahead of `now`
    asks as well, as one of the two clocks is wrong. `schedules` as in `usual_gap`.
    """
    return last_taken_at is not None and now - last_taken_at < usual_gap(occurrence, schedules) / 2


def usual_gap(occurrence: Occurrence, schedules: Iterable[Schedule] = ()) -> timedelta:
    """The time from the medicine's previous planned dose to this one, by the rules alone.

    `schedules` are the medicine's schedules, which matter where morning and evening doses differ and so
    have a schedule each; the occurrence's own always counts.
    """
    steps = occurrence.schedule.steps
    if steps is not None:
        return steps.gap
    day, minute = occurrence.local_date, minute_of(occurrence.local_time)
    rules = {occurrence.schedule.rule} | {
        schedule.rule
        for schedule in schedules
        if schedule.medicine == occurrence.schedule.medicine and schedule.covers(day)
    }
    gaps = (
        _minutes_since_previous(rule, day.toordinal(), minute) for rule in rules if isinstance(rule, DayRule)
    )
    return timedelta(minutes=min(gaps, default=MINUTES_PER_DAY))


def last_taken_at(medicine: UUID, events: Iterable[Intake]) -> datetime | None:
    """When the medicine was last taken, planned or not, after undo and edits. None if no intake stands.

    An intake from another device that an undo did not name still counts here, even where it no longer decides
    the state of its dose: in doubt the guard asks.
    """
    by_dose: defaultdict[str | None, list[Intake]] = defaultdict(list)
    for event in events:
        if event.medicine == medicine:
            by_dose[event.occurrence].append(event)
    return max((moment for entries in by_dose.values() for moment in _times_taken(entries)), default=None)


def _times_taken(entries: Iterable[Intake]) -> list[datetime]:
    times: list[datetime] = []
    for entry in standing(entries):
        if entry.kind is IntakeKind.UNDONE and entry.supersedes is None:
            times.clear()
        elif entry.taken_at is not None:
            times.append(entry.taken_at)
    return times


def _minutes_since_previous(rule: DayRule, ordinal: int, minute: int) -> int:
    """From the rule's last dose before a wall time on a day to that wall time."""
    for days in range(_FARTHEST_DAYS):
        if rule.falls_on(ordinal - days):
            gaps = [days * MINUTES_PER_DAY + minute - time.minute for time in rule.times]
            if any(gap > 0 for gap in gaps):
                return min(gap for gap in gaps if gap > 0)
    return _FARTHEST_DAYS * MINUTES_PER_DAY
