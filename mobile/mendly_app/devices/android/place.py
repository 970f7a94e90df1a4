"""The running app as Android knows it, the phone's clock, its name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from jnius import autoclass

from mendly_app.devices.ports import Identity

LONGEST_NAME = 60


def activity() -> Any:
    """The activity that shows the app."""
    return autoclass("org.kivy.android.PythonActivity").mActivity


def context() -> Any:
    """The application's context, which outlives the activity."""
    return activity().getApplicationContext()


class AndroidClock:
    """Fits the port `Clock`. Python on Android does not know the zone; Java does."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def zone(self) -> str:
        return str(autoclass("java.util.TimeZone").getDefault().getID())


def android_identity() -> Identity:
    build = autoclass("android.os.Build")
    language = autoclass("java.util.Locale").getDefault().getLanguage()
    name = f"{build.MANUFACTURER} {build.MODEL}".strip()[:LONGEST_NAME]
    return Identity(name=name or "Android", platform="android", language=str(language))
