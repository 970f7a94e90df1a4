"""Simulated accelerometer signals, as (seconds, x, y, z) in m/s2 with gravity: walks with a known step
count, and everyday movement without steps. They are drawn from a physical sketch of gait, not recorded from
people."""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

GRAVITY = 9.81
Sample = tuple[float, float, float, float]
Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Carried:
    """Where the phone is: how strong each part of the gait reaches it.

    `asymmetry` weakens every second step (a trouser pocket feels one leg more), `swing` tilts the phone at
    stride rate (radians, an arm), `strike` is the sharp part of a footfall, `double` the second bump of a
    step.
    """

    name: str
    vertical: float
    forward: float
    sideways: float
    asymmetry: float
    swing: float
    strike: float
    double: float


PLACES = (
    Carried("waist", 1.0, 0.5, 0.3, 0.05, 0.02, 0.5, 0.25),
    Carried("trouser pocket", 1.1, 0.8, 0.4, 0.30, 0.25, 0.6, 0.45),
    Carried("coat pocket", 0.8, 0.5, 0.4, 0.15, 0.10, 0.3, 0.35),
    Carried("backpack", 0.9, 0.3, 0.2, 0.05, 0.03, 0.2, 0.15),
    Carried("read in the hand", 0.7, 0.2, 0.15, 0.05, 0.03, 0.15, 0.15),
    Carried("swinging hand", 0.8, 0.7, 0.5, 0.20, 0.40, 0.4, 0.30),
)


@dataclass(frozen=True)
class Walk:
    place: Carried
    steps: int
    samples: list[Sample]


def walk(seed: int, place: Carried) -> Walk:
    """One walk of two to four bouts between pauses: 57 to 150 steps a minute, frail to brisk, 20 to 100
    samples a second. Steps differ in length and strength, some people limp, and now and then one turns or
    stumbles."""
    chance = random.Random(seed)
    cadence = chance.uniform(0.95, 2.5)
    strength = 0.9 * cadence**1.6 * chance.uniform(0.7, 1.3)
    footfalls = _footfalls(chance, cadence)
    gait = _Gait(place, strength, [chance.uniform(-0.8, 0.8) for _ in range(4)])
    turn = _random_rotation(chance)
    sway, noise = chance.uniform(0.02, 0.15), chance.uniform(0.05, 0.25)
    rattle = _Resonator(chance, chance.uniform(2.5, 6.0), 0.3, chance.uniform(0.1, 0.3) * strength)
    samples: list[Sample] = []
    previous = 0.0
    for t in _times(chance, footfalls[-1][-1].time + 3.0):
        moment = _moment(footfalls, t)
        x, y, z = gait.force(moment)
        z += GRAVITY + rattle.step(max(1e-4, t - previous)) * moment.strength
        angle = gait.tilt(moment) + 0.15 * math.sin(math.tau * sway * t)
        samples.append((t, *_noisy(chance, _rotated(turn, _tilted((x, y, z), angle)), noise)))
        previous = t
    return Walk(place, sum(len(bout) for bout in footfalls), samples)


def driving(seed: int, minutes: float) -> list[Sample]:
    """A phone in a car: suspension near 1.3 Hz excited by chance, road and engine, braking, bends."""
    chance = random.Random(seed)
    bounce = _Resonator(chance, 1.3, 0.35, chance.uniform(0.15, 0.45))
    rumble = _Resonator(chance, 11.0, 0.1, chance.uniform(0.3, 0.8))
    manoeuvre = _Resonator(chance, 0.05, 0.7, 1.0)

    def force(t: float, dt: float) -> Vector:
        push = manoeuvre.step(dt)
        return (
            push,
            0.6 * push,
            GRAVITY + bounce.step(dt) + rumble.step(dt) + 0.05 * math.sin(math.tau * 26 * t),
        )

    return _still_signal(chance, minutes, force)


def desk(seed: int, minutes: float) -> list[Sample]:
    """A phone on a desk beside a keyboard: tiny taps, a bump now and then."""
    chance = random.Random(seed)
    knock = 0.0

    def force(t: float, dt: float) -> Vector:
        nonlocal knock
        knock *= math.exp(-dt / 0.03)
        if chance.random() < 6 * dt:
            knock += chance.uniform(0.05, 0.4)
        if chance.random() < dt / 20:
            knock += chance.uniform(1.0, 5.0)
        return 0.3 * knock, 0.2 * knock, GRAVITY + knock

    return _still_signal(chance, minutes, force)


def handling(seed: int, minutes: float) -> list[Sample]:
    """A phone in use while sitting: lifted, turned, tapped, put down, at irregular moments."""
    chance = random.Random(seed)
    angles = [0.0, 0.0]
    targets = [0.0, 0.0]
    jerk = 0.0
    tremble = _Resonator(chance, 3.0, 0.3, 0.12)

    def force(t: float, dt: float) -> Vector:
        nonlocal jerk
        jerk *= math.exp(-dt / 0.12)
        if chance.random() < dt / 1.5:
            targets[0], targets[1] = chance.uniform(-1.2, 1.2), chance.uniform(-0.8, 0.8)
            jerk += chance.uniform(-3.0, 3.0)
        if chance.random() < 3 * dt:
            jerk += chance.uniform(-0.6, 0.6)
        for index in (0, 1):
            angles[index] += (targets[index] - angles[index]) * (1 - math.exp(-dt / 0.3))
        up = (
            math.sin(angles[0]),
            math.cos(angles[0]) * math.sin(angles[1]),
            math.cos(angles[0]) * math.cos(angles[1]),
        )
        size = GRAVITY + jerk + tremble.step(dt)
        return up[0] * size, up[1] * size, up[2] * size

    return _still_signal(chance, minutes, force)


class _Resonator:
    """A damped oscillator driven by white noise; its motion has about the given root mean square."""

    def __init__(self, chance: random.Random, frequency: float, damping: float, size: float) -> None:
        self._chance = chance
        self._omega = math.tau * frequency
        self._damping = damping
        self._drive = size * math.sqrt(4 * damping * self._omega**3)
        self._place = self._speed = 0.0

    def step(self, dt: float) -> float:
        parts = max(1, math.ceil(dt * self._omega / 0.2))
        dt /= parts
        for _ in range(parts):
            pull = -2 * self._damping * self._omega * self._speed - self._omega**2 * self._place
            self._speed += pull * dt + self._drive * math.sqrt(dt) * self._chance.gauss(0, 1)
            self._place += self._speed * dt
        return self._place


@dataclass(frozen=True)
class _Footfall:
    time: float
    strength: float


@dataclass(frozen=True)
class _Moment:
    """Where in a bout a time lies: `phase` within the step (0 at a footfall), `stride` in steps."""

    phase: float = 0.0
    stride: float = 0.0
    strength: float = 0.0


@dataclass(frozen=True)
class _Gait:
    place: Carried
    strength: float
    phases: list[float]

    def force(self, moment: _Moment) -> Vector:
        place, size = self.place, self.strength * moment.strength
        weak = 1 - place.asymmetry * (0.5 - 0.5 * math.cos(math.pi * moment.stride))
        from_strike = moment.phase - round(moment.phase)
        strike = place.strike * math.exp(-((from_strike / 0.06) ** 2))
        second_bump = place.double * math.cos(2 * math.tau * moment.phase + self.phases[1])
        vertical = place.vertical * size * weak * (math.cos(math.tau * moment.phase) + second_bump + strike)
        forward = place.forward * size * math.cos(math.tau * moment.phase + 1.2 + self.phases[2])
        sideways = place.sideways * size * math.cos(math.pi * moment.stride + self.phases[3])
        return sideways, forward, vertical

    def tilt(self, moment: _Moment) -> float:
        return (
            min(1.0, moment.strength) * self.place.swing * math.sin(math.pi * moment.stride + self.phases[0])
        )


def _footfalls(chance: random.Random, cadence: float) -> list[list[_Footfall]]:
    unevenness, limp = chance.uniform(0.015, 0.045), chance.choice((0.0, 0.0, 0.03, 0.07))
    t = chance.uniform(1.0, 4.0)
    bouts: list[list[_Footfall]] = []
    for _ in range(chance.randint(2, 4)):
        bout: list[_Footfall] = []
        pace = cadence * chance.uniform(0.9, 1.1)
        drift = 0.0
        for number in range(chance.randint(15, 60)):
            is_turn = chance.random() < 0.02
            bout.append(_Footfall(t, chance.gauss(1.0, 0.1) * (0.6 if is_turn else 1.0)))
            drift = 0.9 * drift + chance.gauss(0, 0.01)
            side = limp if number % 2 else -limp
            t += (1 + drift + side + chance.gauss(0, unevenness) + 0.25 * is_turn) / pace
        bouts.append(bout)
        t += chance.uniform(3.0, 9.0)
    return bouts


def _moment(footfalls: list[list[_Footfall]], t: float) -> _Moment:
    for bout in footfalls:
        first, last = bout[0].time, bout[-1].time
        usual = (last - first) / (len(bout) - 1)
        if first - usual / 2 <= t <= last + usual / 2:
            index = max(0, bisect_right(bout, t, key=lambda footfall: footfall.time) - 1)
            span = bout[index + 1].time - bout[index].time if index + 1 < len(bout) else usual
            phase = (t - bout[index].time) / span
            edge = min(t - first + usual / 2, last + usual / 2 - t) / usual
            nearest = bout[min(len(bout) - 1, index + round(max(0.0, phase)))]
            return _Moment(phase, index + phase, nearest.strength * min(1.0, 0.4 + 0.5 * edge))
    return _Moment()


def _times(chance: random.Random, end: float) -> Iterator[float]:
    rate = chance.choice((20.0, 25.0, 50.0, 50.0, 100.0))
    jitter = chance.uniform(0.0, 0.3) / rate
    t = 0.0
    while t < end:
        yield t + chance.uniform(0, jitter)
        t += 1 / rate


def _still_signal(
    chance: random.Random, minutes: float, force: Callable[[float, float], Vector]
) -> list[Sample]:
    turn = _random_rotation(chance)
    samples: list[Sample] = []
    previous = 0.0
    for t in _times(chance, minutes * 60):
        samples.append((t, *_noisy(chance, _rotated(turn, force(t, max(1e-4, t - previous))), 0.05)))
        previous = t
    return samples


def _noisy(chance: random.Random, vector: Vector, size: float) -> Vector:
    return tuple(part + chance.gauss(0, size) for part in vector)  # type: ignore[return-value]


def _tilted(vector: Vector, angle: float) -> Vector:
    x, y, z = vector
    return x, y * math.cos(angle) - z * math.sin(angle), y * math.sin(angle) + z * math.cos(angle)


def _random_rotation(chance: random.Random) -> tuple[Vector, Vector, Vector]:
    w, x, y, z = (chance.gauss(0, 1) for _ in range(4))
    size = math.sqrt(w * w + x * x + y * y + z * z)
    w, x, y, z = w / size, x / size, y / size, z / size
    return (
        (1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)),
        (2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)),
        (2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)),
    )


def _rotated(turn: tuple[Vector, Vector, Vector], vector: Vector) -> Vector:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in turn)  # type: ignore[return-value]
