"""Counting steps with the accelerometer while the app is open."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime

from mendly_app.devices.ports import Accelerometer, Clock
from mendly_app.patient.readings import Readings
from mendly_core.signals.steps import StepCounter

SAMPLE_SECONDS = 0.04
"""25 samples a second: several for each step, however fast."""
SAVE_SECONDS = 60.0


class Walking:
    """Polls the accelerometer, counts, and saves the sums of each minute."""

    def __init__(self, accelerometer: Accelerometer, clock: Clock, readings: Readings) -> None:
        self._accelerometer = accelerometer
        self._clock = clock
        self._readings = readings
        self._counter = StepCounter()
        self._minutes: Counter[datetime] = Counter()
        self._newest = 0.0

    def take_sample(self) -> None:
        """Read the sensor once. The same sample again counts nothing."""
        sample = self._accelerometer.read()
        if sample is None or sample.seconds <= self._newest:
            return
        self._newest = sample.seconds
        steps = self._counter.feed(sample.seconds, sample.x, sample.y, sample.z)
        if steps:
            minute = self._clock.now().replace(second=0, microsecond=0)
            self._minutes[minute] += steps

    def save(self, *, all_of_it: bool = False) -> None:
        """Hand the sums of full minutes over. `all_of_it` hands over the running one too, under this very
        moment: the rest of its steps will come under its start, and no two sums may share a time."""
        now = self._clock.now()
        running = now.replace(second=0, microsecond=0)
        sums = {minute: steps for minute, steps in self._minutes.items() if minute != running}
        if all_of_it and self._minutes[running]:
            sums[now] = self._minutes[running]
        self._minutes = Counter() if all_of_it else Counter({running: self._minutes[running]})
        self._readings.add_steps(sums)

    async def run(self) -> None:
        """Count until cancelled. Does nothing on a phone without the sensor."""
        if not self._accelerometer.switch_on():
            return
        try:
            while True:
                for _ in range(int(SAVE_SECONDS / SAMPLE_SECONDS)):
                    self.take_sample()
                    await asyncio.sleep(SAMPLE_SECONDS)
                self.save()
        finally:
            self._accelerometer.switch_off()
            self.save(all_of_it=True)
