"""One insight: every part in order, and read aloud."""

# mypy: allow-subclassing-any
from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kivy.properties import BooleanProperty, ListProperty, ObjectProperty, StringProperty

from mendly_app.companion import Companion
from mendly_app.patient.insights import Insight
from mendly_app.ui.screens.base import Model
from mendly_app.ui.wording import language_of, local
from mendly_core.words import format_date


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its sentences."""

    heading: str
    text: str
    is_small: bool = False


class InsightModel(Model):
    """One card with all its parts."""

    insight = ObjectProperty(None, allownone=True)
    parts = ListProperty()
    others = ListProperty()
    updated = StringProperty("")
    is_reading = BooleanProperty(False)
    can_read = BooleanProperty(False)

    def __init__(self, companion: Companion, **settings: Any) -> None:
        super().__init__(companion, **settings)
        self._id: UUID | None = None

    def open(self, **about: Any) -> None:
        self._id = about["insight"]
        self.can_read = self.companion.devices.speech.is_available()

    def refresh(self) -> None:
        insight = self.companion.insights.get(self._id) if self._id else None
        self.insight = insight
        self.parts = self._parts(insight) if insight else []
        self.others = self.companion.insights.beside(insight) if insight else []
        self.updated = ""
        if insight is not None and insight.updated_at is not None:
            day = format_date(local(insight.updated_at, self.zone).date(), language_of(self.words))
            self.updated = self.words("insights.updated", date=day)

    def leave(self) -> None:
        if self.is_reading:
            self.stop_reading()

    def read_aloud(self) -> None:
        """Read the whole card, in the order of the page; pressed again, stop."""
        if self.is_reading:
            self.stop_reading()
        elif self.insight is not None:
            self.is_reading = True
            self.companion.devices.speech.say(self.insight.spoken, self.companion.language)

    def stop_reading(self) -> None:
        self.is_reading = False
        self.companion.devices.speech.stop()

    def _parts(self, insight: Insight) -> list[Part]:
        words = self.words
        parts = [
            Part(words("insights.means"), "\n\n".join(insight.means)),
            Part(words("insights.right_now"), "\n\n".join(insight.right_now)),
            Part(words("insights.todo"), "\n\n".join(insight.todo)),
            Part(words("insights.english"), "\n\n".join(insight.english_safety)),
            Part(words("insights.saw"), "\n\n".join(insight.saw)),
            Part(words("insights.sure"), "\n\n".join(insight.sure)),
            Part(words("insights.not_checked"), "\n\n".join(insight.not_checked)),
            Part(words("insights.sources"), "\n".join(insight.sources), is_small=True),
            Part(words("insights.for_doctor"), "\n".join(insight.for_doctor), is_small=True),
        ]
        return [part for part in parts if part.text]
