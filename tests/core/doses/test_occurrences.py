"""Planned doses: right days and times, keys that outlive edits and travel, spans that join without a seam."""

from __future__ import annotations

import itertools
import time
from datetime import date, timedelta
from hashlib import blake2b
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.doses import (
    DayRule,
    HoursRule,
    Occurrence,
    Rule,
    UnknownZone,
    ZonePolicy,
    occurrence_key,
    occurrences,
    step_key,
)
from tests.core.doses.plans import (
    MADRID,
    MONDAY,
    SCHEDULE,
    daily,
    day_rules,
    hour_rules,
    on_weekdays,
    schedule,
    static_rules,
    utc,
)

ZONES = [
    "America/New_York",
    "Europe/Madrid",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Pacific/Apia",
]
days = st.dates(min_value=date(2024, 1, 1), max_value=date(2029, 1, 1)) | st.dates(
    min_value=date(2011, 12, 1), max_value=date(2012, 1, 15)
)


def test_two_doses_a_day_come_in_order_with_instants_of_the_zone() -> None:
    planned = occurrences(schedule(), MONDAY, MONDAY + timedelta(days=2), MADRID)
    assert [(dose.local_date, dose.slot, dose.local_time, dose.instant) for dose in planned] == [
        (MONDAY, 1, "08:00", utc("2026-11-23 07:00")),
        (MONDAY, 2, "20:00", utc("2026-11-23 19:00")),
        (MONDAY + timedelta(days=1), 1, "08:00", utc("2026-11-24 07:00")),
        (MONDAY + timedelta(days=1), 2, "20:00", utc("2026-11-24 19:00")),
    ]


def test_weekdays_fall_on_their_days_only() -> None:
    planned = occurrences(
        schedule(on_weekdays((0, 2, 6), "08:00")), MONDAY, MONDAY + timedelta(days=14), MADRID
    )
    assert [dose.local_date.weekday() for dose in planned] == [0, 2, 6, 0, 2, 6]


def test_a_revision_plans_from_its_first_day_up_to_but_not_on_its_last() -> None:
    revision = schedule(daily("08:00"), valid_from=MONDAY, valid_to=MONDAY + timedelta(days=3))
    planned = occurrences(revision, date(2026, 1, 1), date(2027, 1, 1), MADRID)
    assert [dose.local_date for dose in planned] == [MONDAY + timedelta(days=n) for n in range(3)]


@pytest.mark.parametrize(("start", "end"), [(MONDAY, MONDAY), (MONDAY, MONDAY - timedelta(days=9))])
def test_an_empty_span_plans_nothing(start: date, end: date) -> None:
    assert occurrences(schedule(), start, end, MADRID) == []


def test_floating_follows_the_traveller_and_home_does_not() -> None:
    floating, home = schedule(daily("08:00")), schedule(daily("08:00"), zone_policy=ZonePolicy.HOME)
    day_after = MONDAY + timedelta(days=1)
    assert occurrences(floating, MONDAY, day_after, "Asia/Tokyo")[0].instant == utc("2026-11-22 23:00")
    at_home = occurrences(home, MONDAY, day_after, "Asia/Tokyo")[0]
    assert (at_home.instant, at_home.zone) == (utc("2026-11-23 07:00"), MADRID)


def test_an_unknown_zone_is_refused_even_when_nothing_falls_into_the_span() -> None:
    with pytest.raises(UnknownZone):
        occurrences(schedule(), MONDAY, MONDAY, "Europe/Atlantis")


def test_the_key_is_the_agreed_hash() -> None:
    name = b"0193a000-0000-7000-8000-00000000000a|2026-11-23|2"
    assert occurrence_key(SCHEDULE, MONDAY, 2) == blake2b(name, digest_size=16).hexdigest()
    assert occurrence_key(SCHEDULE, MONDAY, 2) == "695192b3353409380f5325ada2e8340f"


def test_the_key_outlives_a_new_revision_a_new_time_and_a_journey() -> None:
    day_after = MONDAY + timedelta(days=1)
    before = occurrences(schedule(daily("08:00")), MONDAY, day_after, MADRID)[0]
    after = occurrences(schedule(daily("08:30"), rev=2), MONDAY, day_after, "Asia/Tokyo")[0]
    assert before.key == after.key
    assert before.instant != after.instant


def test_new_york_to_tokyo_and_back_on_one_day_plans_each_dose_once() -> None:
    plan = schedule(daily("08:00", "14:00", "20:00"))
    day_after = MONDAY + timedelta(days=1)
    keys = [{dose.key for dose in occurrences(plan, MONDAY, day_after, zone)} for zone in ZONES]
    assert all(len(found) == 3 and found == keys[0] for found in keys)


@given(static_rules, st.lists(days, min_size=3, max_size=3).map(sorted), st.sampled_from(ZONES))
def test_spans_that_meet_join_without_a_seam(rule: Rule, bounds: list[date], zone: str) -> None:
    start, middle, end = (
        bounds[0],
        min(bounds[1], bounds[0] + timedelta(90)),
        min(bounds[2], bounds[0] + timedelta(200)),
    )
    plan = schedule(rule)
    assert occurrences(plan, start, middle, zone) + occurrences(plan, middle, end, zone) == occurrences(
        plan, start, end, zone
    )


@given(day_rules, days, st.integers(1, 150), st.sampled_from(ZONES))
def test_every_planned_day_has_each_dose_once_and_no_key_repeats(
    rule: DayRule, start: date, length: int, zone: str
) -> None:
    plan = schedule(rule)
    planned = occurrences(plan, start, start + timedelta(days=length), zone)
    expected = [
        (day, slot_time.slot)
        for day in (start + timedelta(days=n) for n in range(length))
        if rule.falls_on(day.toordinal())
        for slot_time in rule.times
    ]
    assert [(dose.local_date, dose.slot) for dose in planned] == expected
    assert len({dose.key for dose in planned}) == len(planned)


@given(hour_rules, days, st.integers(1, 20), st.sampled_from(ZONES))
def test_steps_keep_their_real_hours_on_every_day(
    rule: HoursRule, start: date, length: int, zone: str
) -> None:
    end = start + timedelta(days=length)
    planned = occurrences(schedule(rule), start, end, zone)
    for step, dose in enumerate(planned, start=planned[0].step if planned and planned[0].step else 0):
        assert dose.step == step
        assert dose.instant == rule.anchor + step * timedelta(hours=rule.every)
        assert dose.key == step_key(SCHEDULE, 1, step)
        assert start <= dose.local_date < end
    by_hour = occurrences(schedule(rule, ends_at=rule.anchor + timedelta(hours=rule.every)), start, end, zone)
    assert by_hour == [
        dose._replace(schedule=by_hour[0].schedule) for dose in planned if dose.instant == rule.anchor
    ]


def test_eight_hours_stay_eight_hours_over_the_spring_night() -> None:
    rule = HoursRule(8, utc("2026-03-07 13:00"))
    planned = occurrences(schedule(rule), date(2026, 3, 7), date(2026, 3, 10), "America/New_York")
    assert [dose.local_time for dose in planned] == [
        *("08:00", "16:00"),
        *("00:00", "09:00", "17:00"),
        *("01:00", "09:00", "17:00"),
    ]
    gaps = {late.instant - early.instant for early, late in itertools.pairwise(planned)}
    assert gaps == {timedelta(hours=8)}


def test_a_planned_dose_cannot_be_changed() -> None:
    planned = occurrences(schedule(), MONDAY, MONDAY + timedelta(days=1), MADRID)[0]
    assert isinstance(planned, Occurrence)
    with pytest.raises(AttributeError):
        planned.zone = "UTC"  # type: ignore[misc]


def test_planning_a_month_for_a_thousand_people_takes_a_blink() -> None:
    plans = [schedule(daily("08:00", "20:00"), id=UUID(int=n)) for n in range(1_000)]
    started = time.process_time()
    count = sum(
        len(occurrences(plan, MONDAY, MONDAY + timedelta(30), ZONES[n % 6])) for n, plan in enumerate(plans)
    )
    assert count == 60_000
    assert time.process_time() - started < 0.5
