"""Before a dose is logged soon after another of the same medicine, we ask."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from mendly_core.doses import IntakeKind, State, asks_before_taking, fold, last_taken_at, usual_gap
from tests.core.doses.plans import MEDICINE, MONDAY, daily, dose, entry, on_weekdays, schedule, utc

HOUR = timedelta(hours=1)
NOW = utc("2026-11-23 19:00")


@pytest.mark.parametrize(
    ("hours_ago", "asks"), [(0, True), (5.99, True), (6, False), (12, False), (-1, True)]
)
def test_twice_a_day_asks_within_six_hours(hours_ago: float, asks: bool) -> None:
    assert asks_before_taking(dose(slot=2), NOW - hours_ago * HOUR, NOW) is asks


def test_a_first_dose_is_never_questioned() -> None:
    assert not asks_before_taking(dose(), None, NOW)


@pytest.mark.parametrize(
    ("rule", "slot", "hours"),
    [
        (daily("08:00"), 1, 24),
        (daily("08:00", "20:00"), 1, 12),
        (daily("08:00", "12:00", "22:00"), 1, 10),
        (daily("08:00", "12:00", "22:00"), 2, 4),
        (on_weekdays((0,), "08:00"), 1, 168),
        (on_weekdays((0, 6), "08:00"), 1, 24),
        (on_weekdays((0, 4), "08:00", "20:00"), 1, 60),
    ],
)
def test_the_usual_gap_is_the_time_since_the_rules_previous_dose(rule: object, slot: int, hours: int) -> None:
    assert usual_gap(dose(slot=slot, rule=rule)) == hours * HOUR  # type: ignore[arg-type]


def test_a_medicine_with_a_schedule_for_morning_and_one_for_evening_has_the_gap_between_them() -> None:
    evening = schedule(daily("20:00"), id=UUID(int=1))
    morning = dose(rule=daily("08:00"))
    assert usual_gap(morning, [evening, morning.schedule]) == 12 * HOUR
    assert not asks_before_taking(morning, morning.instant - 11 * HOUR, morning.instant, [evening])
    assert asks_before_taking(morning, morning.instant - 11 * HOUR, morning.instant)


def test_other_medicines_and_ended_schedules_do_not_shorten_the_gap() -> None:
    morning = dose(rule=daily("08:00"))
    other = schedule(daily("20:00"), medicine=UUID(int=7))
    ended = schedule(daily("20:00"), valid_to=MONDAY)
    assert usual_gap(morning, [other, ended]) == 24 * HOUR


def test_the_last_intake_counts_planned_and_unplanned_doses() -> None:
    planned = entry(1, IntakeKind.TAKEN, dose(), taken_at=NOW - 3 * HOUR)
    extra = entry(2, IntakeKind.TAKEN, None, taken_at=NOW - HOUR)
    other = entry(3, IntakeKind.TAKEN, None, taken_at=NOW, medicine=UUID(int=7))
    assert last_taken_at(MEDICINE, [planned, extra, other]) == NOW - HOUR
    assert last_taken_at(MEDICINE, [planned]) == NOW - 3 * HOUR
    assert last_taken_at(MEDICINE, []) is None


def test_what_was_undone_edited_or_skipped_is_no_intake() -> None:
    undone = [
        entry(1, IntakeKind.TAKEN, None, taken_at=NOW),
        entry(2, IntakeKind.UNDONE, None, supersedes=UUID(int=1)),
    ]
    edited = [
        entry(3, IntakeKind.TAKEN, dose(), taken_at=NOW),
        entry(4, IntakeKind.TAKEN, dose(), taken_at=NOW - 5 * HOUR, supersedes=UUID(int=3)),
    ]
    skipped = entry(5, IntakeKind.SKIPPED, dose(slot=2))
    assert last_taken_at(MEDICINE, [*undone, *edited, skipped]) == NOW - 5 * HOUR


def test_an_undo_without_a_target_undoes_what_came_before_it() -> None:
    taken = entry(1, IntakeKind.TAKEN, dose(), taken_at=NOW)
    undone = entry(2, IntakeKind.UNDONE, dose())
    assert last_taken_at(MEDICINE, [taken, undone]) is None
    assert last_taken_at(MEDICINE, [taken, undone, entry(3, IntakeKind.TAKEN, dose(), taken_at=NOW)]) == NOW


def test_an_intake_of_another_device_that_the_undo_did_not_know_still_makes_us_ask() -> None:
    on_the_phone = entry(1, IntakeKind.TAKEN, dose(), taken_at=NOW)
    on_the_tablet = entry(2, IntakeKind.TAKEN, dose(), device="tablet", taken_at=NOW - HOUR)
    undone_on_the_phone = entry(3, IntakeKind.UNDONE, dose(), supersedes=UUID(int=1))
    entries = [on_the_phone, on_the_tablet, undone_on_the_phone]
    assert fold(dose(), entries, NOW).state is State.MISSED
    assert last_taken_at(MEDICINE, entries) == NOW - HOUR


def test_two_unplanned_doses_seconds_apart_are_both_kept_and_the_later_one_counts() -> None:
    first = entry(1, IntakeKind.TAKEN, None, taken_at=NOW)
    second = entry(2, IntakeKind.TAKEN, None, taken_at=NOW + timedelta(seconds=30))
    assert last_taken_at(MEDICINE, [second, first, second]) == NOW + timedelta(seconds=30)
