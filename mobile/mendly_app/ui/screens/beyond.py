"""Beyond medicines: the list of topics."""

# mypy: allow-subclassing-any
from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from kivy.app import App
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.boxlayout import BoxLayout

from mendly_app.patient.beyond import Topic
from mendly_app.ui.screens.base import AppScreen, load_rules
from mendly_app.ui.screens.beyond_model import Group
from mendly_app.ui.widgets import Card, Spoken


class TopicRow(Spoken, ButtonBehavior, BoxLayout):
    """One topic; a press opens it."""

    topic = ObjectProperty()
    divided = BooleanProperty(False)


class TopicGroup(Card):
    """Topics about which the person answered the same."""

    heading = StringProperty("")


class BeyondScreen(AppScreen):
    """Shows `BeyondModel`."""

    def on_kv_post(self, _base: Any) -> None:
        self.model.bind(groups=self._show, hidden=self._show_hidden, shows_hidden=self._show_hidden)
        self._show()
        self._show_hidden()

    def open(self, **about: Any) -> None:
        self.ids.page.to_top()
        super().open(**about)

    def _show(self, *_: Any) -> None:
        column = self.ids.groups
        column.clear_widgets()
        for group in self.model.groups:
            column.add_widget(self._card(group))

    def _show_hidden(self, *_: Any) -> None:
        column = self.ids.hidden
        column.clear_widgets()
        if self.model.shows_hidden:
            self._fill(column, self.model.hidden)

    def _card(self, group: Group) -> TopicGroup:
        card = TopicGroup(heading=group.heading)
        self._fill(card, group.topics)
        return card

    def _fill(self, column: Any, topics: Iterable[Topic]) -> None:
        words = App.get_running_app().tr
        for number, topic in enumerate(topics):
            label = f"{words('beyond.open', name=topic.name)}. {topic.about}"
            row = TopicRow(
                topic=topic,
                divided=number > 0,
                test_id=f"topic.{topic.category}",
                a11y_role="button",
                a11y_label=label,
            )
            row.bind(on_release=partial(self._open, topic))
            column.add_widget(row)

    def _open(self, topic: Topic, _row: TopicRow) -> None:
        self.nav.go("topic", topic=topic.id)


load_rules(__file__)
