"""The list of insight cards."""

# mypy: allow-subclassing-any
from __future__ import annotations

from kivy.properties import ListProperty, StringProperty

from mendly_app.ui.screens.base import Model

LEVEL_ROOM = {"act": "urgent", "watch": "message", "unknown": "brand", "info": "ok"}
LEVEL_ICON = {"act": "message", "watch": "message", "unknown": "help", "info": "info"}


class GenesModel(Model):
    """One card for each medicine, most pressing first, and the way to what lies beyond medicines."""

    cards = ListProperty()
    beyond = StringProperty("")
    beyond_what = StringProperty("")
    beyond_open = StringProperty("")

    def refresh(self) -> None:
        self.beyond = self.say("choices.beyond")
        self.beyond_what = f"{self.say('choices.beyond.what')} {self.say('choices.not_now')}"
        self.beyond_open = self.say("choices.title")
        self.cards = self.companion.insights.leading()
