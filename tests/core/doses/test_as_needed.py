"""As needed: the most of any 24 hours and the least gap, also for doses that are logged late."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from mendly_core.doses import AsNeededRule, Caution, TakenAmount, room_for
from tests.core.doses.plans import utc

NOON = utc("2026-11-23 12:00")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ONE = Decimal(1)


def took(*hours_before: float, amount: Decimal = ONE) -> list[TakenAmount]:
    return [TakenAmount(NOON - hours * HOUR, amount) for hours in hours_before]


def test_nothing_is_asked_without_limits() -> None:
    room = room_for(AsNeededRule(), ONE, took(0, 0.01, 1), NOON)
    assert (room.cautions, room.left, room.free_at, room.taken) == ((), None, NOON, Decimal(3))


def test_the_day_is_a_rolling_one() -> None:
    rule = AsNeededRule(most=Decimal(3))
    assert room_for(rule, ONE, took(1, 2, 23.99), NOON).cautions == (Caution.TOO_MUCH,)
    assert room_for(rule, ONE, took(1, 2, 24), NOON).cautions == ()
    assert room_for(rule, ONE, took(1, 2, 23), NOON).free_at == NOON + HOUR


def test_twice_the_amount_counts_twice() -> None:
    rule = AsNeededRule(most=Decimal(3))
    assert room_for(rule, Decimal(2), took(1, 2), NOON).cautions == (Caution.TOO_MUCH,)
    assert room_for(rule, Decimal(4), [], NOON).free_at is None
    assert room_for(rule, ONE, took(1, amount=Decimal("2.5")), NOON).left == Decimal("0.5")


def test_the_gap_counts_on_both_sides_of_a_dose_that_is_logged_late() -> None:
    rule = AsNeededRule(gap=240)
    assert room_for(rule, ONE, took(3.99), NOON).cautions == (Caution.TOO_SOON,)
    assert room_for(rule, ONE, took(4), NOON).cautions == ()
    assert room_for(rule, ONE, took(-2), NOON).cautions == (Caution.TOO_SOON,)


def test_a_dose_logged_late_counts_in_the_windows_after_it() -> None:
    rule = AsNeededRule(most=Decimal(3))
    later = [TakenAmount(NOON + hours * HOUR, ONE) for hours in (1, 2, 3)]
    assert room_for(rule, ONE, later, NOON).cautions == (Caution.TOO_MUCH,)


def test_a_day_has_24_real_hours_when_the_clocks_change() -> None:
    before = utc("2026-10-24 10:00")
    rule = AsNeededRule(most=ONE)
    room = room_for(rule, ONE, [TakenAmount(before, ONE)], utc("2026-10-25 09:59"))
    assert room.free_at == utc("2026-10-25 10:00")


intakes = st.lists(
    st.tuples(st.integers(-3000, 3000), st.integers(1, 4)).map(
        lambda row: TakenAmount(NOON + row[0] * MINUTE, Decimal(row[1]) / 2)
    ),
    max_size=12,
)


@given(
    intakes,
    st.integers(2, 12),
    st.none() | st.integers(1, 600),
    st.integers(1, 4).map(lambda halves: Decimal(halves) / 2),
)
def test_the_free_moment_is_free_and_none_before_it_is(
    known: list[TakenAmount], most: int, gap: int | None, amount: Decimal
) -> None:
    rule = AsNeededRule(most=Decimal(most) / 2, gap=gap)
    free_at = room_for(rule, amount, known, NOON).free_at
    if rule.most is not None and amount > rule.most:
        assert free_at is None
        return
    assert free_at is not None
    assert is_free(rule, amount, known, free_at)
    moment = NOON
    while moment < free_at:
        assert not is_free(rule, amount, known, moment)
        moment += 7 * MINUTE


def is_free(rule: AsNeededRule, amount: Decimal, known: list[TakenAmount], at: datetime) -> bool:
    """By brute force: with the dose, no 24 hours hold too much, and none lies too near."""
    rows = sorted([*known, TakenAmount(at, amount)], key=lambda row: row.at)
    too_near = any(abs(row.at - at) < (rule.gap or 0) * MINUTE for row in known)
    windows = (row.at for row in rows if at <= row.at < at + 24 * HOUR)
    sums = [sum(row.amount for row in rows if end - 24 * HOUR < row.at <= end) for end in windows]
    return not too_near and all(rule.most is None or total <= rule.most for total in sums)
