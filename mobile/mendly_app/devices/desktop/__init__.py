"""Adapters for a desktop: development, end-to-end tests, and showing the app."""

from pathlib import Path

from mendly_app.devices.desktop.host import NoAlarms, PlainLook, SystemClock, desktop_identity
from mendly_app.devices.desktop.vault import FileVault
from mendly_app.devices.plyer_adapters import (
    PlyerAccelerometer,
    PlyerBattery,
    PlyerNotifier,
    PlyerSpeech,
    PlyerVibrator,
)
from mendly_app.devices.ports import Devices


def desktop_devices(folder: Path) -> Devices:
    """All ports on a desktop; the key lies in `folder`."""
    return Devices(
        clock=SystemClock(),
        battery=PlyerBattery(),
        vibrator=PlyerVibrator(),
        accelerometer=PlyerAccelerometer(),
        speech=PlyerSpeech(),
        notifier=PlyerNotifier(),
        vault=FileVault(folder),
        alarms=NoAlarms(),
        look=PlainLook(),
        identity=desktop_identity(),
    )
