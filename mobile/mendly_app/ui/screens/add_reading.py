"""Adding a reading."""

# mypy: allow-subclassing-any
from __future__ import annotations

from typing import Any

from mendly_app.ui.screens.base import AppScreen, load_rules


class AddReadingScreen(AppScreen):
    """Shows `AddReadingModel`."""

    def on_kv_post(self, _base: Any) -> None:
        self.model.bind(question=self._ask, on_saved=lambda _model: self.nav.back())

    def type(self, field: str, text: str) -> None:
        self.model.typed[field] = text

    def _ask(self, _model: Any, question: Any) -> None:
        if question is not None:
            self.model.question = None
            self.nav.ask(question)


load_rules(__file__)
