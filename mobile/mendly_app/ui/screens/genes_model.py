"""The list of insight cards."""

# mypy: allow-subclassing-any
from __future__ import annotations

from kivy.properties import ListProperty

from mendly_app.ui.screens.base import Model

LEVEL_ROOM = {"act": "urgent", "watch": "message", "unknown": "brand", "info": "ok"}
LEVEL_ICON = {"act": "message", "watch": "message", "unknown": "help", "info": "info"}


class GenesModel(Model):
    """One card for each medicine, most pressing first."""

    cards = ListProperty()

    def refresh(self) -> None:
        self.cards = self.companion.insights.leading()
