"""How a course goes over a span of days, put together for people who read it. From a log: never call it PDC."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from statistics import quantiles
from uuid import UUID
from zoneinfo import ZoneInfo

from mendly_core.doses.adherence import DayCounts, DoseCounts, count_doses, days_fully_taken, is_unheard
from mendly_core.doses.as_needed import ROLLING_DAY, TakenAmount
from mendly_core.doses.habits import (
    LogQuality,
    MapCell,
    last_missed,
    log_quality,
    longest_gap,
    miss_map,
    skip_reasons,
)
from mendly_core.doses.intakes import DoseState, State

MISSES_TO_ASK = 3
ASK_WITHIN = timedelta(days=7)
ASK_AGAIN_AFTER = timedelta(days=14)
"""Chosen for this project, to ask seldom: why so many doses of a medicine were missed within so many days."""


@dataclass(frozen=True, slots=True)
class Lateness:
    """Minutes after due at which a quarter, half and three quarters of the taken doses had been taken."""

    quarter: int
    half: int
    three_quarters: int


@dataclass(frozen=True, slots=True)
class DayUse:
    """What was taken outside any plan on one local day: `times` intakes, `amount` in the unit of the plan."""

    day: date
    times: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """One medicine, or all of them, over a span. `before` counts the span of the same length before it."""

    doses: DoseCounts
    before: DoseCounts
    full_days: DayCounts
    lateness: Lateness | None
    last_taken_at: datetime | None
    last_missed: DoseState | None
    longest_gap: timedelta | None
    misses: tuple[MapCell, ...]
    skip_reasons: tuple[tuple[str, int], ...]
    quality: LogQuality

    @property
    def trend(self) -> float | None:
        """How much the dose ratio rose (above 0) or fell since the span before; None when either is not known."""
        if self.doses.dose_ratio is None or self.before.dose_ratio is None:
            return None
        return self.doses.dose_ratio - self.before.dose_ratio


def course_facts(
    states: Sequence[DoseState],
    before: Iterable[DoseState],
    taken: Sequence[datetime],
    heard_until: datetime | None,
) -> CourseFacts:
    """`taken` are the moments of all intakes of the span, doses outside a plan included.

    `heard_until` as in `adherence.count_doses`.
    """
    reasons = skip_reasons(states)
    return CourseFacts(
        doses=count_doses(states, heard_until),
        before=count_doses(before, heard_until),
        full_days=days_fully_taken(states, heard_until),
        lateness=lateness_of(states),
        last_taken_at=max(taken, default=None),
        last_missed=last_missed(states, heard_until),
        longest_gap=longest_gap(taken),
        misses=tuple(miss_map(states, heard_until)),
        skip_reasons=tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        quality=log_quality(states, heard_until),
    )


def lateness_of(states: Iterable[DoseState]) -> Lateness | None:
    """How the minutes after due spread over the taken doses; None with fewer than two."""
    minutes = [dose.minutes_late for dose in states if dose.state is State.TAKEN]
    if len(minutes) < 2:
        return None
    return Lateness(*map(int, quantiles(minutes, n=4, method="inclusive")))


def silent_days(heard_until: datetime | None, start: date, end: date, zone: str) -> int:
    """How many of the local days start <= day < end lie wholly after the last word from the person's devices."""
    if heard_until is None:
        return 0
    last_heard = heard_until.astimezone(ZoneInfo(zone)).date()
    return max(0, (end - max(start, last_heard + timedelta(days=1))).days)


def use_by_day(taken: Iterable[TakenAmount], zone: str) -> tuple[DayUse, ...]:
    """What was taken as needed, by local day; days without any appear nowhere."""
    by_day: defaultdict[date, list[Decimal]] = defaultdict(list)
    for each in taken:
        by_day[each.at.astimezone(ZoneInfo(zone)).date()].append(each.amount)
    return tuple(
        DayUse(day, len(amounts), sum(amounts, Decimal(0))) for day, amounts in sorted(by_day.items())
    )


def most_within_a_day(taken: Iterable[TakenAmount]) -> Decimal:
    """The largest amount of any 24 real hours: (end - 24 h, end]."""
    known = sorted(taken, key=lambda each: each.at)
    highest, held, first = Decimal(0), Decimal(0), 0
    for each in known:
        held += each.amount
        while known[first].at <= each.at - ROLLING_DAY:
            held -= known[first].amount
            first += 1
        highest = max(highest, held)
    return highest


def medicines_to_ask(
    states: Iterable[DoseState],
    answered: Mapping[UUID, datetime],
    now: datetime,
    heard_until: datetime | None,
) -> list[UUID]:
    """Medicines of which enough doses were missed lately to ask why, the most missed first.

    A dose of which nothing is known is not missed. `answered`: when each medicine's question was answered last.
    """
    misses: defaultdict[UUID, int] = defaultdict(int)
    for dose in states:
        lately = now - ASK_WITHIN < dose.occurrence.instant <= now
        if lately and dose.state is State.MISSED and not is_unheard(dose, heard_until):
            misses[dose.occurrence.schedule.medicine] += 1
    asked_lately = {medicine for medicine, at in answered.items() if at > now - ASK_AGAIN_AFTER}
    wanted = [
        medicine
        for medicine, count in misses.items()
        if count >= MISSES_TO_ASK and medicine not in asked_lately
    ]
    return sorted(wanted, key=lambda medicine: (-misses[medicine], medicine))


class Barrier(StrEnum):
    """What keeps somebody from taking a medicine as planned, as they say it themselves."""

    FORGOT = "forgot"
    SIDE_EFFECT = "side_effect"
    COST = "cost"
    RAN_OUT = "ran_out"
    FEELS_FINE = "feels_fine"
    OTHER = "other"
    NOT_SAID = "not_said"
