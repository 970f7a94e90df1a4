"""Stock: what is left, whatever the order in which the entries come, and the dose that it no longer covers."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from mendly_core.doses import (
    Intake,
    IntakeKind,
    Pack,
    StockEntry,
    StockKind,
    Used,
    earliest_expiry,
    first_dose_without,
    occurrence_key,
    occurrences,
    remind_from,
    stock_at,
    swallowed_among,
)
from mendly_core.doses.intakes import SWALLOWED
from tests.core.doses.plans import MADRID, MONDAY, daily, schedule, utc

NOON = utc("2026-11-23 12:00")
HOUR = timedelta(hours=1)


def entered(number: int, kind: StockKind, hours: float, amount: int) -> StockEntry:
    return StockEntry(UUID(int=number), kind, NOON + hours * HOUR, Decimal(amount))


def used(hours: float, amount: str = "1") -> Used:
    return Used(NOON + hours * HOUR, Decimal(amount))


def test_nothing_is_known_before_the_first_count() -> None:
    assert stock_at([], [used(-1)], NOON).left is None
    pack = entered(1, StockKind.REFILLED, -2, 30)
    assert stock_at([pack], [used(-3), used(-1)], NOON).left == Decimal(29)


def test_a_count_corrects_what_came_before_it() -> None:
    rows = [entered(1, StockKind.REFILLED, -9, 30), entered(2, StockKind.COUNTED, -2, 12)]
    assert stock_at(rows, [used(-5), used(-1, "1.5")], NOON).left == Decimal("10.5")


def test_lost_ones_are_gone_and_it_never_falls_below_zero() -> None:
    rows = [entered(1, StockKind.COUNTED, -9, 3), entered(2, StockKind.LOST, -8, 2)]
    assert stock_at(rows, [used(-5), used(-4), used(-3)], NOON).left == 0
    refill = entered(3, StockKind.REFILLED, -1, 30)
    assert stock_at([*rows, refill], [used(-5), used(-4), used(-3)], NOON).left == Decimal(30)


entries = st.lists(
    st.builds(
        entered, st.integers(1, 9), st.sampled_from(StockKind), st.integers(-99, 20), st.integers(0, 60)
    ),
    max_size=8,
    unique_by=lambda entry: entry.id,
)
uses = st.lists(st.builds(used, st.integers(-99, 20)), max_size=20)


@given(entries, uses, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_of_entries_matters(
    rows: list[StockEntry], spent: list[Used], chance: random.Random
) -> None:
    shuffled, other = rows * 2, spent[:]
    chance.shuffle(shuffled)
    chance.shuffle(other)
    found = stock_at(shuffled, other, NOON)
    assert found == stock_at(rows, spent, NOON)
    assert found.left is None or found.left >= 0


def test_the_run_out_is_the_first_dose_that_is_not_covered() -> None:
    coming = occurrences(schedule(daily("08:00", "20:00")), MONDAY, MONDAY + timedelta(days=9), MADRID)
    short = first_dose_without(Decimal(5), coming)
    assert short is not None
    assert (short.local_date, short.slot) == (MONDAY + timedelta(days=2), 2)
    assert first_dose_without(Decimal(18), coming) is None
    assert first_dose_without(Decimal("0.5"), coming) == coming[0]


def test_the_reminder_comes_before_the_run_out_or_the_expiry() -> None:
    assert remind_from(date(2026, 12, 10), 7) == date(2026, 12, 3)
    assert remind_from(date(2026, 12, 10), 7, expires=date(2026, 12, 5)) == date(2026, 11, 28)


def logged(number: int, kind: IntakeKind, dose: int | None, *, supersedes: int | None = None) -> Intake:
    """An entry about the dose of the first slot of a day, or (None) about one outside any plan."""
    day = MONDAY + timedelta(days=dose) if dose is not None else None
    plan = schedule(daily("08:00")).id
    return Intake(
        id=UUID(int=number),
        kind=kind,
        medicine=UUID(int=7),
        logged_at=NOON,
        device_zone=MADRID,
        hlc=f"{number:016x}-0000-phone",
        occurrence=occurrence_key(plan, day, 1) if day else None,
        schedule=plan if day else None,
        local_date=day,
        slot=1 if day else None,
        taken_at=NOON if kind in SWALLOWED else None,
        amount=Decimal(1) if kind is IntakeKind.PARTIAL else None,
        supersedes=UUID(int=supersedes) if supersedes is not None else None,
    )


def test_what_was_taken_back_or_corrected_is_swallowed_once_or_not_at_all() -> None:
    two_phones = [logged(1, IntakeKind.TAKEN, 0), logged(2, IntakeKind.TAKEN, 0)]
    corrected = [logged(3, IntakeKind.TAKEN, 1), logged(4, IntakeKind.PARTIAL, 1, supersedes=3)]
    undone = [logged(5, IntakeKind.TAKEN, 2), logged(6, IntakeKind.UNDONE, 2, supersedes=5)]
    outside = [logged(7, IntakeKind.TAKEN, None), logged(8, IntakeKind.TAKEN, None)]
    taken_back = logged(9, IntakeKind.UNDONE, None, supersedes=7)
    skipped = logged(10, IntakeKind.SKIPPED, 3)
    rows = [*two_phones, *corrected, *undone, *outside, taken_back, skipped]
    found = [one.id.int for one in swallowed_among(rows * 2)]
    assert found == [2, 4, 8]
    assert found == [one.id.int for one in swallowed_among(reversed(rows))]


packs = st.lists(
    st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 50))), min_size=1, max_size=6
)


@given(packs, st.integers(0, 120))
def test_the_expiry_is_that_of_the_packs_that_are_left_when_the_oldest_goes_first(
    made: list[tuple[int, int | None]], left: int
) -> None:
    shelf = [
        Pack(NOON + n * HOUR, Decimal(amount), MONDAY + timedelta(days=day) if day is not None else None)
        for n, (amount, day) in enumerate(made)
    ]
    pieces = [pack for pack in shelf for _ in range(int(pack.amount))]
    there = pieces[len(pieces) - min(left, len(pieces)) :]
    days = [pack.expires for pack in there if pack.expires is not None]
    nothing_came_after = all(pack.amount for pack in shelf)
    if nothing_came_after:
        assert earliest_expiry(shelf, Decimal(left)) == min(days, default=None)


times = st.lists(st.integers(0, 23), min_size=1, max_size=3, unique=True)


@given(times, st.integers(1, 4), st.integers(0, 60), st.integers(1, 30))
def test_the_run_out_is_what_taking_dose_by_dose_comes_to(
    hours: list[int], quarters: int, left: int, days: int
) -> None:
    amount = Decimal(quarters) / 4
    plan = replace(schedule(daily(*(f"{hour:02}:00" for hour in sorted(hours)))), amount=amount)
    coming = occurrences(plan, MONDAY, MONDAY + timedelta(days=days), MADRID)
    there, missing = Decimal(left), None
    for day in range(days):
        for hour in sorted(hours):
            if missing is None and there < amount:
                missing = (MONDAY + timedelta(days=day), f"{hour:02}:00")
            there -= amount
    short = first_dose_without(Decimal(left), coming)
    assert missing == ((short.local_date, short.local_time) if short else None)
