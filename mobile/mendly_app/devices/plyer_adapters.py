"""The parts of a phone that plyer reaches well, on Android and on a desktop.

A phone without the part, or a desktop without its helper program, is a phone that lacks the part. plyer tells
so by whatever its platform raises, plain `Exception` included, so the guards here are as wide.
"""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import plyer

from mendly_app.devices.ports import Acceleration, Charge

log = logging.getLogger("mendly.phone.devices")


class PlyerBattery:
    """Fits the port `Battery`."""

    def charge(self) -> Charge | None:
        try:
            status: dict[str, Any] = plyer.battery.status
            percent = status["percentage"]
            return None if percent is None else Charge(round(percent), bool(status["isCharging"]))
        except Exception:
            return None


class PlyerVibrator:
    """Fits the port `Vibrator`."""

    def vibrate(self, seconds: float) -> None:
        try:
            plyer.vibrator.vibrate(seconds)
        except Exception:
            log.info("this phone does not vibrate")


class PlyerAccelerometer:
    """Fits the port `Accelerometer`. plyer's samples carry no time, so the time of reading is given."""

    def __init__(self) -> None:
        self._last: tuple[float, float, float] | None = None

    def switch_on(self) -> bool:
        try:
            plyer.accelerometer.enable()
            plyer.accelerometer.acceleration  # noqa: B018 - a desktop without the sensor fails only here
        except Exception:
            return False
        return True

    def switch_off(self) -> None:
        try:
            plyer.accelerometer.disable()
        except Exception:
            log.info("the accelerometer could not be switched off")

    def read(self) -> Acceleration | None:
        """plyer gives a tuple of None before the first sample, and the same sample until the next."""
        try:
            sample = plyer.accelerometer.acceleration
        except Exception:
            return None
        if not sample or None in sample or sample == self._last:
            return None
        self._last = sample
        return Acceleration(time.monotonic(), *sample)


class PlyerSpeech:
    """Fits the port `Speech`. One thread speaks, sentence by sentence, so that it can be ended in between."""

    def __init__(self) -> None:
        self._speaker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="speech")
        self._turn = 0

    def is_available(self) -> bool:
        try:
            return plyer.tts is not None and callable(plyer.tts.speak)
        except Exception:
            return False

    def say(self, text: str, language: str) -> None:
        self._turn += 1
        self._speaker.submit(self._speak, self._turn, text)

    def stop(self) -> None:
        self._turn += 1

    def _speak(self, turn: int, text: str) -> None:
        for sentence in text.split(". "):
            if turn != self._turn:
                return
            try:
                plyer.tts.speak(sentence)
            except Exception:
                log.info("this phone does not read aloud")
                return


class PlyerNotifier:
    """Fits the port `Notifier`, on a desktop. On Android plyer's notification crashes: own adapter there."""

    def show(self, title: str, text: str) -> None:
        try:
            plyer.notification.notify(title=title, message=text, app_name=title, timeout=60)
        except Exception:
            log.info("this computer shows no notifications")
