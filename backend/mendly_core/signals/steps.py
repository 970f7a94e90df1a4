"""A step counter for a phone carried anywhere on the body, sample by sample, in plain Python.

Used where the phone has no step sensor of its own. The way: find "up" as the slow mean of the acceleration,
take what is left along it, smooth it, find peaks, and count them once several in a row look like walking.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from itertools import pairwise
from math import exp, isfinite, sqrt
from statistics import median
from typing import NamedTuple

GRAVITY_SECONDS = 1.0
SMOOTHING_SECONDS = 0.06
CLOCK_RESTART = 10.0
"""A sample this many seconds or more before the last one comes from a clock that started again."""

SHORTEST_STEP, LONGEST_STEP = 0.28, 1.5
"""Seconds between two steps: sprinting to a very slow walk."""
SMALLEST_SWING = 0.65
"""m/s2 from valley to peak below which nothing is a step."""
TURN_SHARE = 0.3
"""A rise or fall of this share of the usual swing turns the search from peak to valley and back."""
STEP_SHARE = 0.4
"""A peak with less than this share of the usual swing is the second bump of a step, not a step."""
REMEMBERED_SWINGS = 9
"""How many swings the usual one is the median of."""

GATE_STEPS = 6
"""Steps in a row that have to look like walking before any is counted."""
OPENING_GAPS, OPENING_STRIDES, OPENING_SWINGS = 0.25, 0.08, 0.35
"""The gate opens when the gaps between those steps, and the strides of two steps, lie within these shares
of their medians, and the weakest swing is at least the last share of the strongest. Strides are judged more
sharply: a limp alternates, a car's bounce does not."""
WEAK_SWING, OPENING_WEAK_STRIDES = 0.85, 0.05
"""Steps with a swing (m/s2) below this may be a car's bounce: their strides have to be more even."""
HELD_STEPS = 12
"""Steps held back while the gate is shut; when it opens they count at once."""
WALKING_REGULARITY, STUMBLES = 0.3, 1
"""The gate shuts when more than this many of the last gaps differ from their median by more than this
share: one turn or stumble ends no walk."""


class _Step(NamedTuple):
    time: float
    swing: float


class StepCounter:
    """Counts steps in accelerometer samples with gravity, in m/s2, however the samples are grouped."""

    def __init__(self) -> None:
        self._time: float | None = None
        self._gravity = (0.0, 0.0, 0.0)
        self._settled = 0.0
        self._level = self._extreme = self._valley = 0.0
        self._extreme_time = 0.0
        self._is_rising = True
        self._swings: deque[float] = deque(maxlen=REMEMBERED_SWINGS)
        self._steps: deque[_Step] = deque(maxlen=HELD_STEPS)
        self._is_walking = False

    def feed(self, t: float, x: float, y: float, z: float) -> int:
        """Take one sample at `t` seconds (any origin) and return the steps it completes, mostly 0.

        Samples a little out of order or not finite are ignored; a restarted clock begins a new signal.
        """
        if not (isfinite(t) and isfinite(x) and isfinite(y) and isfinite(z)):
            return 0
        if self._time is None or t < self._time - CLOCK_RESTART:
            self._start(t, x, y, z)
            return 0
        seconds = t - self._time
        if seconds <= 0:
            return 0
        self._time = t
        up = self._upward(seconds, x, y, z)
        self._level += (1 - exp(-seconds / SMOOTHING_SECONDS)) * (up - self._level)
        return self._follow(t, self._level)

    def feed_all(self, samples: Iterable[tuple[float, float, float, float]]) -> int:
        """Take many (t, x, y, z) samples and return the steps they complete."""
        return sum(self.feed(*sample) for sample in samples)

    def _shut_gate(self) -> None:
        self._is_walking = False
        self._steps.clear()
        self._swings.clear()

    def _start(self, t: float, x: float, y: float, z: float) -> None:
        self._time = t
        self._gravity = (x, y, z)
        self._settled = 0.0
        self._level = self._extreme = self._valley = 0.0
        self._extreme_time = t
        self._is_rising = True
        self._shut_gate()

    def _upward(self, seconds: float, x: float, y: float, z: float) -> float:
        """Move the gravity estimate on and return the acceleration along it, in m/s2 above gravity."""
        self._settled = min(GRAVITY_SECONDS, self._settled + seconds)
        share = 1 - exp(-seconds / max(self._settled, seconds))
        gx, gy, gz = self._gravity
        gx += share * (x - gx)
        gy += share * (y - gy)
        gz += share * (z - gz)
        self._gravity = gx, gy, gz
        size = sqrt(gx * gx + gy * gy + gz * gz) or 1.0
        return (x * gx + y * gy + z * gz) / size - size

    def _follow(self, t: float, level: float) -> int:
        """Follow the smoothed signal from valley to peak; the fall after a peak is where a step is judged."""
        if (level > self._extreme) == self._is_rising:
            self._extreme, self._extreme_time = level, t
            return 0
        if abs(level - self._extreme) < self._turn_size():
            return 0
        turned, turned_time, was_rising = self._extreme, self._extreme_time, self._is_rising
        self._extreme, self._extreme_time, self._is_rising = level, t, not was_rising
        if not was_rising:
            self._valley = turned
            return 0
        return self._judge(turned_time, turned - self._valley)

    def _turn_size(self) -> float:
        usual = median(self._swings) if self._swings else 0.0
        return max(SMALLEST_SWING / 2, TURN_SHARE * usual)

    def _judge(self, t: float, swing: float) -> int:
        """Decide whether the peak at `t` is a step; return the steps that count from now on."""
        if self._steps and t - self._steps[-1].time > LONGEST_STEP:
            self._shut_gate()
        usual = median(self._swings) if self._swings else SMALLEST_SWING
        is_too_small = swing < max(SMALLEST_SWING, STEP_SHARE * usual)
        is_too_soon = bool(self._steps) and t - self._steps[-1].time < SHORTEST_STEP
        if is_too_small or is_too_soon:
            return 0
        self._swings.append(swing)
        self._steps.append(_Step(t, swing))
        return self._pass_gate()

    def _pass_gate(self) -> int:
        last = list(self._steps)[-GATE_STEPS:]
        gaps = [later.time - earlier.time for earlier, later in pairwise(last)]
        if _count_uneven(gaps, WALKING_REGULARITY) > STUMBLES:
            self._is_walking = False
            self._steps = deque(last[-1:], HELD_STEPS)
            return 0
        if self._is_walking:
            return 1
        if len(last) < GATE_STEPS or not _looks_like_walking(last, gaps):
            return 0
        self._is_walking = True
        return len(self._steps)


def _looks_like_walking(steps: list[_Step], gaps: list[float]) -> bool:
    strides = [later.time - earlier.time for earlier, later in zip(steps, steps[2:], strict=False)]
    swings = [step.swing for step in steps]
    evenness = OPENING_STRIDES if min(swings) >= WEAK_SWING else OPENING_WEAK_STRIDES
    is_even = not _count_uneven(gaps, OPENING_GAPS) and not _count_uneven(strides, evenness)
    return is_even and min(swings) >= OPENING_SWINGS * max(swings)


def _count_uneven(gaps: list[float], share: float) -> int:
    """How many gaps differ from their median by more than a share of it."""
    usual = median(gaps) if gaps else 0.0
    return sum(abs(gap - usual) > share * usual for gap in gaps)
