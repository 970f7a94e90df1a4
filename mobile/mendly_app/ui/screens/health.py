"""Health: steps, blood pressure, weight."""

# mypy: allow-subclassing-any
from __future__ import annotations

from functools import partial
from typing import Any

from kivy.properties import ObjectProperty

from mendly_app.ui.screens.base import AppScreen, load_rules
from mendly_app.ui.screens.health_model import ReadingLine
from mendly_app.ui.widgets import Column


class ReadingRow(Column):
    """One reading."""

    line = ObjectProperty()


class HealthScreen(AppScreen):
    """Shows `HealthModel`."""

    def on_kv_post(self, _base: Any) -> None:
        for name in ("pressures", "weights"):
            self.model.bind(**{name: partial(self._show, name)})
            self._show(name, self.model, getattr(self.model, name))

    def count_steps(self) -> None:
        self.model.count_steps()
        self.model.refresh()

    def _show(self, name: str, _model: Any, lines: list[ReadingLine]) -> None:
        column = self.ids[name]
        column.clear_widgets()
        for line in lines:
            column.add_widget(ReadingRow(line=line))


load_rules(__file__)
