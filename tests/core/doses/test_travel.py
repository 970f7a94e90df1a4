"""Away from home: both clocks, the real hours, and when the two doses come too near or too far apart."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.doses import HoursRule, Intake, ZonePolicy, occurrences
from mendly_core.doses.travel import GapWarning, crossing
from tests.core.doses.plans import MADRID, MONDAY, daily, dose, entry, schedule, utc

TOKYO = "Asia/Tokyo"
HOUR = timedelta(hours=1)
ONCE = schedule(daily("08:00"))
TAKEN = entry(1, planned=dose(MONDAY, 1, daily("08:00")), taken_at=utc("2026-11-23 07:00"))
"""Monday, 23 November 2026, 08:00 in Madrid."""


def test_both_clocks_of_the_next_dose() -> None:
    found = crossing([ONCE], [TAKEN], MADRID, TOKYO, utc("2026-11-23 12:00"))
    assert found is not None
    assert (found.planned_at, found.here_at) == (time(8), time(16))
    (choice,) = found.choices
    assert choice.stay.dose.instant == utc("2026-11-24 07:00")
    assert choice.follow.dose.instant == utc("2026-11-23 23:00")
    assert (choice.stay.since_last, choice.follow.since_last) == (24 * HOUR, 16 * HOUR)
    assert (choice.stay.warning, choice.follow.warning) == (None, None)


@pytest.mark.parametrize(
    ("here", "hours", "warning"),
    [
        ("Asia/Tokyo", 16, None),
        ("Pacific/Auckland", 12, None),  # half of the usual gap itself is no warning
        ("Pacific/Kiritimati", 11, GapWarning.SOONER),
        ("America/Los_Angeles", 33, None),
        ("Pacific/Niue", 36, None),
        ("Etc/GMT+12", 37, GapWarning.LATER),
    ],
)
def test_under_half_and_over_one_and_a_half_of_the_usual_gap_it_warns(
    here: str, hours: int, warning: GapWarning | None
) -> None:
    found = crossing([ONCE], [TAKEN], MADRID, here, utc("2026-11-23 07:30"))
    assert found is not None
    (choice,) = found.choices
    first_by_clock = next(
        planned.instant
        for planned in occurrences(ONCE, MONDAY, MONDAY + timedelta(days=3), here)
        if planned.local_date > MONDAY
    )
    assert choice.follow.dose.instant == first_by_clock
    assert (choice.follow.since_last, choice.follow.warning) == (hours * HOUR, warning)


def test_a_dose_that_is_due_by_the_clock_here_counts_from_now() -> None:
    found = crossing([ONCE], [TAKEN], MADRID, TOKYO, utc("2026-11-24 01:00"))
    assert found is not None
    assert found.choices[0].follow.dose.instant == utc("2026-11-23 23:00")
    assert found.choices[0].follow.since_last == 18 * HOUR


def test_without_an_intake_nothing_is_said_of_hours() -> None:
    found = crossing([ONCE], [], MADRID, TOKYO, utc("2026-11-23 12:00"))
    assert found is not None
    assert (found.choices[0].follow.since_last, found.choices[0].follow.warning) == (None, None)


@pytest.mark.parametrize(
    "unmoved",
    [
        schedule(daily("08:00"), zone_policy=ZonePolicy.HOME),
        schedule(HoursRule(8, utc("2026-11-22 07:00"))),
    ],
)
def test_plans_of_a_home_or_of_hours_are_not_asked_about(unmoved: object) -> None:
    assert crossing([unmoved], [], MADRID, TOKYO, utc("2026-11-23 12:00")) is None  # type: ignore[list-item]


def test_zones_with_the_same_clock_ask_nothing() -> None:
    assert crossing([ONCE], [TAKEN], MADRID, "Europe/Paris", utc("2026-11-23 12:00")) is None


@given(
    st.sampled_from(["Asia/Tokyo", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu"]),
    st.integers(0, 2880),
    st.booleans(),
)
def test_the_next_dose_under_either_answer_is_one_of_the_plan_by_that_clock(
    here: str, minutes: int, taken: bool
) -> None:
    now = utc("2026-11-23 07:30") + timedelta(minutes=minutes)
    events: list[Intake] = [TAKEN] if taken else []
    found = crossing([ONCE], events, MADRID, here, now)
    assert found is not None
    for zone, told in ((MADRID, found.choices[0].stay), (here, found.choices[0].follow)):
        planned = occurrences(ONCE, MONDAY - timedelta(days=3), MONDAY + timedelta(days=6), zone)
        assert told.dose in planned
        assert told.dose.key != TAKEN.occurrence or not taken
        assert told.dose.closes_at > now
