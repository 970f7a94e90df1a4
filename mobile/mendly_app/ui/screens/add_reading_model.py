"""Typing in a reading: checked, asked about when unlikely, saved."""

# mypy: allow-subclassing-any
from __future__ import annotations

from typing import Any

from kivy.properties import DictProperty, ObjectProperty, OptionProperty

from mendly_app.patient.readings import FIELDS, BadReading, Draft, ReadingType, check
from mendly_app.ui.screens.base import Model
from mendly_app.ui.widgets.ask import Answer, Question
from mendly_app.ui.wording import language_of
from mendly_core.words import format_number

NOTHING = {field: "" for fields in FIELDS.values() for field in fields}


class AddReadingModel(Model):
    """A form for one kind of reading. `question` is set when a number is unlikely."""

    kind = OptionProperty("blood_pressure", options=[kind.value for kind in ReadingType])
    typed = DictProperty(dict(NOTHING))
    problems = DictProperty(dict(NOTHING))
    question = ObjectProperty(None, allownone=True)
    __events__ = ("on_saved",)

    def on_saved(self) -> None:
        """The reading is on the phone."""

    def open(self, **about: Any) -> None:
        self.kind = about["kind"]
        self.typed = dict(NOTHING)
        self.problems = dict(NOTHING)

    def save(self) -> None:
        """Check what was typed; save it, ask about it, or say what is wrong."""
        self.problems = dict(NOTHING)
        try:
            draft = check(ReadingType(self.kind), dict(self.typed))
        except BadReading as bad:
            self.problems = NOTHING | {bad.field: self._problem(bad)}
            return
        if draft.unlikely:
            self._ask(draft)
        else:
            self._keep(draft)

    def _problem(self, bad: BadReading) -> str:
        shared = {"missing": "faults.field_empty", "not-a-number": "faults.number_needed"}
        return self.say(shared[bad.code]) if bad.code in shared else self.words("health.impossible")

    def _keep(self, draft: Draft) -> None:
        self.companion.readings.add(draft)
        self.dispatch("on_saved")

    def _ask(self, draft: Draft) -> None:
        words = self.words
        numbers = {name: format_number(value, language_of(words)) for name, value in draft.values.items()}
        key = "health.check_weight" if draft.type is ReadingType.WEIGHT else "health.check_bp"
        answers = (Answer("no", words("health.no"), "filled"), Answer("yes", words("health.yes")))

        def then(answer: str) -> None:
            if answer == "yes":
                self._keep(draft)

        self.question = Question(words(key, **numbers), answers, then, self.say("readings.is_this_right"))
