"""Today: the first screen."""

# mypy: allow-subclassing-any
from __future__ import annotations

from functools import partial
from typing import Any

from kivy.app import App
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from mendly_app.ui.screens.base import AppScreen, load_rules
from mendly_app.ui.screens.outside_plan import OutsideLine
from mendly_app.ui.screens.today_model import UNDO, DoseLine
from mendly_app.ui.widgets import Column, PillButton, Tag

STYLES = {"take": "filled", "took_it": "quiet", "skip": "quiet"}
"""Filled is the one thing to do now; a dose of earlier calls less loudly."""


class DoseRow(BoxLayout):
    """One dose with its buttons."""

    line = ObjectProperty()
    divided = BooleanProperty(False)
    time = StringProperty("")

    def __init__(self, line: DoseLine, press: Any, **settings: Any) -> None:
        super().__init__(line=line, time=line.time, **settings)
        words = App.get_running_app().tr
        if line.tag:
            self.ids.acts.add_widget(Tag(text=line.tag, icon=line.icon, room=line.room))
        if line.not_sent:
            self.ids.acts.add_widget(Tag(text=words("dose.refused"), icon="alert", room="urgent"))
        for act in line.acts:
            button = PillButton(
                text=words(f"dose.{act}"),
                style="filled" if line.is_now and act == "took_it" else STYLES.get(act, "plain"),
                test_id=f"dose.{act}.{line.key}",
                a11y_label=words(f"dose.label.{act}", medicine=line.medicine),
            )
            button.bind(on_release=partial(self._pressed, press, act))
            self.ids.acts.add_widget(button)

    def _pressed(self, press: Any, act: str, _button: PillButton) -> None:
        press(act, self.line.key)


class OutsideRow(Column):
    """A medicine for when it is needed, or a dose outside the plan, with its button."""

    line = ObjectProperty()
    screen = ObjectProperty()
    divided = BooleanProperty(False)


class TodayScreen(AppScreen):
    """Shows `TodayModel`."""

    def on_kv_post(self, _base: Any) -> None:
        self.model.bind(doses=self._show_doses, outside=self._show_outside, question=self._ask)
        self._show_doses()
        self._show_outside()

    def press(self, act: str, key: str) -> None:
        if act == "more":
            self.nav.go("dose", dose=key)
            return
        self.model.press(act, key)
        self.model.refresh()
        self.nav.refresh_in(UNDO)

    def take_all(self) -> None:
        self.model.take_all()
        self.press("", "")

    def follow_clock(self) -> None:
        self.model.companion.zone.follow()
        self.model.refresh()

    def stay_home(self) -> None:
        self.model.companion.zone.stay()
        self.model.refresh()

    def press_outside(self, line: OutsideLine) -> None:
        if line.medicine is not None:
            self.model.take_outside(line.medicine)
        elif line.entry is not None:
            self.model.companion.extras.undo(line.entry)
        self.model.refresh()

    def open_insight(self) -> None:
        self.nav.go("insight", insight=self.model.insight.id)

    def ask_care_team(self) -> None:
        self.nav.go("thread", insight=self.model.insight.id)

    def tell_care_team(self) -> None:
        self.nav.go("thread", reading=True)

    def reply(self) -> None:
        self.nav.go("thread", conversation=self.model.message.conversation)

    def _show_doses(self, *_: Any) -> None:
        column = self.ids.doses
        column.clear_widgets()
        for index, line in enumerate(self.model.doses):
            column.add_widget(DoseRow(line, self.press, divided=index > 0))

    def _show_outside(self, *_: Any) -> None:
        column = self.ids.outside
        column.clear_widgets()
        for index, line in enumerate(self.model.outside):
            column.add_widget(OutsideRow(line=line, screen=self, divided=index > 0))

    def _ask(self, _model: Any, question: Any) -> None:
        if question is not None:
            self.model.question = None
            self.nav.ask(question)


load_rules(__file__)
