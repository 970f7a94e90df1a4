"""Settings of this phone."""

# mypy: allow-subclassing-any
from __future__ import annotations

from functools import partial
from typing import Any

from kivy.app import App

from mendly_app.ui.screens.base import AppScreen, load_rules
from mendly_app.ui.screens.settings_model import Option
from mendly_app.ui.widgets import Choice

GROUPS = ("languages", "text_sizes", "looks", "steps")


class SettingsScreen(AppScreen):
    """Shows `SettingsModel`."""

    def on_kv_post(self, _base: Any) -> None:
        for name in GROUPS:
            self.model.bind(**{name: partial(self._show, name)})
            self._show(name, self.model, getattr(self.model, name))

    def sign_out(self) -> None:
        self.nav.ask(self.model.sign_out_question())

    def _choose(self, option: Option, _choice: Choice) -> None:
        self.model.choose(option.setting, option.value)
        App.get_running_app().apply_preferences()
        self.model.refresh()

    def _show(self, name: str, _model: Any, options: list[Option]) -> None:
        group = self.ids[name]
        group.clear_widgets()
        for option in options:
            choice = Choice(
                text=option.text, chosen=option.chosen, test_id=f"choose.{option.setting}.{option.value}"
            )
            choice.bind(on_release=partial(self._choose, option))
            group.add_widget(choice)


load_rules(__file__)
