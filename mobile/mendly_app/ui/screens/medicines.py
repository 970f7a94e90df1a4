"""Medicines: the list."""

# mypy: allow-subclassing-any
from __future__ import annotations

from functools import partial
from typing import Any

from kivy.app import App
from kivy.properties import BooleanProperty, ObjectProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.boxlayout import BoxLayout

from mendly_app.ui.screens.base import AppScreen, load_rules
from mendly_app.ui.screens.medicines_model import MedicineLine
from mendly_app.ui.widgets import Spoken


class MedicineRow(Spoken, ButtonBehavior, BoxLayout):
    """One medicine; a press opens it."""

    line = ObjectProperty()
    divided = BooleanProperty(False)


class MedicinesScreen(AppScreen):
    """Shows `MedicinesModel`."""

    def on_kv_post(self, _base: Any) -> None:
        for name in ("current", "ended"):
            self.model.bind(**{name: partial(self._show, name)})
            self._show(name, self.model, getattr(self.model, name))

    def _show(self, name: str, _model: Any, lines: list[MedicineLine]) -> None:
        column = self.ids[name]
        column.clear_widgets()
        words = App.get_running_app().tr
        for index, line in enumerate(lines):
            row = MedicineRow(
                line=line,
                divided=index > 0,
                test_id=f"medicine.{line.id}",
                a11y_role="button",
                a11y_label=", ".join(
                    part
                    for part in (words("medicines.open", medicine=line.name), line.purpose, line.next)
                    if part
                ),
            )
            row.bind(on_release=lambda pressed: self.nav.go("medicine", medicine=pressed.line.id))
            column.add_widget(row)


load_rules(__file__)
