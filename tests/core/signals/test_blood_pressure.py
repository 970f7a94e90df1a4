"""The blood-pressure rule: boundaries, confirmation, the repeat after five minutes, no flapping."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.signals.blood_pressure import (
    BloodPressureReading,
    Category,
    RuleState,
    category_of,
    evaluate_blood_pressure,
    rounded_mean,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
START = RuleState()


def reading(minute: float, systolic: float, diastolic: float = 75, name: str = "") -> BloodPressureReading:
    """A reading so many minutes after NOW (before, if negative)."""
    return BloodPressureReading(name or f"at {minute}", NOW + timedelta(minutes=minute), systolic, diastolic)


def evaluated(*readings: BloodPressureReading, previous: RuleState = START, minute: float = 60) -> RuleState:
    return evaluate_blood_pressure(readings, previous, NOW + timedelta(minutes=minute))


@pytest.mark.parametrize(
    ("systolic", "diastolic", "category"),
    [
        (119, 79, Category.NORMAL),
        (120, 79, Category.ELEVATED),
        (129, 79, Category.ELEVATED),
        (130, 79, Category.STAGE_1),
        (119, 80, Category.STAGE_1),
        (129, 80, Category.STAGE_1),
        (139, 89, Category.STAGE_1),
        (140, 79, Category.STAGE_2),
        (119, 90, Category.STAGE_2),
        (135, 95, Category.STAGE_2),
        (200, 130, Category.STAGE_2),
    ],
)
def test_a_mean_falls_into_the_highest_category_that_fits(
    systolic: int, diastolic: int, category: Category
) -> None:
    assert category_of(systolic, diastolic) is category


@given(st.floats(60, 250), st.floats(40, 150))
def test_no_mean_falls_between_two_categories(systolic: float, diastolic: float) -> None:
    """Every mean lies in a category that its neighbours bound: 129.5 is not lost between 129 and 130."""
    category = category_of(rounded_mean([systolic]), rounded_mean([diastolic]))
    if category is Category.NORMAL:
        assert systolic < 119.5
        assert diastolic < 79.5


@pytest.mark.parametrize(("values", "mean"), [([129, 130], 130), ([129, 129, 130], 129), ([140], 140)])
def test_means_round_half_up(values: list[float], mean: int) -> None:
    assert rounded_mean(values) == mean


def test_one_reading_confirms_nothing() -> None:
    state = evaluated(reading(0, 170, 100))
    assert (state.is_open, state.category, state.mean_systolic) == (False, None, None)
    assert state.seen == (reading(0, 170, 100),)


def test_a_confirming_reading_opens_with_mean_source_and_version() -> None:
    state = evaluated(reading(0, 150, 92), reading(2, 141, 88))
    assert (state.is_open, state.category, state.peak) == (True, Category.STAGE_2, Category.STAGE_2)
    assert (state.mean_systolic, state.mean_diastolic) == (146, 90)
    assert state.opened_at == NOW + timedelta(minutes=60)
    assert state.source == "AHA/ACC 2017 and 2025"
    assert state.version.startswith("vitals-")


def test_two_high_readings_whose_mean_is_lower_open_nothing() -> None:
    assert not evaluated(reading(0, 150), reading(2, 120)).is_open


def test_the_same_reading_delivered_twice_confirms_nothing() -> None:
    twice = [reading(0, 170, 100, "watch"), reading(0, 170, 100, "phone")]
    assert len(evaluated(*twice).seen) == 1
    assert evaluated(*twice).category is None


def test_evaluating_again_changes_nothing() -> None:
    readings = [reading(0, 150), reading(2, 150)]
    state = evaluated(*readings)
    assert evaluated(*readings, previous=state) == state
    assert evaluated(*readings, previous=state, minute=300) == state
    assert evaluated(previous=state, minute=5000) == state


def test_an_open_alert_clears_only_after_two_lower_evaluations() -> None:
    opened = evaluated(reading(0, 150), reading(2, 150))
    next_day = 25 * 60
    calm = [reading(next_day, 125), reading(next_day + 2, 125)]
    once = evaluated(*calm, previous=opened, minute=next_day + 3)
    assert (once.is_open, once.category, once.lower_evaluations) == (True, Category.ELEVATED, 1)
    again = evaluated(*calm, previous=once, minute=next_day + 4)
    assert again == once
    third = evaluated(*calm, reading(next_day + 60, 126), previous=once, minute=next_day + 61)
    assert (third.is_open, third.opened_at, third.peak, third.lower_evaluations) == (False, None, None, 0)
    assert third.category is Category.ELEVATED


def test_a_high_evaluation_between_two_lower_ones_starts_the_count_again() -> None:
    state = evaluated(reading(0, 150), reading(2, 150))
    opened_at = state.opened_at
    day = 25 * 60
    readings = [reading(day, 130), reading(day + 2, 130)]
    state = evaluated(*readings, previous=state, minute=day + 3)
    readings += [reading(day + 10, 175), reading(day + 12, 175)]
    state = evaluated(*readings, previous=state, minute=day + 13)
    assert (state.is_open, state.lower_evaluations, state.category) == (True, 0, Category.STAGE_2)
    assert state.opened_at == opened_at
    readings.append(reading(day + 20, 70, 50))
    state = evaluated(*readings, previous=state, minute=day + 21)
    assert (state.is_open, state.lower_evaluations) == (True, 1)


def test_a_very_high_reading_asks_for_a_repeat_after_five_minutes() -> None:
    state = evaluated(reading(0, 185, 100), minute=1)
    assert state.repeat_from == NOW + timedelta(minutes=5)
    assert not state.is_open


@pytest.mark.parametrize(("systolic", "diastolic"), [(181, 75), (150, 121)])
def test_a_very_high_repeat_after_five_minutes_is_severe(systolic: int, diastolic: int) -> None:
    state = evaluated(reading(0, systolic, diastolic), reading(5, systolic, diastolic))
    assert (state.is_open, state.category, state.repeat_from) == (True, Category.SEVERE, None)


@pytest.mark.parametrize(("systolic", "diastolic"), [(180, 75), (150, 120)])
def test_exactly_at_the_boundary_is_not_severe(systolic: int, diastolic: int) -> None:
    state = evaluated(reading(0, systolic, diastolic), reading(5, systolic, diastolic))
    assert (state.category, state.repeat_from) == (Category.STAGE_2, None)


def test_a_repeat_too_soon_confirms_nothing_severe_and_the_wait_goes_on() -> None:
    state = evaluated(reading(0, 190), reading(4.9, 190))
    assert (state.category, state.repeat_from) == (Category.STAGE_2, NOW + timedelta(minutes=5))
    assert evaluated(reading(0, 190), reading(4.9, 190), reading(6, 190)).category is Category.SEVERE


def test_a_calm_reading_too_soon_does_not_answer_for_the_repeat() -> None:
    assert evaluated(reading(0, 190), reading(2, 120)).repeat_from == NOW + timedelta(minutes=5)


def test_a_calm_repeat_ends_the_wait() -> None:
    state = evaluated(reading(0, 190), reading(6, 130))
    assert (state.category, state.repeat_from) == (Category.STAGE_2, None)
    later = evaluated(reading(0, 190), reading(6, 130), reading(50, 190))
    assert later.category is not Category.SEVERE
    assert later.repeat_from == NOW + timedelta(minutes=55)


def test_severe_ends_with_a_calm_reading_but_the_alert_stays_open() -> None:
    severe = evaluated(reading(0, 190), reading(6, 190))
    state = evaluated(reading(0, 190), reading(6, 190), reading(20, 150), previous=severe)
    assert (state.is_open, state.category, state.peak) == (True, Category.STAGE_2, Category.SEVERE)


def test_a_calm_reading_right_after_a_confirmed_severe_one_does_not_end_it() -> None:
    assert evaluated(reading(0, 190), reading(6, 190), reading(7, 150)).category is Category.SEVERE


def test_late_readings_raise_nothing_and_clear_nothing() -> None:
    old = [reading(-24 * 60, 170), reading(-24 * 60 + 2, 170)]
    assert evaluated(*old, minute=3) == START
    opened = evaluated(reading(0, 150), reading(2, 150))
    calm_but_old = [reading(3, 110), reading(4, 110), reading(5, 110)]
    assert evaluated(*calm_but_old, previous=opened, minute=25 * 60) == opened


def test_a_reading_becomes_late_after_exactly_a_day() -> None:
    pair = [reading(0, 170), reading(0.1, 170)]
    assert evaluated(*pair, minute=24 * 60).is_open
    assert not evaluated(*pair, minute=24 * 60 + 0.05).is_open


def test_a_reading_from_the_future_waits_but_a_slightly_fast_clock_is_forgiven() -> None:
    assert evaluated(reading(6, 170), reading(7, 170), minute=0) == START
    assert evaluated(reading(4, 170), reading(5, 170), minute=0).is_open


@pytest.mark.parametrize(
    ("systolic", "diastolic"), [(301, 80), (49, 30), (120, 201), (120, 19), (80, 120), (90, 90)]
)
def test_numbers_that_cannot_be_right_are_set_aside_to_check(systolic: int, diastolic: int) -> None:
    odd = reading(0, systolic, diastolic)
    assert odd.needs_check
    state = evaluated(odd, reading(1, 150), reading(2, 150))
    assert (state.to_check, len(state.seen), state.mean_systolic) == ((odd,), 2, 150)


def test_a_reading_taken_back_is_taken_out_of_the_conclusion() -> None:
    typing_error = evaluated(reading(0, 130), reading(2, 230))
    assert typing_error.is_open
    state = evaluated(reading(0, 130), reading(2, 130), previous=typing_error)
    assert (state.is_open, state.category, state.lower_evaluations) == (True, Category.STAGE_1, 1)
    only_one_left = evaluated(reading(0, 130), previous=typing_error)
    assert only_one_left.seen == (reading(0, 130),)
    assert only_one_left.repeat_from is None


def test_a_provider_may_have_the_alert_open_at_another_category() -> None:
    readings = [reading(0, 132), reading(2, 132)]
    now = NOW + timedelta(minutes=60)
    assert evaluate_blood_pressure(readings, START, now, opens_at=Category.STAGE_1).is_open
    assert not evaluate_blood_pressure(readings, START, now).is_open


measured = st.lists(
    st.builds(
        reading,
        st.integers(-200, 60).map(float),
        st.integers(80, 230),
        st.integers(50, 140),
    ),
    max_size=8,
)


@given(measured, st.randoms(use_true_random=False))
def test_the_order_in_which_readings_arrive_does_not_matter(
    readings: list[BloodPressureReading], chance: random.Random
) -> None:
    shuffled = readings * 2
    chance.shuffle(shuffled)
    assert evaluated(*shuffled) == evaluated(*readings)


@given(measured, measured)
def test_a_state_survives_keeping_and_reading_back(
    first: list[BloodPressureReading], second: list[BloodPressureReading]
) -> None:
    state = evaluated(*first, *second, previous=evaluated(*first))
    assert RuleState.from_json(state.to_json()) == state


@given(measured)
def test_an_alert_is_open_only_with_a_reason_at_hand(readings: list[BloodPressureReading]) -> None:
    state = evaluated(*readings)
    assert state.is_open == (state.category is not None and state.category >= Category.STAGE_2)
    assert replace(state, to_check=()) == replace(evaluated(*state.seen), to_check=())
