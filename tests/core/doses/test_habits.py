"""What the log shows about habits, and the days that refills cover."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mendly_core.doses import DoseState, Fill, IntakeKind, days_covered, fold_all, occurrences
from mendly_core.doses.habits import (
    last_missed,
    log_quality,
    longest_gap,
    miss_map,
    skip_reasons,
    usual_lateness,
)
from tests.core.doses.plans import MADRID, MONDAY, daily, entry, schedule, utc

DAY = timedelta(days=1)
WEEK = occurrences(schedule(daily("08:00", "20:00")), MONDAY, MONDAY + 7 * DAY, MADRID)
AFTER = utc("2026-12-01 12:00")


def states(*logged: tuple[int, str, int], hours_to_log: float = 0) -> list[DoseState]:
    """(number of the dose in the week, kind, minutes after due) for each entry."""
    events = []
    for number, (which, kind, minutes) in enumerate(logged, start=1):
        at = WEEK[which].instant + timedelta(minutes=minutes)
        taken_at = at if kind == "taken" else None
        logged_at = at + timedelta(hours=hours_to_log)
        reason = "felt sick" if kind == "skipped" else None
        events.append(
            entry(
                number, IntakeKind(kind), WEEK[which], taken_at=taken_at, logged_at=logged_at, reason=reason
            )
        )
    return fold_all(WEEK, events, AFTER)


def test_the_map_counts_each_hour_of_the_week() -> None:
    found = miss_map(states((0, "taken", 0), (1, "skipped", 0)))
    assert len(found) == 14
    assert [(cell.weekday, cell.hour, cell.settled, cell.missed) for cell in found[:3]] == [
        (0, 8, 1, 0),
        (0, 20, 1, 0),
        (1, 8, 1, 1),
    ]


def test_what_nobody_knows_is_neither_in_the_map_nor_missed() -> None:
    heard = WEEK[2].instant
    found = states((0, "taken", 0))
    assert [(cell.weekday, cell.hour) for cell in miss_map(found, heard)] == [(0, 8), (0, 20)]
    last = last_missed(found, heard)
    assert last is not None
    assert last.occurrence == WEEK[1]
    assert log_quality(found, heard).no_data == 12
    assert last_missed(found) == found[-1]


def test_the_longest_gap_lies_between_two_intakes() -> None:
    assert longest_gap([]) is None
    assert longest_gap([AFTER]) is None
    assert longest_gap([AFTER, AFTER - 3 * DAY, AFTER - 4 * DAY]) == 3 * DAY


def test_lateness_reasons_and_entries_entered_late() -> None:
    found = states((0, "taken", 5), (1, "taken", 40), (2, "taken", 15), (3, "skipped", 0), hours_to_log=25)
    assert usual_lateness(found) == 15
    assert usual_lateness([]) is None
    assert skip_reasons(found) == {"felt sick": 1}
    assert (log_quality(found).logged, log_quality(found).entered_late) == (3, 3)


JANUARY = date(2026, 1, 1)


def test_an_early_pack_is_used_after_the_one_before() -> None:
    fills = [Fill(JANUARY, 30), Fill(JANUARY + 20 * DAY, 30), Fill(JANUARY + 70 * DAY, 30)]
    found = days_covered(fills, JANUARY, JANUARY + 100 * DAY)
    assert found is not None
    assert (found.covered, found.period) == (90, 100)
    assert found.ratio == 0.9


def test_the_period_begins_with_the_first_pack_and_has_91_days() -> None:
    assert days_covered([Fill(JANUARY + 10 * DAY, 30)], JANUARY, JANUARY + 100 * DAY) is None
    found = days_covered([Fill(JANUARY + 9 * DAY, 200)], JANUARY, JANUARY + 100 * DAY)
    assert found is not None
    assert (found.covered, found.period, found.ratio) == (91, 91, 1.0)
    assert days_covered([], JANUARY, JANUARY + 100 * DAY) is None


@given(st.lists(st.tuples(st.integers(0, 119), st.integers(1, 90)), max_size=9), st.randoms())
def test_the_days_covered_are_those_of_a_house_that_is_walked_day_by_day(
    rows: list[tuple[int, int]], chance: random.Random
) -> None:
    fills = [Fill(JANUARY + day * DAY, days) for day, days in rows]
    chance.shuffle(fills)
    found = days_covered(fills, JANUARY, JANUARY + 120 * DAY)
    first = min((day for day, _ in rows), default=120)
    if 120 - first < 91:
        assert found is None
        return
    stock = covered = 0
    for day in range(first, 120):
        stock += sum(days for at, days in rows if at == day)
        covered += stock > 0
        stock = max(0, stock - 1)
    assert found is not None
    assert (found.covered, found.period) == (covered, 120 - first)
