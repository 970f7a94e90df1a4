"""Today in words: the day's doses with what can be done, one insight, one message."""

# mypy: allow-subclassing-any
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kivy.properties import BooleanProperty, ListProperty, NumericProperty, ObjectProperty, StringProperty

from mendly_app.companion import Companion
from mendly_app.locale import catalogue
from mendly_app.patient.doses import Dose
from mendly_app.patient.insights import Insight
from mendly_app.sync.records import RecordState
from mendly_app.ui.screens.base import Model
from mendly_app.ui.screens.journey_words import journey_words
from mendly_app.ui.screens.outside_plan import outside_lines, take_outside
from mendly_app.ui.widgets.ask import Answer, Question
from mendly_app.ui.wording import ago, clock_time, day_line, language_of, local
from mendly_core.doses import State
from mendly_core.words import format_number

UNDO = timedelta(seconds=10)
EARLY = timedelta(hours=4)
"""How long before its time a dose can be logged from the list."""
SNOOZES = (10, 30, 60)
"""Minutes that a reminder can wait."""
LOW_BATTERY = 15
PREVIEW = 180


@dataclass(frozen=True, slots=True)
class DoseLine:
    """One dose as a row. `acts` are the buttons, the main one first; `tag` is a settled state's words."""

    key: str
    medicine: str
    time: str
    how: str
    tag: str
    room: str
    icon: str
    note: str
    acts: tuple[str, ...]
    is_now: bool
    not_sent: bool


@dataclass(frozen=True, slots=True)
class MessageLine:
    """The newest unread message."""

    conversation: UUID
    message: UUID
    title: str
    preview: str


class TodayModel(Model):
    """Everything on the first screen. Acts that need a question put it into `question`."""

    date_line = StringProperty("")
    greeting = StringProperty("")
    initials = StringProperty("")
    doses = ListProperty()
    note = StringProperty("")
    unreadable = BooleanProperty(False)
    battery_low = BooleanProperty(False)
    alert = ObjectProperty(None, allownone=True)
    emergency = StringProperty("")
    insight = ObjectProperty(None, allownone=True)
    message = ObjectProperty(None, allownone=True)
    question = ObjectProperty(None, allownone=True)
    due_now = NumericProperty(0)
    outside = ListProperty()
    journey = ObjectProperty(None, allownone=True)

    def __init__(self, companion: Companion, **settings: Any) -> None:
        super().__init__(companion, **settings)
        self._acted: dict[str, datetime] = {}

    def refresh(self) -> None:
        words, now = self.words, self._now()
        profile = self.companion.account.profile()
        day = self.companion.doses.today()
        self.date_line = day_line(day.date, words)
        self.greeting = self._greeting(profile.first_name)
        self.initials = profile.initials
        self.doses = [self._line(dose, now) for dose in day.doses]
        self.due_now = len(self._due(day.doses))
        self.note = self._note([dose.state.state for dose in day.doses])
        self.outside = outside_lines(self.companion, words)
        self.journey = journey_words(self.companion, words)
        self.unreadable = day.unreadable > 0
        charge = self.companion.devices.battery.charge()
        self.battery_low = charge is not None and charge.percent <= LOW_BATTERY and not charge.charging
        self.alert = next(iter(self.companion.alerts.standing()), None)
        self.emergency = self._emergency() if self.alert and self.alert.urgent else ""
        self.insight = self._insight()
        self.message = self._message(now)

    def press(self, act: str, key: str) -> None:
        """The button `act` of a dose was pressed."""
        dose = self.companion.doses.find(key)
        if dose is None:
            return
        if act in {"take", "early", "took_it"}:
            self._take(dose)
        elif act == "skip":
            self._acted[key] = self._now()
            self.companion.doses.skip(key)
        elif act == "later":
            self._ask_how_long(dose)
        elif act == "undo":
            self.companion.doses.undo(key)
        elif act == "change":
            self._ask_to_change(dose)

    def take_outside(self, medicine: UUID) -> None:
        """One more dose, outside the plan or when needed: asked about where there is a doubt."""
        self.question = take_outside(self.companion, medicine, self.words)

    def take_all(self) -> None:
        """Log every dose that is due now, but those that the double-dose guard asks about."""
        for dose in self._due(self.companion.doses.today().doses):
            self._log(dose.key, None)

    def _due(self, doses: Iterable[Dose]) -> list[Dose]:
        due = (dose for dose in doses if dose.state.state is State.DUE)
        return [dose for dose in due if self.companion.doses.soon_after(dose.key) is None]

    def _take(self, dose: Dose) -> None:
        """Take at once, unless the last dose was short ago or this one is late: then ask."""
        again = self.companion.doses.soon_after(dose.key)
        if again is not None:
            self._ask_about_again(dose, again)
        elif dose.state.state in {State.LATE, State.MISSED}:
            self._ask_when(dose)
        else:
            self._log(dose.key, None)

    def _log(self, key: str, at: datetime | None) -> None:
        self._acted[key] = self._now()
        self.companion.doses.take(key, at)

    def _ask_when(self, dose: Dose) -> None:
        words, due = self.words, dose.state.occurrence.instant
        at = clock_time(due, self.zone, words)
        answers = (
            Answer("now", words("dose.just_now"), "filled"),
            Answer("due", words("dose.at_time", time=at)),
            Answer("cancel", words("do.cancel"), "plain"),
        )
        text = words("dose.when", medicine=dose.medicine.label)

        def then(answer: str) -> None:
            if answer != "cancel":
                self._log(dose.key, due if answer == "due" else None)

        self.question = Question(text, answers, then)

    def _ask_how_long(self, dose: Dose) -> None:
        words = self.words
        waits = tuple(
            Answer(
                str(minutes), words("dose.wait", n=minutes), "filled" if minutes == SNOOZES[0] else "quiet"
            )
            for minutes in SNOOZES
        )

        def then(answer: str) -> None:
            if answer != "cancel":
                self.companion.doses.snooze(dose.key, int(answer))

        text = words("dose.how_long", medicine=dose.medicine.label)
        self.question = Question(text, (*waits, Answer("cancel", words("do.cancel"), "plain")), then)

    def _ask_about_again(self, dose: Dose, last: datetime) -> None:
        words = self.words
        at = clock_time(last, self.zone, words)
        text = words("dose.again", medicine=dose.medicine.label, time=at)
        answers = (Answer("no", words("dose.no_again"), "filled"), Answer("yes", words("dose.yes_again")))
        safety = (self.say("doses.before_double"), self.english_too("doses.before_double"))
        note = "\n\n".join(part for part in safety if part)

        def then(answer: str) -> None:
            if answer == "yes":
                self._log(dose.key, None)

        self.question = Question(text, answers, then, note)

    def _ask_to_change(self, dose: Dose) -> None:
        words = self.words
        answers = (Answer("keep", words("do.keep"), "filled"), Answer("undo", words("dose.take_back")))

        def then(answer: str) -> None:
            if answer == "undo":
                self.companion.doses.undo(dose.key)

        self.question = Question(words("dose.change_it", medicine=dose.medicine.label), answers, then)

    def _line(self, dose: Dose, now: datetime) -> DoseLine:
        words, state = self.words, dose.state.state
        occurrence = dose.state.occurrence
        amount = format_number(occurrence.schedule.amount, language_of(words))
        how = words("dose.how_much", amount=amount, unit=occurrence.schedule.unit)
        time = clock_time(occurrence.instant, self.zone, words)
        if local(occurrence.instant, self.zone).date() < local(now, self.zone).date():
            time = words("dose.yesterday", time=time)
        tag, room, icon = self._tag(dose)
        return DoseLine(
            key=dose.key,
            medicine=dose.medicine.label,
            time=time,
            how=f"{how}, {dose.medicine.how}" if dose.medicine.how else how,
            tag=tag,
            room=room,
            icon=icon,
            note=self._state_note(dose, now),
            acts=self._acts(dose, now),
            is_now=state in {State.DUE, State.LATE},
            not_sent=dose.sent is RecordState.REFUSED,
        )

    def _tag(self, dose: Dose) -> tuple[str, str, str]:
        """Words, room and icon of a settled dose; no words for an open one."""
        words = self.words
        if dose.state.state is State.TAKEN and dose.state.taken_at is not None:
            return words("dose.taken", time=clock_time(dose.state.taken_at, self.zone, words)), "ok", "check"
        if dose.state.state is State.PARTIAL and dose.state.taken_at is not None:
            at = clock_time(dose.state.taken_at, self.zone, words)
            return words("dose.partial", time=at), "ok", "check"
        if dose.state.state is State.SKIPPED:
            return words("dose.skipped"), "message", "skip"
        return "", "brand", ""

    def _state_note(self, dose: Dose, now: datetime) -> str:
        words, state = self.words, dose.state
        later = state.rings_at
        if later is not None and later > now and dose.can_be_logged:
            return words("dose.later_at", time=clock_time(later, self.zone, words))
        if state.state is State.UPCOMING:
            minutes = max(1, round((state.occurrence.instant - now).total_seconds() / 60))
            if minutes < 60:
                return words("dose.in_minutes", n=minutes)
            return words("dose.in_hours", n=round(minutes / 60))
        if state.state is State.DUE:
            return words("dose.now")
        if state.state is State.LATE:
            if state.minutes_late < 60:
                return words("dose.late_minutes", n=state.minutes_late)
            return words("dose.late_hours", n=state.minutes_late // 60)
        return words("dose.missed") if state.state is State.MISSED else ""

    def _acts(self, dose: Dose, now: datetime) -> tuple[str, ...]:
        state = dose.state.state
        if state is State.UPCOMING:
            return ("early", "more") if dose.state.occurrence.instant - now <= EARLY else ("more",)
        if state is State.DUE:
            return ("take", "skip", "later", "more")
        if state in {State.LATE, State.MISSED}:
            return ("took_it", "skip", "more")
        acted = self._acted.get(dose.key)
        return ("undo",) if acted is not None and now - acted < UNDO else ("change",)

    def _note(self, states: list[State]) -> str:
        """What stands in the card when there is nothing to press."""
        if not states:
            has_medicines = any(medicine.is_active for medicine in self.companion.medicines.all())
            return self.say("doses.none_today" if has_medicines else "doses.no_medicines")
        return (
            self.say("doses.all_logged") if set(states) <= {State.TAKEN, State.PARTIAL, State.SKIPPED} else ""
        )

    def _greeting(self, name: str) -> str:
        hour = local(self._now(), self.zone).hour
        part = "morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"
        greeting = self.words(f"today.{part}")
        return self.words("today.greeting", greeting=greeting, name=name) if name else greeting

    def _emergency(self) -> str:
        number = self.words("emergency.number")
        safety = self.say("emergency.blood_pressure", number=number)
        english = self.english_too("emergency.blood_pressure", number=catalogue("en")("emergency.number"))
        return " ".join(part for part in (safety, english, self.say("alerts.not_watched")) if part)

    def _insight(self) -> Insight | None:
        """The one most pressing card, if it asks for something."""
        cards = self.companion.insights.all()
        pressing = (card for card in cards if card.level in {"act", "watch"} and not card.dismissed)
        return next(pressing, None)

    def _message(self, now: datetime) -> MessageLine | None:
        newest = self.companion.messages.newest_unread()
        if newest is None:
            return None
        thread, message = newest
        title = self.words("messages.from", name=message.author, when=ago(message.at, now, self.words))
        text = message.body
        preview = text if len(text) <= PREVIEW else text[: PREVIEW - 3].rsplit(" ", 1)[0] + " ..."
        return MessageLine(thread.id, message.id, title, preview)

    def _now(self) -> datetime:
        return self.companion.devices.clock.now()
