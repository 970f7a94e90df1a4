"""Counts that say how the course goes: "6 of 7 days", without blaming for what nobody knows."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mendly_core.doses import (
    DayCounts,
    DoseCounts,
    DoseState,
    IntakeKind,
    State,
    count_doses,
    days_fully_taken,
    fold,
    fold_all,
    occurrences,
)
from tests.core.doses.plans import MADRID, MONDAY, daily, dose, entry, schedule, utc

WEEK = occurrences(schedule(daily("08:00")), MONDAY, MONDAY + timedelta(days=7), MADRID)
AFTER = utc("2026-11-30 20:00")


def test_a_week_with_one_missed_day_is_six_of_seven() -> None:
    taken = [
        entry(n, IntakeKind.TAKEN, planned, taken_at=planned.instant) for n, planned in enumerate(WEEK[:6], 1)
    ]
    states = fold_all(WEEK, taken, AFTER)
    assert days_fully_taken(states) == DayCounts(full=6, counted=7)
    assert count_doses(states) == DoseCounts(taken=6, on_time=6, missed=1)
    assert count_doses(states).dose_ratio == 6 / 7
    assert count_doses(states).timing_ratio == 1.0


def test_a_day_is_full_only_when_every_dose_of_it_was_taken() -> None:
    morning, evening = dose(slot=1), dose(slot=2)
    states = fold_all([morning, evening], [entry(1, IntakeKind.TAKEN, morning)], AFTER)
    assert days_fully_taken(states) == DayCounts(full=0, counted=1)


def test_the_future_and_open_doses_count_neither_for_nor_against() -> None:
    states = fold_all(WEEK, [entry(1, IntakeKind.TAKEN, WEEK[0])], utc("2026-11-24 07:30"))
    assert [found.state for found in states[:3]] == [State.TAKEN, State.DUE, State.UPCOMING]
    assert count_doses(states) == DoseCounts(taken=1, on_time=1, waiting=6)
    assert count_doses(states).dose_ratio == 1.0
    assert days_fully_taken(states) == DayCounts(full=1, counted=1, waiting=6)


def test_skipped_is_not_taken_but_shown_apart_from_missed() -> None:
    states = fold_all(WEEK[:2], [entry(1, IntakeKind.SKIPPED, WEEK[0])], AFTER)
    counts = count_doses(states)
    assert (counts.skipped, counts.missed, counts.dose_ratio) == (1, 1, 0.0)


def test_taken_late_is_taken_but_not_on_time() -> None:
    late = entry(1, IntakeKind.TAKEN, WEEK[0], taken_at=WEEK[0].instant + timedelta(hours=3))
    counts = count_doses([fold(WEEK[0], [late], AFTER)])
    assert (counts.dose_ratio, counts.timing_ratio) == (1.0, 0.0)


def test_a_silent_phone_means_no_data_not_missed() -> None:
    heard = WEEK[3].closes_at
    states = fold_all(WEEK, [entry(1, IntakeKind.TAKEN, WEEK[0], taken_at=WEEK[0].instant)], AFTER)
    assert count_doses(states, heard) == DoseCounts(taken=1, on_time=1, missed=3, no_data=3)
    assert days_fully_taken(states, heard) == DayCounts(full=1, counted=4, no_data=3)


def test_a_day_with_an_open_dose_waits_even_if_of_another_nothing_is_known() -> None:
    states = fold_all([dose(slot=1), dose(slot=2)], [], utc("2026-11-23 19:30"))
    assert [found.state for found in states] == [State.MISSED, State.DUE]
    assert days_fully_taken(states, heard_until=utc("2026-11-23 06:00")) == DayCounts(waiting=1)


def test_a_dose_known_to_be_taken_counts_however_long_the_phone_is_silent() -> None:
    states = fold_all(WEEK, [entry(1, IntakeKind.TAKEN, WEEK[6], taken_at=WEEK[6].instant)], AFTER)
    assert count_doses(states, WEEK[0].instant).taken == 1


def test_without_planned_doses_there_is_no_ratio() -> None:
    assert count_doses([]).dose_ratio is None
    assert count_doses([]).timing_ratio is None
    assert days_fully_taken([]) == DayCounts()


@given(st.lists(st.sampled_from(State), max_size=7), st.integers(0, 7))
def test_every_dose_and_every_day_is_counted_in_exactly_one_place(
    kinds: list[State], heard_days: int
) -> None:
    states = [DoseState(planned, state) for planned, state in zip(WEEK, kinds, strict=False)]
    heard = WEEK[0].instant + timedelta(days=heard_days)
    doses, days = count_doses(states, heard), days_fully_taken(states, heard)
    assert doses.settled + doses.no_data + doses.waiting == len(states)
    assert days.counted + days.waiting + days.no_data == len(states)
    assert days.full == doses.taken
    assert doses.dose_ratio is None or 0 <= doses.dose_ratio <= 1
