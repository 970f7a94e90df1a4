"""Adapters for Android, over pyjnius where plyer does not reach. Imported on Android only."""

from __future__ import annotations

from pathlib import Path

from mendly_app.devices.android.alarms import AndroidAlarms
from mendly_app.devices.android.look import AndroidLook
from mendly_app.devices.android.notify import AndroidNotifier
from mendly_app.devices.android.place import AndroidClock, android_identity, context
from mendly_app.devices.android.speech import AndroidSpeech
from mendly_app.devices.android.vault import KeystoreVault
from mendly_app.devices.plyer_adapters import PlyerAccelerometer, PlyerBattery, PlyerVibrator
from mendly_app.devices.ports import Devices


def private_folder() -> Path:
    """The app's own folder, which no other app can read and no backup takes along."""
    return Path(context().getFilesDir().getAbsolutePath())


def android_devices(folder: Path) -> Devices:
    """All ports on a phone."""
    return Devices(
        clock=AndroidClock(),
        battery=PlyerBattery(),
        vibrator=PlyerVibrator(),
        accelerometer=PlyerAccelerometer(),
        speech=AndroidSpeech(),
        notifier=AndroidNotifier(),
        vault=KeystoreVault(folder),
        alarms=AndroidAlarms(folder),
        look=AndroidLook(),
        identity=android_identity(),
    )
