"""Doses that hang on what was logged: moved ones, chains after the last intake, doses that follow others."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mendly_core.doses import (
    AfterIntakeRule,
    FollowingRule,
    Intake,
    IntakeKind,
    Occurrence,
    Rule,
    Schedule,
    State,
    fold,
    plan,
)
from mendly_core.doses.rules import KINDS
from tests.core.doses.plans import (
    MADRID,
    MONDAY,
    SCHEDULE,
    any_rule,
    daily,
    dose,
    entry,
    schedule,
    utc,
)

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
TUESDAY = MONDAY + DAY
FOLLOWER = UUID(int=77)


def doses_of(
    schedules: Schedule | list[Schedule], events: list[Intake], start: date = MONDAY, days: int = 1
) -> list[Occurrence]:
    some = schedules if isinstance(schedules, list) else [schedules]
    return plan(some, events, start, start + days * DAY, MADRID)


def test_a_moved_dose_is_due_at_its_new_time_only_and_keeps_its_name() -> None:
    move = entry(1, IntakeKind.MOVED, dose(), put_to=utc("2026-11-23 10:00"))
    morning, evening = doses_of(schedule(), [move])
    assert (morning.key, morning.local_date, morning.instant) == (dose().key, MONDAY, move.put_to)
    assert evening.instant == utc("2026-11-23 19:00")
    assert fold(morning, [move], utc("2026-11-23 07:30")).state is State.UPCOMING
    assert fold(morning, [move], utc("2026-11-23 10:30")).state is State.DUE


def test_the_last_move_counts_and_taking_it_back_restores_the_plan() -> None:
    first = entry(1, IntakeKind.MOVED, dose(), put_to=utc("2026-11-23 10:00"))
    second = entry(2, IntakeKind.MOVED, dose(), put_to=utc("2026-11-23 11:00"))
    back = entry(3, IntakeKind.UNDONE, dose(), supersedes=UUID(int=2))
    assert doses_of(schedule(), [second, first])[0].instant == second.put_to
    assert doses_of(schedule(), [first, second, back])[0].instant == first.put_to


def test_a_dose_is_not_moved_by_more_than_a_day() -> None:
    move = entry(1, IntakeKind.MOVED, dose(), put_to=utc("2026-11-25 07:00"))
    assert doses_of(schedule(), [move])[0].instant == utc("2026-11-23 07:00")


def test_a_moved_dose_can_be_answered_after_the_move_was_taken_back() -> None:
    move = entry(1, IntakeKind.MOVED, dose(), put_to=utc("2026-11-23 10:00"))
    back = entry(2, IntakeKind.UNDONE, dose(), supersedes=UUID(int=1))
    taken = entry(3, IntakeKind.TAKEN, dose())
    (planned, _) = doses_of(schedule(), [move, back, taken])
    assert fold(planned, [move, back, taken], utc("2026-11-23 12:00")).state is State.TAKEN


CHAIN = schedule(AfterIntakeRule(6 * 60, utc("2026-11-23 07:00")))


def step(number: int, events: list[Intake]) -> Occurrence:
    return next(dose for dose in doses_of(CHAIN, events, days=9) if dose.step == number)


def test_without_an_answer_a_chain_goes_on_at_its_distance() -> None:
    assert [planned.instant for planned in doses_of(CHAIN, [])] == [
        utc("2026-11-23 07:00"),
        utc("2026-11-23 13:00"),
        utc("2026-11-23 19:00"),
    ]


def test_the_next_dose_counts_from_the_intake() -> None:
    late = entry(1, IntakeKind.TAKEN, step(0, []), taken_at=utc("2026-11-23 08:30"))
    assert step(1, [late]).instant == utc("2026-11-23 14:30")
    undone = entry(2, IntakeKind.UNDONE, step(0, []), supersedes=UUID(int=1))
    assert step(1, [late, undone]).instant == utc("2026-11-23 13:00")


def test_a_skipped_dose_is_followed_from_when_it_was_due() -> None:
    skipped = entry(1, IntakeKind.SKIPPED, step(0, []), logged_at=utc("2026-11-23 09:00"))
    assert step(1, [skipped]).instant == utc("2026-11-23 13:00")


def test_an_intake_long_before_its_time_does_not_bring_the_next_before_it() -> None:
    early = entry(1, IntakeKind.TAKEN, step(1, []), taken_at=utc("2026-11-23 01:00"))
    planned = doses_of(CHAIN, [early])
    assert [dose.step for dose in planned] == sorted(dose.step or 0 for dose in planned)
    assert all(one.instant < other.instant for one, other in itertools.pairwise(planned))


def test_a_chain_ends_at_its_moment() -> None:
    ended = schedule(CHAIN.rule, ends_at=utc("2026-11-23 13:00"))
    assert [planned.step for planned in doses_of(ended, [])] == [0]


steps_logged = st.lists(
    st.tuples(st.integers(0, 12), st.integers(-600, 600), st.sampled_from(["taken", "skipped", "undone"])),
    max_size=8,
)


@given(steps_logged, st.integers(0, 6), st.integers(0, 6), st.randoms(use_true_random=False))
def test_spans_of_a_chain_join_without_a_seam_in_any_order_of_the_log(
    rows: list[tuple[int, int, str]], first: int, second: int, chance: random.Random
) -> None:
    events = [logged_step(number, *row) for number, row in enumerate(rows, start=1)]
    shuffled = events * 2
    chance.shuffle(shuffled)
    start, middle = MONDAY, MONDAY + first * DAY
    end = middle + second * DAY
    halves = plan([CHAIN], events, start, middle, MADRID) + plan([CHAIN], shuffled, middle, end, MADRID)
    whole = plan([CHAIN], shuffled, start, end, MADRID)
    assert halves == whole
    assert len({dose.key for dose in whole}) == len(whole)


@pytest.mark.parametrize("hours", [-20, -7, 7, 20])
def test_a_moved_step_stands_in_one_of_two_spans_that_meet(hours: int) -> None:
    for step_number in range(8):
        about = step(step_number, [])
        move = [entry(1, IntakeKind.MOVED, about, put_to=about.instant + hours * HOUR)]
        halves = [plan([CHAIN], move, MONDAY + n * DAY, MONDAY + (n + 1) * DAY, MADRID) for n in range(3)]
        assert list(itertools.chain(*halves)) == plan([CHAIN], move, MONDAY, MONDAY + 3 * DAY, MADRID)


def logged_step(number: int, step_number: int, minutes: int, kind: str) -> Intake:
    at = utc("2026-11-23 07:00") + step_number * 6 * HOUR + minutes * MINUTE
    planned = step(step_number, [])
    return entry(number, IntakeKind(kind), planned, taken_at=at if kind == "taken" else None)


LEADER = schedule(daily("08:00", "20:00"))
AFTER = schedule(FollowingRule(SCHEDULE, 1, 90), id=FOLLOWER, medicine=UUID(int=78), amount=Decimal(2))


def following(events: list[Intake]) -> Occurrence:
    (found,) = (dose for dose in doses_of([LEADER, AFTER], events) if dose.schedule_id == FOLLOWER)
    return found


def test_a_following_dose_waits_for_the_one_before_it() -> None:
    assert following([]).instant == utc("2026-11-23 08:30")
    taken = entry(1, IntakeKind.TAKEN, dose(), taken_at=utc("2026-11-23 07:40"))
    assert following([taken]).instant == utc("2026-11-23 09:10")
    assert following([taken]).key == following([]).key
    assert following([taken]).local_time == "10:10"


def test_a_following_dose_goes_along_when_its_leader_is_moved() -> None:
    move = entry(1, IntakeKind.MOVED, dose(), put_to=utc("2026-11-23 10:00"))
    assert following([move]).instant == utc("2026-11-23 11:30")


def test_a_leader_that_is_not_there_leads_nothing() -> None:
    assert doses_of(AFTER, []) == []
    assert doses_of([CHAIN, AFTER], [])[-1].schedule_id == CHAIN.id


@given(st.lists(st.integers(0, 30), min_size=3, max_size=3).map(sorted), st.integers(-200, 600))
def test_spans_of_following_doses_join_without_a_seam(bounds: list[int], minutes: int) -> None:
    taken_at: datetime = utc("2026-11-23 07:00") + minutes * MINUTE
    events = [entry(1, IntakeKind.TAKEN, dose(), taken_at=taken_at)]
    start, middle, end = (MONDAY - 10 * DAY + days * DAY for days in bounds)

    def of(first: date, last: date) -> list[Occurrence]:
        planned = plan([LEADER, AFTER], events, first, last, MADRID)
        return [planned_dose for planned_dose in planned if planned_dose.schedule_id == FOLLOWER]

    assert of(start, middle) + of(middle, end) == of(start, end)


def joined(rule: Rule, entries: list[tuple[int, int]], bounds: list[int], zone: str) -> None:
    """Assert that two spans that meet give what the whole span gives, with what was logged and moved in them."""
    own = schedule(rule, id=FOLLOWER, medicine=UUID(int=78))
    if isinstance(rule, FollowingRule):
        own = schedule(FollowingRule(SCHEDULE, 1, rule.minutes), id=FOLLOWER, medicine=UUID(int=78))
    plans = [LEADER, own]
    start, middle, end = (MONDAY + days * DAY for days in bounds)
    around = plan(plans, [], MONDAY - DAY, MONDAY + 9 * DAY, zone)
    around = [each for each in around if each.schedule_id == FOLLOWER] or around
    events = [
        entry(number, IntakeKind.MOVED, about, put_to=about.instant + minutes * MINUTE)
        if minutes % 2
        else entry(number, IntakeKind.TAKEN, about, taken_at=about.instant + minutes * MINUTE)
        for number, (which, minutes) in enumerate(entries, start=1)
        for about in [around[which % len(around)]]
    ]

    def of(first: date, last: date) -> list[Occurrence]:
        planned = plan(plans, events, first, last, zone)
        return [each for each in planned if each.schedule_id == FOLLOWER]

    whole = of(start, end)
    assert of(start, middle) + of(middle, end) == whole
    assert len({each.key for each in whole}) == len(whole)


_entries = st.lists(st.tuples(st.integers(0, 400), st.integers(-500, 500)), max_size=6)
_bounds = st.lists(st.integers(0, 8), min_size=3, max_size=3).map(sorted)
_zones = st.sampled_from(["Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"])


@given(any_rule, _entries, _bounds, _zones)
def test_spans_of_every_kind_of_rule_join_without_a_seam(
    rule: Rule, entries: list[tuple[int, int]], bounds: list[int], zone: str
) -> None:
    joined(rule, entries, bounds, zone)


TRIED: Counter[str] = Counter()


@settings(max_examples=20_000, deadline=None)
@given(any_rule, _entries, _bounds, _zones)
def _very_many(rule: Rule, entries: list[tuple[int, int]], bounds: list[int], zone: str) -> None:
    joined(rule, entries, bounds, zone)
    TRIED[rule.kind] += 1


@pytest.mark.long
def test_very_many_spans_of_every_kind_of_rule_join_without_a_seam() -> None:
    _very_many()
    print(f"{sum(TRIED.values())} spans, by kind {dict(TRIED)}: 0 with a seam")
    assert TRIED.keys() == KINDS.keys()
