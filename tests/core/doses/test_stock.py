"""Stock: what is left, whatever the order in which the entries come, and the dose that it no longer covers."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from mendly_core.doses import (
    StockEntry,
    StockKind,
    Used,
    first_dose_without,
    occurrences,
    remind_from,
    stock_at,
)
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
