"""Adding a medicine."""

# mypy: allow-subclassing-any
from __future__ import annotations

from functools import partial
from typing import Any

from kivy.properties import ObjectProperty

from mendly_app.ui.screens.add_medicine_model import Counter, Option
from mendly_app.ui.screens.base import AppScreen, load_rules
from mendly_app.ui.widgets import Choice, Column

GROUPS = ("names", "times", "kinds", "days", "amounts", "units")


class CounterRow(Column):
    """A number with a button below and above it."""

    counter = ObjectProperty()
    screen = ObjectProperty()


class AddMedicineScreen(AppScreen):
    """Shows `AddMedicineModel`."""

    def on_kv_post(self, _base: Any) -> None:
        for name in GROUPS:
            self.model.bind(**{name: partial(self._show, name)})
            self._show(name, self.model, getattr(self.model, name))
        self.model.bind(
            counters=self._show_counters,
            step=lambda *_: self.ids.page.to_top(),
            on_saved=lambda _model: self.nav.back(),
        )

    def back(self) -> None:
        if not self.model.go_back():
            self.nav.back()

    def _choose(self, option: Option, _choice: Choice) -> None:
        self.model.choose(option.group, option.value)

    def _show(self, name: str, _model: Any, options: list[Option]) -> None:
        group = self.ids[name]
        group.clear_widgets()
        for option in options:
            choice = Choice(
                text=option.text, chosen=option.chosen, test_id=f"add.{option.group}.{option.value}"
            )
            choice.bind(on_release=partial(self._choose, option))
            group.add_widget(choice)

    def _show_counters(self, _model: Any, counters: list[Counter]) -> None:
        column = self.ids.counters
        column.clear_widgets()
        for counter in counters:
            column.add_widget(CounterRow(counter=counter, screen=self))


load_rules(__file__)
