"""One insight in full."""

# mypy: allow-subclassing-any
from __future__ import annotations

from typing import Any

from mendly_app.patient.insights import Insight
from mendly_app.ui.screens.base import AppScreen, load_rules
from mendly_app.ui.screens.genes import InsightCard
from mendly_app.ui.screens.insight_model import Part
from mendly_app.ui.widgets import Column, Words


class InsightScreen(AppScreen):
    """Shows `InsightModel`."""

    def on_kv_post(self, _base: Any) -> None:
        self.model.bind(parts=self._show, others=self._show_others)
        self._show(self.model, self.model.parts)
        self._show_others(self.model, self.model.others)

    def ask_care_team(self) -> None:
        self.nav.go("thread", insight=self.model.insight.id)

    def _show(self, _model: Any, parts: list[Part]) -> None:
        column = self.ids.parts
        column.clear_widgets()
        for part in parts:
            column.add_widget(section_of(part))

    def _show_others(self, _model: Any, others: list[Insight]) -> None:
        column = self.ids.others
        column.clear_widgets()
        for card in others:
            column.add_widget(InsightCard(card, nav=self.nav))


def section_of(part: Part) -> Column:
    """A heading with its sentences below."""
    section = Column(spacing=4)
    section.add_widget(Words(text=part.heading, level="title"))
    section.add_widget(Words(text=part.text, level="small" if part.is_small else "text"))
    return section


load_rules(__file__)
