"""One medicine."""

# mypy: allow-subclassing-any
from __future__ import annotations

from typing import Any

from mendly_app.ui.screens.base import AppScreen, load_rules


class MedicineScreen(AppScreen):
    """Shows `MedicineModel`."""

    def on_kv_post(self, _base: Any) -> None:
        self.model.bind(question=self._ask)

    def _ask(self, _model: Any, question: Any) -> None:
        if question is not None:
            self.model.question = None
            self.nav.ask(question)

    def open_insight(self) -> None:
        self.nav.go("insight", insight=self.model.insight.id)


load_rules(__file__)
