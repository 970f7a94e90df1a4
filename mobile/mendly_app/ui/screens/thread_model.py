"""One conversation: every message once, and what is being written."""

# mypy: allow-subclassing-any
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from kivy.properties import BooleanProperty, ListProperty, StringProperty

from mendly_app.companion import Companion
from mendly_app.locale import Catalogue
from mendly_app.patient.messages import BadMessage, Delivery, Message
from mendly_app.ui.screens.base import Model
from mendly_app.ui.wording import shown_when

AT_ONCE = 60
"""So many messages open at first, and with each wish for earlier ones: a talk of years opens as fast as a new one."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message as a bubble. `meta` tells who, when, and what became of it."""

    id: str
    text: str
    meta: str
    mine: bool
    failed: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Which messages of a talk are shown: the newest, with `above` older ones left out.

    `above` stays while messages arrive, since each bubble that leaves makes all others move and be drawn anew.
    """

    wanted: int = AT_ONCE
    above: int = 0

    def over(self, count: int) -> Window:
        """The window when there are `count` messages: it forgets the oldest ones many at a time."""
        fits = self.above < count <= self.above + self.wanted + AT_ONCE
        return self if fits and self.above else replace(self, above=max(0, count - self.wanted))

    def wider(self) -> Window:
        return Window(self.wanted + AT_ONCE)


class ThreadModel(Model):
    """The messages of one conversation, oldest first, and the draft."""

    subject = StringProperty("")
    people = StringProperty("")
    bubbles = ListProperty()
    has_earlier = BooleanProperty(False)
    draft = StringProperty("")
    problem = StringProperty("")
    can_write = BooleanProperty(False)
    emergency = StringProperty("")
    note = StringProperty("")
    """What stands in place of messages while there are none."""

    def __init__(self, companion: Companion, **settings: Any) -> None:
        super().__init__(companion, **settings)
        self.conversation: UUID | None = None
        self._window = Window()

    def open(self, **about: Any) -> None:
        """`conversation` to open, else the newest; `insight` or `reading` begin a draft with a question."""
        conversation = about.get("conversation")
        threads = self.companion.messages.threads()
        self.conversation = conversation or (threads[0].id if threads else None)
        self.problem, self._window = "", Window()
        self.draft = self.companion.messages.draft(self.conversation) if self.conversation else ""
        if not self.draft:
            self.draft = self._question(about)

    def _question(self, about: dict[str, Any]) -> str:
        """How a message about a card or a reading begins, in words that the portal uses too."""
        if about.get("reading"):
            return self.say("messages.ask_about_reading")
        card = self.companion.insights.get(about["insight"]) if "insight" in about else None
        medicine = self.companion.medicines.get(UUID(card.medicine)) if card and card.medicine else None
        return self.say("messages.ask_about_card", medicine=medicine.name) if medicine else ""

    def refresh(self) -> None:
        self.emergency = self.not_for_emergencies
        thread = self.companion.messages.thread(self.conversation) if self.conversation else None
        self.can_write = thread is not None
        self.note = "" if thread else self.say("messages.empty")
        if thread is None or self.conversation is None:
            self.subject, self.people, self.bubbles = self.words("messages.title"), "", []
            self.has_earlier = False
            return
        self.subject, self.people = thread.subject, ", ".join(thread.people)
        now, zone, words = self.companion.devices.clock.now(), self.zone, self.words
        said = self.companion.messages.of(self.conversation)
        self._window = self._window.over(len(said))
        self.bubbles = [_bubble(message, now, zone, words) for message in said[self._window.above :]]
        self.has_earlier = self._window.above > 0

    def show_earlier(self) -> None:
        """Show older messages above."""
        self._window = self._window.wider()
        self.refresh()

    def mark_seen(self) -> None:
        """The bubbles stood on the screen: what is in them was read."""
        if self.conversation is not None:
            self.companion.messages.mark_read(self.conversation)

    def leave(self) -> None:
        """Keep what was typed."""
        if self.conversation is not None:
            self.companion.messages.keep_draft(self.conversation, self.draft)

    def send(self) -> bool:
        """Send the draft. False when it cannot be sent: `problem` says why."""
        if self.conversation is None or not self.draft.strip():
            return False
        try:
            self.companion.messages.send(self.conversation, self.draft)
        except BadMessage:
            self.problem = self.words("messages.too_long")
            return False
        self.draft = self.problem = ""
        self.refresh()
        return True


def _bubble(message: Message, now: datetime, zone: str, words: Catalogue) -> Bubble:
    when = shown_when(message.at, now, zone, words)
    about = words(f"messages.state.{message.delivery}") if message.mine else message.author
    meta = ", ".join(part for part in ((when, about) if message.mine else (about, when)) if part)
    failed = message.delivery is Delivery.FAILED
    return Bubble(str(message.id), message.body, meta, message.mine, failed)
