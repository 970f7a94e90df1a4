"""Health data in words: steps, blood pressure, weight."""

# mypy: allow-subclassing-any
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from kivy.properties import BooleanProperty, ListProperty, StringProperty

from mendly_app.patient.readings import Reading, ReadingType
from mendly_app.sync.records import RecordState
from mendly_app.ui.screens.base import Model
from mendly_app.ui.wording import language_of, shown_when
from mendly_core.words import format_number

SHOWN = 5
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """One reading as a row."""

    id: UUID
    value: str
    when: str
    state: str


class HealthModel(Model):
    """The newest readings and the day's steps."""

    steps = StringProperty("")
    steps_note = StringProperty("")
    counts_steps = BooleanProperty(False)
    average = StringProperty("")
    pressures = ListProperty()
    weights = ListProperty()

    def refresh(self) -> None:
        words = self.words
        self.counts_steps = self.companion.preferences.count_steps
        count = self.companion.readings.steps_today()
        number = format_number(count, language_of(words))
        self.steps = (
            words("health.steps_count", n=count).replace(str(count), number) if self.counts_steps else ""
        )
        self.steps_note = words("health.steps_off")
        if self.counts_steps:
            self.steps_note = f"{words('health.steps_note')} {self.say('readings.steps_differ')}"
        pressures = self.companion.readings.recent(ReadingType.BLOOD_PRESSURE)
        self.average = self._average(pressures)
        self.pressures = [self._line(reading) for reading in pressures[:SHOWN]]
        weights = self.companion.readings.recent(ReadingType.WEIGHT)
        self.weights = [self._line(reading) for reading in weights[:SHOWN]]

    def count_steps(self) -> None:
        self.companion.prefer(replace(self.companion.preferences, count_steps=True))

    def _average(self, readings: list[Reading]) -> str:
        """The mean of the last seven days, in whole numbers, and of how many readings it comes.

        Readings that cannot be right are left out, as the server leaves them out, and that is told.
        """
        since = self.companion.devices.clock.now() - WEEK
        week = [reading for reading in readings if reading.at >= since]
        sound = [reading for reading in week if not reading.needs_check]
        if not sound:
            return self.say("readings.none_this_week")
        upper, lower = (
            whole_mean([reading.values[name] for reading in sound]) for name in ("systolic", "diastolic")
        )
        sentences = [
            self.say("readings.this_week.pair", upper=upper, lower=lower),
            self.say("readings.count", readings=len(sound)),
        ]
        if odd := len(week) - len(sound):
            sentences.append(self.say("readings.to_check", readings=odd))
        return " ".join(sentences)

    def _line(self, reading: Reading) -> ReadingLine:
        words = self.words
        if reading.type is ReadingType.WEIGHT:
            number = format_number(reading.values["weight"], language_of(words))
            value = words("health.weight_value", weight=number)
        else:
            value = words("health.bp_value", **{n: reading.values[n] for n in ("systolic", "diastolic")})
            if "pulse" in reading.values:
                value += ", " + words("health.bp_pulse", pulse=reading.values["pulse"])
        when = shown_when(reading.at, self.companion.devices.clock.now(), self.zone, words)
        states = {
            RecordState.PENDING: words("health.waiting"),
            RecordState.REFUSED: words("dose.refused"),
        }
        return ReadingLine(reading.id, value, when, states.get(reading.state, ""))


def whole_mean(numbers: list[Decimal]) -> Decimal:
    return (sum(numbers, Decimal(0)) / len(numbers)).quantize(Decimal(1), ROUND_HALF_UP)
