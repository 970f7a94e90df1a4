"""One insight in full."""

# mypy: allow-subclassing-any
from __future__ import annotations

from typing import Any

from mendly_app.ui.screens.base import AppScreen, load_rules
from mendly_app.ui.screens.insight_model import Part
from mendly_app.ui.widgets import Column, Words


class InsightScreen(AppScreen):
    """Shows `InsightModel`."""

    def on_kv_post(self, _base: Any) -> None:
        self.model.bind(parts=self._show)
        self._show(self.model, self.model.parts)

    def ask_care_team(self) -> None:
        self.nav.go("thread", insight=self.model.insight.id)

    def _show(self, _model: Any, parts: list[Part]) -> None:
        column = self.ids.parts
        column.clear_widgets()
        for part in parts:
            section = Column(spacing=4)
            section.add_widget(Words(text=part.heading, level="title"))
            section.add_widget(Words(text=part.text, level="small" if part.is_small else "text"))
            column.add_widget(section)


load_rules(__file__)
