"""Parts of a phone for tests and for the headless app: they do nothing, and remember what they were told."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from mendly_app.devices.ports import (
    Acceleration,
    Alarm,
    AlarmAnswer,
    Charge,
    Clock,
    Devices,
    Identity,
    KeyVault,
)
from mendly_app.sync.seal import KEY_BYTES


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime, zone: str = "UTC") -> None:
        self._now = now.astimezone(UTC)
        self._zone = zone

    def now(self) -> datetime:
        return self._now

    def zone(self) -> str:
        return self._zone

    def move(self, by: timedelta) -> None:
        self._now += by

    def travel(self, zone: str) -> None:
        self._zone = zone


class FakeBattery:
    def __init__(self, charge: Charge | None = None) -> None:
        self.level = charge

    def charge(self) -> Charge | None:
        return self.level


class FakeVibrator:
    def __init__(self) -> None:
        self.times = 0

    def vibrate(self, seconds: float) -> None:
        self.times += 1


class FakeAccelerometer:
    """Gives the samples it was filled with, one a read."""

    def __init__(self, samples: Sequence[Acceleration] = (), *, exists: bool = True) -> None:
        self._samples = list(samples)
        self._exists = exists
        self.is_on = False

    def switch_on(self) -> bool:
        self.is_on = self._exists
        return self._exists

    def switch_off(self) -> None:
        self.is_on = False

    def read(self) -> Acceleration | None:
        return self._samples.pop(0) if self.is_on and self._samples else None


class FakeSpeech:
    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.stops = 0

    def is_available(self) -> bool:
        return True

    def say(self, text: str, language: str) -> None:
        self.said.append((text, language))

    def stop(self) -> None:
        self.stops += 1


class FakeNotifier:
    def __init__(self) -> None:
        self.shown: list[tuple[str, str]] = []

    def show(self, title: str, text: str) -> None:
        self.shown.append((title, text))


class MemoryVault:
    """Keeps the key in memory; `forget` makes a new one due."""

    def __init__(self) -> None:
        self._key: bytes | None = None

    def key(self) -> bytes:
        if self._key is None:
            self._key = secrets.token_bytes(KEY_BYTES)
        return self._key

    def forget(self) -> None:
        self._key = None


class FakeAlarms:
    def __init__(self, *, rings: bool = False) -> None:
        self.rings = rings
        self.planned: list[Alarm] = []
        self.pressed: list[AlarmAnswer] = []

    def ring_by_themselves(self) -> bool:
        return self.rings

    def plan(self, alarms: Sequence[Alarm]) -> None:
        self.planned = list(alarms)

    def answers(self) -> list[AlarmAnswer]:
        answers, self.pressed = self.pressed, []
        return answers


class FakeLook:
    def __init__(self, *, dark: bool = False) -> None:
        self.dark = dark
        self.bars = (0.0, 0.0)
        self._listeners: list[Callable[[], None]] = []

    def is_dark(self) -> bool:
        return self.dark

    def on_change(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)

    def insets(self) -> tuple[float, float]:
        return self.bars

    def change(self, *, dark: bool) -> None:
        self.dark = dark
        for listener in self._listeners:
            listener()


def fake_devices(clock: Clock, vault: KeyVault | None = None, language: str = "en") -> Devices:
    """A whole phone of fakes."""
    return Devices(
        clock=clock,
        battery=FakeBattery(),
        vibrator=FakeVibrator(),
        accelerometer=FakeAccelerometer(),
        speech=FakeSpeech(),
        notifier=FakeNotifier(),
        vault=vault or MemoryVault(),
        alarms=FakeAlarms(),
        look=FakeLook(),
        identity=Identity(name="Test phone", platform="test", language=language),
    )
