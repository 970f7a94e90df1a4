"""What could not be sent."""

# mypy: allow-subclassing-any
from __future__ import annotations

from typing import Any

from kivy.properties import ObjectProperty

from mendly_app.ui.screens.base import AppScreen, load_rules
from mendly_app.ui.screens.not_sent_model import NotSentLine
from mendly_app.ui.widgets import Card


class NotSentCard(Card):
    """One refused entry."""

    line = ObjectProperty()
    model = ObjectProperty()


class NotSentScreen(AppScreen):
    """Shows `NotSentModel`."""

    def on_kv_post(self, _base: Any) -> None:
        self.model.bind(lines=self._show)
        self._show(self.model, self.model.lines)

    def _show(self, _model: Any, lines: list[NotSentLine]) -> None:
        column = self.ids.lines
        column.clear_widgets()
        for line in lines:
            column.add_widget(NotSentCard(line=line, model=self.model))


load_rules(__file__)
