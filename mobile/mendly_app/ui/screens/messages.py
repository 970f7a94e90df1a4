"""Messages: the list of conversations."""

# mypy: allow-subclassing-any
from __future__ import annotations

from typing import Any

from kivy.app import App
from kivy.properties import BooleanProperty, ObjectProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.boxlayout import BoxLayout

from mendly_app.locale import Catalogue
from mendly_app.ui.screens.base import AppScreen, load_rules
from mendly_app.ui.screens.messages_model import ThreadLine
from mendly_app.ui.widgets import Spoken


class ThreadRow(Spoken, ButtonBehavior, BoxLayout):
    """One conversation; a press opens it."""

    line = ObjectProperty()
    divided = BooleanProperty(False)


class MessagesScreen(AppScreen):
    """Shows `MessagesModel`."""

    def on_kv_post(self, _base: Any) -> None:
        self.model.bind(threads=self._show)
        self._show(self.model, self.model.threads)

    def _show(self, _model: Any, lines: list[ThreadLine]) -> None:
        column = self.ids.threads
        column.clear_widgets()
        words = App.get_running_app().tr
        for index, line in enumerate(lines):
            row = ThreadRow(
                line=line,
                divided=index > 0,
                test_id=f"thread.{line.id}",
                a11y_role="button",
                a11y_label=_spoken(line, words),
            )
            row.bind(on_release=lambda pressed: self.nav.go("thread", conversation=pressed.line.id))
            column.add_widget(row)


def _spoken(line: ThreadLine, words: Catalogue) -> str:
    """The whole row as one thing to press."""
    parts = [words("messages.open", subject=line.subject), line.people]
    if line.unread:
        parts.append(words("messages.unread", n=line.unread))
    return ", ".join(part for part in (*parts, line.when, line.preview) if part)


load_rules(__file__)
