"""A desktop computer in the phone's place: its clock, zone, name and look."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mendly_app.devices.ports import Alarm, AlarmAnswer, Identity

ZONES = "/zoneinfo/"
FALLBACK_ZONE = "UTC"


class SystemClock:
    """Fits the port `Clock`."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def zone(self) -> str:
        """From TZ, else from where /etc/localtime points, else UTC."""
        named = os.environ.get("TZ", "").lstrip(":")
        linked = str(Path("/etc/localtime").resolve())
        for name in (named, linked.partition(ZONES)[2]):
            if _is_zone(name):
                return name
        return FALLBACK_ZONE


class NoAlarms:
    """A desktop rings only while the app runs. Fits the port `Alarms`."""

    def ring_by_themselves(self) -> bool:
        return False

    def plan(self, alarms: Sequence[Alarm]) -> None:
        """Nothing to plan."""

    def answers(self) -> list[AlarmAnswer]:
        return []


class PlainLook:
    """Fits the port `Look`."""

    def __init__(self, *, dark: bool = False) -> None:
        self._dark = dark

    def is_dark(self) -> bool:
        return self._dark

    def on_change(self, listener: Callable[[], None]) -> None:
        """A desktop's look is read once."""

    def insets(self) -> tuple[float, float]:
        return 0.0, 0.0


def desktop_identity() -> Identity:
    language = os.environ.get("LANG", "en")[:2]
    return Identity(name=platform.node() or "Desktop", platform="desktop", language=language)


def _is_zone(name: str) -> bool:
    try:
        return bool(name) and bool(ZoneInfo(name))
    except (LookupError, OSError, ValueError):
        return False
