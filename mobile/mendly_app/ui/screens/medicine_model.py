"""One medicine in words: what it is for, how and when it is taken, what the genes say."""

# mypy: allow-subclassing-any
from __future__ import annotations

from typing import Any
from uuid import UUID

from kivy.properties import BooleanProperty, ListProperty, ObjectProperty, StringProperty

from mendly_app.companion import Companion
from mendly_app.ui.plan_words import plan_lines
from mendly_app.ui.screens.base import Model
from mendly_app.ui.screens.medicines_model import next_dose_words
from mendly_app.ui.screens.outside_plan import take_outside
from mendly_app.ui.wording import language_of, shown_when
from mendly_core.doses import Schedule
from mendly_core.words import format_date, format_number


class MedicineModel(Model):
    """Everything about one medicine."""

    name = StringProperty("")
    purpose = StringProperty("")
    how = StringProperty("")
    times = ListProperty()
    next = StringProperty("")
    last = StringProperty("")
    insight = ObjectProperty(None, allownone=True)
    is_active = BooleanProperty(False)
    question = ObjectProperty(None, allownone=True)

    def __init__(self, companion: Companion, **settings: Any) -> None:
        super().__init__(companion, **settings)
        self._medicine: UUID | None = None

    def open(self, **about: Any) -> None:
        self._medicine = about["medicine"]

    def refresh(self) -> None:
        medicine = self.companion.medicines.get(self._medicine) if self._medicine else None
        if medicine is None:
            self.name, self.times, self.insight, self.is_active = "", [], None, False
            return
        words = self.words
        self.name, self.is_active = medicine.label, medicine.is_active
        self.purpose, self.how = (text[:1].upper() + text[1:] for text in (medicine.purpose, medicine.how))
        lines = [
            line
            for schedule in self.companion.medicines.schedules_of(medicine.id)
            for line in self._plan(schedule)
        ]
        self.times = lines or [words("medicines.no_plan")]
        self.next = next_dose_words(self.companion, medicine, words) if medicine.is_active else ""
        last = self.companion.doses.last_taken(medicine.id)
        now = self.companion.devices.clock.now()
        self.last = words("medicines.last", when=shown_when(last, now, self.zone, words)) if last else ""
        about = (card for card in self.companion.insights.all() if card.medicine == str(medicine.id))
        self.insight = next(about, None)

    def take_one_more(self) -> None:
        """Log a dose outside the plan, taken now; asked about where it is soon after another."""
        if self._medicine is not None:
            self.question = take_outside(self.companion, self._medicine, self.words)
            self.refresh()

    def _plan(self, schedule: Schedule) -> list[str]:
        """When it is taken, the amount, and the dates if it starts later or ends."""
        words = self.words
        language = language_of(words)
        lines = [
            *plan_lines(schedule, words),
            words("medicines.each", amount=format_number(schedule.amount, language), unit=schedule.unit),
        ]
        if schedule.valid_from > self.companion.devices.clock.now().date():
            lines.append(words("medicines.from", date=format_date(schedule.valid_from, language)))
        if schedule.valid_to is not None:
            lines.append(words("medicines.until", date=format_date(schedule.valid_to, language)))
        return lines
