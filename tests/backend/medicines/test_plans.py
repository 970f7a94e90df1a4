"""How a plan changes in the middle of a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly.medicines.plans import Moment, from_now_on, with_slots, without_the_rest_of_today
from mendly_core.doses import DailyRule, Rule, Schedule, SlotTime, WeekdaysRule, ZonePolicy, occurrences
from tests.backend.medicines.conftest import MONDAY, TUESDAY, daily, madrid

ZONE = "Europe/Madrid"
DAY = timedelta(days=1)


def plan(rule: Rule, rev: int = 1, amount: str = "1", start_days_ago: int = 30) -> Schedule:
    return Schedule(
        id=UUID(int=1),
        rev=rev,
        medicine=UUID(int=2),
        rule=rule,
        amount=Decimal(amount),
        unit="tablet",
        zone_policy=ZonePolicy.FLOATING,
        home_zone=ZONE,
        valid_from=MONDAY - start_days_ago * DAY,
    )


def changed(rule: Rule, amount: str = "1") -> Schedule:
    return plan(rule, rev=2, amount=amount, start_days_ago=0)


def at(clock_time: str, *touched: int) -> Moment:
    return Moment(madrid(MONDAY, clock_time), MONDAY, ZONE, frozenset(touched))


def on_monday(revisions: list[Schedule]) -> list[tuple[int, str]]:
    doses = [dose for each in revisions for dose in occurrences(each, MONDAY, TUESDAY, ZONE)]
    return sorted((dose.slot, dose.local_time) for dose in doses)


def test_a_first_plan_at_noon_asks_for_nothing_that_has_passed() -> None:
    today, following = from_now_on(changed(daily("06:00", "20:00")), [], at("12:00"))
    assert on_monday([today, following]) == [(2, "20:00")]
    assert (today.valid_to, following.valid_from, following.rev) == (TUESDAY, TUESDAY, today.rev + 1)


def test_a_first_plan_after_its_last_dose_starts_tomorrow() -> None:
    (only,) = from_now_on(changed(daily("06:00")), [], at("12:00"))
    assert only.valid_from == TUESDAY


def test_moving_tonight_at_noon_leaves_the_morning_alone() -> None:
    before = plan(daily("08:00", "20:00"))
    revisions = from_now_on(changed(daily("08:00", "21:00")), [before], at("12:30", 1))
    assert on_monday(revisions) == [(1, "08:00"), (2, "21:00")]


def test_a_missed_morning_dose_can_move_to_the_evening() -> None:
    (only,) = from_now_on(changed(daily("20:00")), [plan(daily("08:00"))], at("12:30"))
    assert on_monday([only]) == [(1, "20:00")]


def test_a_taken_dose_does_not_open_again_when_its_time_moves() -> None:
    revisions = from_now_on(changed(daily("20:00")), [plan(daily("08:00"))], at("12:30", 1))
    assert on_monday(revisions) == [(1, "08:00")]


def test_tonights_dose_does_not_move_into_the_past() -> None:
    revisions = from_now_on(changed(daily("06:00")), [plan(daily("20:00"))], at("12:00"))
    assert on_monday(revisions) == [(1, "20:00")]
    assert occurrences(revisions[-1], TUESDAY, TUESDAY + DAY, ZONE)[0].local_time == "06:00"


def test_a_dose_that_is_taken_out_goes_unless_it_is_behind() -> None:
    before = plan(daily("08:00", "20:00"))
    without_evening = DailyRule((SlotTime(1, "08:00"),))
    without_morning = DailyRule((SlotTime(2, "20:00"),))
    assert on_monday(from_now_on(changed(without_evening), [before], at("12:00"))) == [(1, "08:00")]
    kept = from_now_on(changed(without_morning), [before], at("12:00"))
    assert on_monday(kept) == [(1, "08:00"), (2, "20:00")]


def test_another_slot_at_the_time_of_a_dose_that_is_behind_is_no_second_dose() -> None:
    renamed = DailyRule((SlotTime(7, "08:00"),))
    revisions = from_now_on(changed(renamed), [plan(daily("08:00"))], at("08:30", 1))
    assert on_monday(revisions) == [(1, "08:00")]


def test_a_new_amount_leaves_a_day_that_is_over_as_it_was() -> None:
    today, following = from_now_on(changed(daily("08:00"), "2"), [plan(daily("08:00"))], at("21:00", 1))
    assert (today.amount, following.amount) == (Decimal(1), Decimal(2))


def test_the_end_keeps_what_is_behind() -> None:
    last = without_the_rest_of_today([plan(daily("08:00", "20:00"))], at("12:00"))
    assert last is not None
    assert (on_monday([last]), last.rev, last.valid_to) == ([(1, "08:00")], 2, TUESDAY)
    assert without_the_rest_of_today([plan(daily("20:00"))], at("12:00")) is None


@pytest.mark.parametrize(
    ("times", "slots"),
    [
        (["08:00", "20:00"], {"08:00": 1, "20:00": 2}),
        (["08:30", "20:00"], {"08:30": 1, "20:00": 2}),
        (["07:00", "08:00", "20:00"], {"07:00": 3, "08:00": 1, "20:00": 2}),
        (["20:00"], {"20:00": 2}),
        (["14:00"], {"14:00": 1}),
    ],
)
def test_times_keep_their_slots(times: list[str], slots: dict[str, int]) -> None:
    assert {time.at: time.slot for time in with_slots(times, daily("08:00", "20:00"))} == slots


clock_times = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02d}:{quarter % 4 * 15:02d}")
times = st.lists(
    st.tuples(st.integers(1, 5), clock_times),
    min_size=1,
    max_size=4,
    unique_by=(lambda pair: pair[0], lambda pair: pair[1]),
).map(lambda pairs: tuple(SlotTime(slot, clock_time) for slot, clock_time in pairs))
rules = st.one_of(
    st.builds(DailyRule, times),
    st.builds(WeekdaysRule, st.lists(st.integers(0, 6), min_size=1, unique=True).map(tuple), times),
)


@given(rules, rules, clock_times, st.frozensets(st.integers(1, 5)))
def test_any_change_keeps_the_past_and_starts_tomorrow(
    old_rule: Rule, new_rule: Rule, clock_time: str, touched: frozenset[int]
) -> None:
    before, new = plan(old_rule), changed(new_rule)
    moment = Moment(madrid(MONDAY, clock_time), MONDAY, ZONE, touched)
    revisions = from_now_on(new, [before], moment)
    old_today = {dose.slot: dose.local_time for dose in occurrences(before, MONDAY, TUESDAY, ZONE)}
    new_today = {dose.slot: dose for dose in occurrences(new, MONDAY, TUESDAY, ZONE)}
    today = dict(on_monday(revisions))
    assert len(today) == len(on_monday(revisions))
    for slot, local_time in old_today.items():
        if slot in touched:
            assert today[slot] == local_time
    for slot, local_time in today.items():
        asked_in_time = slot in new_today and new_today[slot].late_after > moment.at
        assert old_today.get(slot) == local_time or asked_in_time
    later = [dose for each in revisions for dose in occurrences(each, TUESDAY, TUESDAY + 14 * DAY, ZONE)]
    meant = occurrences(replace(new, valid_from=TUESDAY), TUESDAY, TUESDAY + 14 * DAY, ZONE)
    assert [(dose.key, dose.instant) for dose in later] == [(dose.key, dose.instant) for dose in meant]
    assert [each.rev for each in revisions] == list(range(2, 2 + len(revisions)))
