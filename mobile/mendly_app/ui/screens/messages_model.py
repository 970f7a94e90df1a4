"""The list of conversations in words."""

# mypy: allow-subclassing-any
from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kivy.properties import ListProperty, StringProperty

from mendly_app.patient.messages import Thread
from mendly_app.ui.screens.base import Model
from mendly_app.ui.wording import shown_when

PREVIEW = 90


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One conversation as a row."""

    id: UUID
    subject: str
    people: str
    preview: str
    when: str
    unread: int


class MessagesModel(Model):
    """All conversations, the newest first."""

    threads = ListProperty()
    note = StringProperty("")
    emergency = StringProperty("")

    def refresh(self) -> None:
        self.emergency = self.not_for_emergencies
        self.threads = [self._line(thread) for thread in self.companion.messages.threads()]
        self.note = "" if self.threads else self.say("messages.empty")

    def _line(self, thread: Thread) -> ThreadLine:
        words, last = self.words, thread.last
        preview = when = ""
        if last is not None:
            text = last.body if len(last.body) <= PREVIEW else last.body[:PREVIEW].rsplit(" ", 1)[0] + " ..."
            preview = words("messages.you", text=text) if last.mine else text
            when = shown_when(last.at, self.companion.devices.clock.now(), self.zone, words)
        return ThreadLine(thread.id, thread.subject, ", ".join(thread.people), preview, when, thread.unread)
