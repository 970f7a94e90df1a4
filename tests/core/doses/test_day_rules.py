"""Each kind of calendar rule against a calendar that is walked day by day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.doses import (
    CycleRule,
    DayRule,
    EveryDaysRule,
    EveryWeeksRule,
    MonthDaysRule,
    WakingRule,
    WeekdaysRule,
)
from tests.core.doses.plans import daily

DAY = timedelta(days=1)
TIMES = daily("08:00").times
dates = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def days_of(rule: DayRule, start: date, length: int) -> list[date]:
    return [start + n * DAY for n in range(length) if rule.falls_on((start + n * DAY).toordinal())]


@given(st.integers(2, 40), dates, st.integers(0, 30))
def test_every_n_days_is_counted_from_its_anchor(every: int, anchor: date, times: int) -> None:
    rule = EveryDaysRule(every, anchor, TIMES)
    expected = [anchor + n * every * DAY for n in range(times)]
    assert days_of(rule, anchor, times * every) == expected
    assert rule.falls_on((anchor - every * DAY).toordinal())


@given(st.integers(1, 40), st.integers(1, 40), dates)
def test_a_cycle_is_so_many_days_on_and_so_many_off(on: int, off: int, anchor: date) -> None:
    rule, walked = CycleRule(on, off, anchor, TIMES), list[bool]()
    for _ in range(3):
        walked += [True] * on + [False] * off
    found = days_of(rule, anchor, len(walked))
    assert found == [anchor + n * DAY for n, has_doses in enumerate(walked) if has_doses]


@given(st.integers(2, 8), st.sets(st.integers(0, 6), min_size=1), dates)
def test_every_n_weeks_begins_with_the_week_of_its_anchor(every: int, days: set[int], anchor: date) -> None:
    rule, expected = EveryWeeksRule(every, tuple(days), anchor, TIMES), list[date]()
    monday = anchor - anchor.weekday() * DAY
    for round_ in range(3):
        week = monday + round_ * every * 7 * DAY
        expected += [week + day * DAY for day in sorted(days)]
    assert days_of(rule, monday, 3 * every * 7) == expected


@given(st.sets(st.integers(1, 31), min_size=1), st.integers(2026, 2028), st.integers(1, 12))
def test_a_day_that_a_month_lacks_falls_on_its_last(days: set[int], year: int, month: int) -> None:
    length = monthrange(year, month)[1]
    rule = MonthDaysRule(tuple(days), TIMES)
    expected = sorted({min(day, length) for day in days})
    assert [day.day for day in days_of(rule, date(year, month, 1), length)] == expected


def test_the_31st_is_the_last_day_also_in_a_leap_year() -> None:
    found = days_of(MonthDaysRule((31,), TIMES), date(2028, 1, 1), 121)
    assert found == [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30)]


@given(st.sets(st.integers(0, 6), min_size=1), dates)
def test_weekdays_are_what_the_calendar_calls_them(days: set[int], start: date) -> None:
    found = days_of(WeekdaysRule(tuple(days), TIMES), start, 30)
    assert found == [start + n * DAY for n in range(30) if (start + n * DAY).weekday() in days]


@pytest.mark.parametrize(
    ("every", "first", "last", "times"),
    [
        (240, "08:00", "20:00", ["08:00", "12:00", "16:00", "20:00"]),
        (240, "08:00", "19:59", ["08:00", "12:00", "16:00"]),
        (1440, "08:00", "22:00", ["08:00"]),
        (15, "23:30", "23:59", ["23:30", "23:45"]),
    ],
)
def test_waking_hours_hold_their_last_time(every: int, first: str, last: str, times: list[str]) -> None:
    rule = WakingRule(every, first, last)
    assert [time.at for time in rule.times] == times
    assert [time.slot for time in rule.times] == list(range(1, len(times) + 1))
