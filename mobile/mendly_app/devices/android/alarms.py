"""Alarms that ring while the app does not run: Python writes the plan, the Java receiver rings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jnius import autoclass

from mendly_app.devices.alarm_files import ANSWERS, PLAN, take_answers, write_plan
from mendly_app.devices.android.place import context
from mendly_app.devices.ports import Alarm, AlarmAnswer

RECEIVER = "org.mendly.app.DoseReceiver"


class AndroidAlarms:
    """Fits the port `Alarms`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ring_by_themselves(self) -> bool:
        return True

    def plan(self, alarms: Sequence[Alarm]) -> None:
        write_plan(self._folder / PLAN, alarms)
        autoclass(RECEIVER).scheduleAll(context())

    def answers(self) -> list[AlarmAnswer]:
        return take_answers(self._folder / ANSWERS)
