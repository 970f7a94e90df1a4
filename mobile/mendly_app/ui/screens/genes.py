"""Genes: the list of insight cards."""

# mypy: allow-subclassing-any
from __future__ import annotations

from typing import Any

from kivy.properties import ObjectProperty, StringProperty

from mendly_app.patient.insights import Insight
from mendly_app.ui.screens.base import AppScreen, load_rules
from mendly_app.ui.screens.genes_model import LEVEL_ICON, LEVEL_ROOM
from mendly_app.ui.widgets import Card


class InsightCard(Card):
    """One insight in short, with the way to all of it."""

    insight = ObjectProperty()
    level_room = StringProperty("brand")
    level_icon = StringProperty("info")
    nav = ObjectProperty()

    def __init__(self, insight: Insight, **settings: Any) -> None:
        room, icon = LEVEL_ROOM[insight.level], LEVEL_ICON[insight.level]
        super().__init__(insight=insight, level_room=room, level_icon=icon, **settings)

    def open(self) -> None:
        self.nav.go("insight", insight=self.insight.id)


class GenesScreen(AppScreen):
    """Shows `GenesModel`."""

    def on_kv_post(self, _base: Any) -> None:
        self.model.bind(cards=self._show)
        self._show(self.model, self.model.cards)

    def _show(self, _model: Any, cards: list[Insight]) -> None:
        column = self.ids.cards
        column.clear_widgets()
        for card in cards:
            column.add_widget(InsightCard(card, nav=self.nav))


load_rules(__file__)
