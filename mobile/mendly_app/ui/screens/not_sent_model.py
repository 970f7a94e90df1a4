"""Entries that the server refused, in words."""

# mypy: allow-subclassing-any
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kivy.properties import ListProperty

from mendly_app.companion import Companion
from mendly_app.patient.acts import instant_of
from mendly_app.sync.outbox import SetAside
from mendly_app.ui.screens.base import Model
from mendly_app.ui.wording import shown_when


@dataclass(frozen=True, slots=True)
class NotSentLine:
    """One refused entry."""

    id: str
    what: str
    when: str
    reason: str


class NotSentModel(Model):
    """The refused entries; each can be sent again or removed."""

    lines = ListProperty()

    def __init__(self, companion: Companion, **settings: Any) -> None:
        super().__init__(companion, **settings)
        self._items: dict[str, SetAside] = {}

    def refresh(self) -> None:
        self._items = {item.event.id: item for item in self.companion.store.outbox.set_aside()}
        self.lines = [self._line(item) for item in self._items.values()]

    def send_again(self, identifier: str) -> None:
        self.companion.send_again(self._items[identifier])
        self.refresh()

    def remove(self, identifier: str) -> None:
        self.companion.give_up(self._items[identifier])
        self.refresh()

    def _line(self, item: SetAside) -> NotSentLine:
        words, event = self.words, item.event
        at = instant_of(event.at)
        when = shown_when(at, self.companion.devices.clock.now(), self.zone, words) if at else ""
        return NotSentLine(event.id, words(f"not_sent.kind.{event.kind}"), when, item.reason or "")
