"""The step counter on simulated walks and on simulated movement without steps; no recordings of people."""

from __future__ import annotations

import math
import statistics
from functools import cache

import pytest

from mendly_core.signals.steps import GATE_STEPS, StepCounter
from tests.core.signals.walks import PLACES, Sample, Walk, desk, driving, handling, walk


@cache
def walks() -> tuple[Walk, ...]:
    return tuple(walk(4243 + 7 * number, place) for place in PLACES for number in range(6))


def counted(samples: list[Sample]) -> int:
    return StepCounter().feed_all(samples)


def test_walks_are_counted_within_three_percent_and_none_is_far_off() -> None:
    errors = [abs(counted(made.samples) - made.steps) / made.steps for made in walks()]
    assert statistics.fmean(errors) <= 0.03
    assert max(errors) <= 0.15


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_no_place_to_carry_the_phone_is_left_out(place: object) -> None:
    errors = [abs(counted(made.samples) - made.steps) / made.steps for made in walks() if made.place is place]
    assert statistics.fmean(errors) <= 0.05


@pytest.mark.parametrize("seed", range(3))
def test_a_desk_and_a_phone_in_use_count_nothing(seed: int) -> None:
    assert counted(desk(seed, 2)) == 0
    assert counted(handling(seed, 2)) == 0


def test_driving_counts_few_steps() -> None:
    drives = [counted(driving(seed, 3)) for seed in range(6)]
    assert sum(drives) / (6 * 3) <= 4


def test_the_size_of_blocks_does_not_change_the_count() -> None:
    samples = walks()[8].samples
    for size in (1, 7, 64, 1000):
        counter = StepCounter()
        total = sum(counter.feed_all(samples[start : start + size]) for start in range(0, len(samples), size))
        assert total == counted(samples)


def test_time_comes_from_the_stamps_whatever_their_origin() -> None:
    made = walks()[2]
    moved = [(t + 86_400.0, x, y, z) for t, x, y, z in made.samples]
    assert abs(counted(moved) - counted(made.samples)) <= 1


def test_turning_the_phone_by_a_fixed_angle_changes_nothing() -> None:
    made = walks()[3]
    turned = [(t, z, -x, -y) for t, x, y, z in made.samples]
    assert counted(turned) == counted(made.samples)


def test_nothing_is_counted_before_six_steps_in_a_row() -> None:
    made = walk(11, PLACES[0])
    counter = StepCounter()
    first = next(new for new in (counter.feed(*sample) for sample in made.samples) if new)
    assert first >= GATE_STEPS


def test_a_hole_in_the_signal_adds_no_steps() -> None:
    made = walks()[0]
    middle = made.samples[len(made.samples) // 2][0]
    holed = [sample for sample in made.samples if not middle < sample[0] < middle + 2.0]
    assert counted(made.samples) - 25 <= counted(holed) <= counted(made.samples)


def test_lost_samples_hardly_matter() -> None:
    made = next(made for made in walks() if made.samples[101][0] - made.samples[1][0] < 2.5)
    thinned = [sample for number, sample in enumerate(made.samples) if number % 5]
    assert abs(counted(thinned) - made.steps) / made.steps <= 0.05


def test_a_clock_that_starts_again_begins_a_new_signal() -> None:
    made = walks()[0]
    counter = StepCounter()
    assert counter.feed(1e9, 0.0, 0.0, 9.81) == 0
    assert counter.feed_all(made.samples) == counted(made.samples)


def bumps(*parts: tuple[float, float], period: float = 0.8, steps: int = 40) -> list[Sample]:
    """An even walk of sharp bumps: (seconds after the footfall, m/s2) for each part of a step."""
    samples: list[Sample] = []
    for n in range(int(period * steps * 50)):
        t = n / 50
        phase = t % period
        push = sum(size * math.exp(-(((phase - at) / 0.08) ** 2)) for at, size in parts)
        samples.append((t, 0.0, 0.0, 9.81 + push))
    return samples


def test_a_second_bump_close_behind_a_footfall_is_no_step() -> None:
    assert counted(bumps((0.2, 8.0), (0.42, 8.0))) == 40


def test_a_weak_bump_between_two_footfalls_is_no_step() -> None:
    """The first few may be lost while the counter learns how strong a step is; none may count double."""
    assert 32 <= counted(bumps((0.2, 8.0), (0.6, 2.9))) <= 40


def test_samples_out_of_order_repeated_or_broken_are_ignored() -> None:
    samples = walks()[0].samples
    nan = float("nan")
    troubled: list[Sample] = []
    for number, sample in enumerate(samples):
        troubled.append(sample)
        if number % 10 == 0:
            troubled += [
                sample,
                (sample[0] - 1.0, 50.0, 50.0, 50.0),
                (sample[0], nan, 0.0, 0.0),
                (nan, 0.0, 0.0, 9.8),
            ]
    assert counted(troubled) == counted(samples)


def test_stillness_free_fall_and_silence_count_nothing() -> None:
    assert counted([(n / 50, 0.0, 0.0, 9.81) for n in range(3000)]) == 0
    assert counted([(n / 50, 0.0, 0.0, 0.0) for n in range(3000)]) == 0
    assert counted([]) == 0
