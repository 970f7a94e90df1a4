"""The course as people read it: counted against a walk through every dose, minute and pair."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mendly_core.doses import DoseState, State, TakenAmount, occurrences
from mendly_core.doses.courses import (
    course_facts,
    lateness_of,
    medicines_to_ask,
    most_within_a_day,
    silent_days,
    use_by_day,
)
from tests.core.doses.plans import MADRID, MEDICINE, MONDAY, daily, schedule, utc

DAY = timedelta(days=1)
OTHER = UUID("0193a000-0000-7000-8000-0000000000cc")
WEEK = occurrences(schedule(daily("08:00", "20:00")), MONDAY, MONDAY + 7 * DAY, MADRID)
SETTLED = (State.TAKEN, State.PARTIAL, State.SKIPPED, State.MISSED)

moments = st.builds(
    lambda minutes: utc("2026-10-24 00:00") + timedelta(minutes=minutes), st.integers(0, 6000)
)
amounts = st.lists(
    st.builds(TakenAmount, moments, st.sampled_from([Decimal("0.5"), Decimal(1), Decimal(2)])), max_size=12
)
week_of_states = st.lists(
    st.tuples(st.sampled_from(State), st.integers(0, 600)), min_size=len(WEEK), max_size=len(WEEK)
).map(
    lambda rows: [DoseState(dose, state, minutes) for dose, (state, minutes) in zip(WEEK, rows, strict=True)]
)
heard = st.none() | st.integers(0, 15).map(lambda halves: WEEK[0].instant + halves * DAY / 2)


@given(week_of_states, week_of_states, heard)
def test_every_figure_is_that_of_a_walk_dose_by_dose(
    states: list[DoseState], before: list[DoseState], heard_until: datetime | None
) -> None:
    facts = course_facts(states, before, [], heard_until)
    known: Counter[State] = Counter()
    cells: Counter[tuple[int, int]] = Counter()
    no_data = 0
    for dose in states:
        if dose.state is State.MISSED and heard_until is not None and dose.occurrence.closes_at > heard_until:
            no_data += 1
            continue
        known[dose.state] += 1
        if dose.state is State.MISSED:
            cells[dose.occurrence.local_date.weekday(), int(dose.occurrence.local_time[:2])] += 1
    assert (facts.doses.taken, facts.doses.missed) == (known[State.TAKEN], known[State.MISSED])
    assert facts.doses.settled == sum(known[state] for state in SETTLED)
    assert facts.doses.no_data == facts.quality.no_data == no_data
    assert {(c.weekday, c.hour): c.missed for c in facts.misses if c.missed} == dict(cells)
    assert sum(c.settled for c in facts.misses) == facts.doses.settled
    ratios = (facts.doses.dose_ratio, facts.before.dose_ratio)
    assert facts.trend == (None if None in ratios else ratios[0] - ratios[1])  # type: ignore[operator]


@given(amounts)
def test_the_most_of_24_hours_is_that_of_every_window_that_ends_with_an_intake(
    taken: list[TakenAmount],
) -> None:
    windows = (
        sum((one.amount for one in taken if end.at - DAY < one.at <= end.at), Decimal(0)) for end in taken
    )
    assert most_within_a_day(taken) == max(windows, default=Decimal(0))


def test_what_lies_24_hours_apart_is_not_of_one_day() -> None:
    at = utc("2026-11-23 07:00")
    apart = [TakenAmount(at, Decimal(2)), TakenAmount(at + DAY, Decimal(2))]
    assert most_within_a_day(apart) == Decimal(2)
    nearer = [apart[0], TakenAmount(at + DAY - timedelta(seconds=1), Decimal(2))]
    assert most_within_a_day(nearer) == Decimal(4)


@given(amounts)
def test_use_by_day_loses_and_doubles_nothing_when_clocks_change(taken: list[TakenAmount]) -> None:
    found = use_by_day(taken, MADRID)
    assert sum(day.times for day in found) == len(taken)
    assert sum((day.amount for day in found), Decimal(0)) == sum((one.amount for one in taken), Decimal(0))
    for one in taken:
        assert one.at.astimezone(ZoneInfo(MADRID)).date() in {day.day for day in found}
    assert [day.day for day in found] == sorted({day.day for day in found})


@given(st.integers(-10, 20), st.integers(0, 23), st.integers(1, 12))
def test_silent_days_are_the_whole_days_after_the_last_word(day: int, hour: int, length: int) -> None:
    word = datetime(2026, 11, 23, hour, tzinfo=ZoneInfo(MADRID)) + day * DAY
    days = [MONDAY + n * DAY for n in range(length)]
    silent = sum(each > word.date() for each in days)
    assert silent_days(word, MONDAY, MONDAY + length * DAY, MADRID) == silent


def test_someone_without_a_phone_is_never_silent() -> None:
    assert silent_days(None, MONDAY, MONDAY + 7 * DAY, MADRID) == 0


def test_lateness_tells_how_it_spreads() -> None:
    late = [
        DoseState(dose, State.TAKEN, minutes)
        for dose, minutes in zip(WEEK, (0, 10, 20, 30, 120), strict=False)
    ]
    found = lateness_of(late)
    assert found is not None
    assert (found.quarter, found.half, found.three_quarters) == (10, 20, 30)
    assert lateness_of(late[:1]) is None


NOW = WEEK[-1].closes_at


def missed(*which: int) -> list[DoseState]:
    return [DoseState(dose, State.MISSED if n in which else State.TAKEN) for n, dose in enumerate(WEEK)]


def test_three_misses_within_seven_days_ask_and_two_do_not() -> None:
    assert medicines_to_ask(missed(0, 5), {}, NOW, None) == []
    assert medicines_to_ask(missed(1, 5, 9), {}, NOW, None) == [MEDICINE]


def test_what_nobody_knows_does_not_ask() -> None:
    assert medicines_to_ask(missed(1, 5, 9), {}, NOW, WEEK[6].instant) == []


def test_older_misses_do_not_ask() -> None:
    assert medicines_to_ask(missed(0, 1, 2), {}, NOW + 7 * DAY, None) == []


def test_it_is_asked_again_only_after_fourteen_days() -> None:
    states = missed(1, 5, 9)
    assert medicines_to_ask(states, {MEDICINE: NOW - 14 * DAY + timedelta(seconds=1)}, NOW, None) == []
    assert medicines_to_ask(states, {MEDICINE: NOW - 14 * DAY}, NOW, None) == [MEDICINE]
    assert medicines_to_ask(states, {OTHER: NOW}, NOW, None) == [MEDICINE]


def test_the_most_missed_medicine_comes_first() -> None:
    other = occurrences(schedule(daily("09:00"), id=OTHER, medicine=OTHER), MONDAY, MONDAY + 7 * DAY, MADRID)
    more = [DoseState(dose, State.MISSED) for dose in other]
    assert medicines_to_ask([*missed(1, 5, 9), *more], {}, NOW, None) == [OTHER, MEDICINE]


def test_a_date_is_a_date() -> None:
    assert use_by_day([TakenAmount(utc("2026-11-22 23:30"), Decimal(1))], MADRID)[0].day == date(2026, 11, 23)
