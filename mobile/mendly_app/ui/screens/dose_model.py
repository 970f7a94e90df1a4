"""All that can be done about one dose: another time, a part of it, not at all and why, or later."""

# mypy: allow-subclassing-any
from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from kivy.properties import BooleanProperty, ListProperty, ObjectProperty, StringProperty

from mendly_app.companion import Companion
from mendly_app.patient.doses import Dose
from mendly_app.ui.screens.add_medicine_model import Counter
from mendly_app.ui.screens.base import Model
from mendly_app.ui.widgets.ask import Answer, Question
from mendly_app.ui.wording import clock_time, day_line, language_of, local, shown_when
from mendly_core.words import format_number

REASONS = ("unwell", "side_effect", "none_left", "told", "other")
QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
PART_STEP = Decimal("0.25")


class DoseModel(Model):
    """One dose. `choosing` is "", "taken", "move" or "part": what the counters are about."""

    name = StringProperty("")
    due = StringProperty("")
    can_be_logged = BooleanProperty(False)
    choosing = StringProperty("")
    counters = ListProperty()
    problem = StringProperty("")
    question = ObjectProperty(None, allownone=True)
    __events__ = ("on_done",)

    def __init__(self, companion: Companion, **settings: Any) -> None:
        super().__init__(companion, **settings)
        self._key = ""
        self._at = companion.devices.clock.now()
        self._part = Decimal(0)

    def on_done(self) -> None:
        """The act is saved."""

    def open(self, **about: Any) -> None:
        self._key = about["dose"]
        self.choosing, self.problem = "", ""

    def refresh(self) -> None:
        dose = self._dose()
        self.can_be_logged = dose is not None and dose.can_be_logged
        if dose is None:
            self.name, self.due, self.counters = "", "", []
            return
        now = self.companion.devices.clock.now()
        self.name = dose.medicine.label
        at = shown_when(dose.state.occurrence.instant, now, self.zone, self.words)
        self.due = self.words("dose_page.due", when=at)
        self.counters = self._counters(dose)

    def begin(self, what: str) -> None:
        """Show the counters for another time or a part."""
        dose = self._dose()
        if dose is None:
            return
        now = self.companion.devices.clock.now()
        self.choosing, self.problem = what, ""
        planned = dose.state.occurrence
        self._at = planned.instant if what == "move" else min(now, planned.instant)
        self._part = planned.schedule.amount / 2
        self.refresh()

    def count(self, name: str, by: int) -> None:
        """A counter was pressed; `by` is 1 or -1."""
        self.problem = ""
        dose = self._dose()
        if name == "part" and dose is not None:
            most = dose.state.occurrence.schedule.amount - PART_STEP
            self._part = max(PART_STEP, min(most, self._part + by * PART_STEP))
        elif name in {"day", "hour", "minute"}:
            self._at += by * {"day": DAY, "hour": 4 * QUARTER, "minute": QUARTER}[name]
        self.refresh()

    def save(self) -> None:
        """Save what the counters say."""
        doses, now = self.companion.doses, self.companion.devices.clock.now()
        if self.choosing == "move":
            saved = self._at > now and doses.move(self._key, self._at)
        elif self.choosing == "taken":
            saved = self._at <= now and doses.take(self._key, self._at)
        else:
            saved = doses.take_part(self._key, self._part)
        if saved:
            self.dispatch("on_done")
        else:
            self.problem = self.words(f"dose_page.problem.{self.choosing}")

    def skip(self, reason: str) -> None:
        """Leave the dose out; `reason` is one of `REASONS` or empty."""
        text = self.words(f"dose_page.reason.{reason}") if reason else None
        self.companion.doses.skip(self._key, text)
        self.dispatch("on_done")

    def snooze(self, minutes: int) -> None:
        self.companion.doses.snooze(self._key, minutes)
        self.dispatch("on_done")

    def take(self) -> None:
        """Take now, or ask first when the last one was a short time ago."""
        last = self.companion.doses.soon_after(self._key)
        if last is None:
            self._take()
        else:
            self._ask(last)

    def _take(self) -> None:
        self.companion.doses.take(self._key)
        self.dispatch("on_done")

    def _ask(self, last: datetime) -> None:
        words = self.words
        answers = (Answer("no", words("dose.no_again"), "filled"), Answer("yes", words("dose.yes_again")))
        safety = (self.say("doses.before_double"), self.english_too("doses.before_double"))

        def then(answer: str) -> None:
            if answer == "yes":
                self._take()

        text = words("dose.again", medicine=self.name, time=clock_time(last, self.zone, words))
        self.question = Question(text, answers, then, "\n\n".join(part for part in safety if part))

    def _counters(self, dose: Dose) -> list[Counter]:
        words = self.words
        if self.choosing == "part":
            amount = format_number(self._part, language_of(words))
            unit = dose.state.occurrence.schedule.unit
            text = words("dose.how_much", amount=amount, unit=unit)
            return [Counter("part", words("dose_page.count.part"), text)]
        if not self.choosing:
            return []
        there = local(self._at, self.zone)
        texts = {
            "day": day_line(there.date(), words),
            "hour": clock_time(self._at, self.zone, words),
            "minute": f"{there:%M}",
        }
        return [Counter(name, words(f"dose_page.count.{name}"), text) for name, text in texts.items()]

    def _dose(self) -> Dose | None:
        return self.companion.doses.find(self._key)
