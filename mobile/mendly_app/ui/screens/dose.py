"""One dose."""

# mypy: allow-subclassing-any
from __future__ import annotations

from functools import partial
from typing import Any

from kivy.app import App

from mendly_app.ui.screens.add_medicine import CounterRow
from mendly_app.ui.screens.add_medicine_model import Counter
from mendly_app.ui.screens.base import AppScreen, load_rules
from mendly_app.ui.screens.dose_model import REASONS
from mendly_app.ui.screens.today_model import SNOOZES
from mendly_app.ui.widgets import PillButton


class DoseScreen(AppScreen):
    """Shows `DoseModel`."""

    def on_kv_post(self, _base: Any) -> None:
        self.model.bind(
            counters=self._show_counters, question=self._ask, on_done=lambda _model: self.nav.back()
        )

    def open(self, **about: Any) -> None:
        super().open(**about)
        self.ids.page.to_top()
        words = App.get_running_app().tr
        waits = [
            (str(wait), words("dose.wait", n=wait), partial(self.model.snooze, wait)) for wait in SNOOZES
        ]
        self._fill("waits", waits)
        reasons = [
            (reason, words(f"dose_page.reason.{reason}"), partial(self.model.skip, reason))
            for reason in REASONS
        ]
        self._fill(
            "reasons", [*reasons, ("none", words("dose_page.no_reason"), partial(self.model.skip, ""))]
        )

    def _fill(self, name: str, buttons: list[tuple[str, str, Any]]) -> None:
        group = self.ids[name]
        group.clear_widgets()
        for value, text, act in buttons:
            button = PillButton(text=text, style="quiet", test_id=f"dose.{name}.{value}")
            button.bind(on_release=lambda _button, act=act: act())
            group.add_widget(button)

    def _show_counters(self, _model: Any, counters: list[Counter]) -> None:
        column = self.ids.counters
        column.clear_widgets()
        for counter in counters:
            column.add_widget(CounterRow(counter=counter, screen=self))

    def _ask(self, _model: Any, question: Any) -> None:
        if question is not None:
            self.model.question = None
            self.nav.ask(question)


load_rules(__file__)
