"""What the app wants of a phone. Every port is small, and nothing behind one may raise into a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time, and where the phone is."""

    def now(self) -> datetime:
        """The instant, in UTC."""
        ...

    def zone(self) -> str:
        """The IANA name of the phone's time zone."""
        ...


@dataclass(frozen=True, slots=True)
class Charge:
    """How full the battery is, 0 to 100, and whether it is being charged."""

    percent: int
    charging: bool


class Battery(Protocol):
    def charge(self) -> Charge | None:
        """None when the phone does not say."""
        ...


class Vibrator(Protocol):
    def vibrate(self, seconds: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Acceleration:
    """Acceleration with gravity in m/s2, on the phone's own axes; `seconds` from any fixed origin."""

    seconds: float
    x: float
    y: float
    z: float


class Accelerometer(Protocol):
    """Polled while it is switched on."""

    def switch_on(self) -> bool:
        """False when the phone has none."""
        ...

    def switch_off(self) -> None: ...

    def read(self) -> Acceleration | None:
        """The newest sample, None before the first."""
        ...


class Speech(Protocol):
    """Reads aloud, away from the UI's thread. A new text ends the one before."""

    def is_available(self) -> bool: ...

    def say(self, text: str, language: str) -> None: ...

    def stop(self) -> None: ...


class Notifier(Protocol):
    """Shows a fixed, neutral text, also on the lock screen. Never hand it a name or a health detail."""

    def show(self, title: str, text: str) -> None: ...


class KeyVault(Protocol):
    """Keeps the one key of the store where other apps cannot reach it."""

    def key(self) -> bytes:
        """The 32 bytes, made at the first call. Raises `VaultClosed`."""
        ...

    def forget(self) -> None:
        """Destroy the key: what it sealed can never be read again."""
        ...


class VaultClosed(Exception):
    """The key cannot be had now, for example because the phone was reset or is locked."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One reminder that rings while the app does not run. `text` is fixed and neutral.

    `buttons`: the words for taken, later and skip; none for a reminder that can only be opened.
    """

    at: datetime
    id: str
    text: str
    buttons: tuple[str, str, str] | None = None


class Alarms(Protocol):
    """Reminders by the phone itself."""

    def ring_by_themselves(self) -> bool:
        """Whether the phone rings without the app, so that the app must not ring too."""
        ...

    def plan(self, alarms: Sequence[Alarm]) -> None:
        """Replace all planned alarms by these."""
        ...

    def answers(self) -> list[AlarmAnswer]:
        """Take what was answered on notifications since the last call."""
        ...


@dataclass(frozen=True, slots=True)
class AlarmAnswer:
    """A button pressed on a notification: "taken" or "skipped". `id` is the alarm's."""

    id: str
    act: str
    at: datetime


class Look(Protocol):
    """How the phone itself looks."""

    def is_dark(self) -> bool: ...

    def on_change(self, listener: Callable[[], None]) -> None: ...

    def insets(self) -> tuple[float, float]:
        """Pixels at the top and bottom that the system's bars cover."""
        ...


@dataclass(frozen=True, slots=True)
class Identity:
    """What the phone is called in the person's list of devices, and its platform."""

    name: str
    platform: str
    language: str


@dataclass(frozen=True, slots=True)
class Devices:
    """All ports of one phone."""

    clock: Clock
    battery: Battery
    vibrator: Vibrator
    accelerometer: Accelerometer
    speech: Speech
    notifier: Notifier
    vault: KeyVault
    alarms: Alarms
    look: Look
    identity: Identity
