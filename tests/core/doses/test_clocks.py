"""The hybrid logical clock orders entries of devices whose clocks disagree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.doses import HybridClock, NotAClock
from mendly_core.doses.clocks import HIGHEST_COUNTER, HIGHEST_MILLISECONDS

moments = st.integers(min_value=0, max_value=1 << 44)
marks = st.builds(
    HybridClock, st.sampled_from(["phone", "web", "tablet-2"]), moments, st.integers(0, HIGHEST_COUNTER)
)


def test_a_mark_is_written_as_agreed() -> None:
    clock = HybridClock("phone").tick(0x18FAAAABBBB).tick(0x18FAAAABBBB)
    assert str(clock) == "0000018faaaabbbb-0001-phone"


@given(moments, st.lists(moments | marks, max_size=30))
def test_own_marks_always_rise_above_everything_seen(start: int, steps: list[int | HybridClock]) -> None:
    clock = HybridClock("phone").tick(start)
    highest = str(clock)
    for step in steps:
        if isinstance(step, HybridClock):
            clock = clock.observe(str(step))
            highest = max(highest, str(step), key=lambda mark: mark[:21])
        else:
            clock = clock.tick(step)
            assert str(clock) > highest or str(clock)[:21] > highest[:21]
            highest = str(clock)


@given(marks, marks)
def test_text_order_is_time_order(one: HybridClock, two: HybridClock) -> None:
    def numbers(clock: HybridClock) -> tuple[int, int, str]:
        return clock.milliseconds, clock.counter, clock.device

    assert (str(one) < str(two)) == (numbers(one) < numbers(two))


@given(marks)
def test_a_mark_reads_back(clock: HybridClock) -> None:
    assert HybridClock.parse(str(clock)) == clock


@given(marks, marks)
def test_observing_is_idempotent_and_never_goes_back(own: HybridClock, other: HybridClock) -> None:
    seen = own.observe(other)
    assert seen.observe(other) == seen
    assert (seen.milliseconds, seen.counter) == max(
        (own.milliseconds, own.counter), (other.milliseconds, other.counter)
    )


def test_a_wall_clock_set_back_a_day_does_not_disorder_entries() -> None:
    today = HybridClock("phone").tick(1_793_500_000_000)
    yesterday = today.tick(1_793_500_000_000 - 86_400_000)
    assert str(yesterday) > str(today)


def test_a_full_counter_moves_on_to_the_next_millisecond() -> None:
    assert HybridClock("phone", 5, HIGHEST_COUNTER).tick(3) == HybridClock("phone", 6, 0)


@pytest.mark.parametrize(
    "mark",
    [
        "",
        "0000018faaaabbbb-0001",
        "0000018faaaabbbb-0001-",
        "0000018FAAAABBBB-0001-phone",
        "0000018faaaabbbb-0001-Phone",
        "0000018faaaabbbb-0001-phone\n",
        "18faaaabbbb-1-phone",
        "ffff018faaaabbbb-0001-phone",
        "0000018faaaabbbb-0001-" + "x" * 65,
    ],
)
def test_what_is_no_mark_is_refused(mark: str) -> None:
    with pytest.raises(NotAClock):
        HybridClock.parse(mark)


def test_a_clock_out_of_range_is_refused() -> None:
    with pytest.raises(NotAClock):
        HybridClock("phone", HIGHEST_MILLISECONDS).tick(HIGHEST_MILLISECONDS + 1)
    with pytest.raises(NotAClock):
        HybridClock("Dr Imani's phone")
