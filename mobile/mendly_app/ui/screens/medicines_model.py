"""The list of medicines in words."""

# mypy: allow-subclassing-any
from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from kivy.properties import ListProperty, StringProperty

from mendly_app.companion import Companion
from mendly_app.locale import Catalogue
from mendly_app.patient.medicines import Medicine
from mendly_app.sync.records import RecordState
from mendly_app.ui.screens.base import Model
from mendly_app.ui.wording import clock_time, day_line, local


@dataclass(frozen=True, slots=True)
class MedicineLine:
    """One medicine as a row."""

    id: UUID
    name: str
    purpose: str
    next: str


class MedicinesModel(Model):
    """What the person takes now, and what they took before."""

    current = ListProperty()
    ended = ListProperty()
    note = StringProperty("")

    def refresh(self) -> None:
        medicines = self.companion.medicines.all()
        self.current = [self._line(medicine) for medicine in medicines if medicine.is_active]
        self.ended = [self._line(medicine) for medicine in medicines if not medicine.is_active]
        self.note = "" if self.current else self.words("medicines.empty")

    def _line(self, medicine: Medicine) -> MedicineLine:
        coming = next_dose_words(self.companion, medicine, self.words) if medicine.is_active else ""
        refused = medicine.sent is RecordState.REFUSED
        about = self.words("dose.refused") if refused else medicine.purpose
        return MedicineLine(medicine.id, medicine.label, about, coming)


def next_dose_words(companion: Companion, medicine: Medicine, words: Catalogue) -> str:
    """ "Next: today, 9:00 pm"; empty when none is planned."""
    zone, now = companion.devices.clock.zone(), companion.devices.clock.now()
    coming = companion.medicines.next_dose(medicine.id, companion.zone.name())
    if coming is None:
        return ""
    today = local(now, zone).date()
    time, day = clock_time(coming.instant, zone, words), local(coming.instant, zone).date()
    if day == today:
        return words("medicines.next_today", time=time)
    if day == today + timedelta(days=1):
        return words("medicines.next_tomorrow", time=time)
    return words("medicines.next_day", day=day_line(day, words), time=time)
