"""A question over the screen: one sentence and its answers. Nothing else can be pressed meanwhile."""

# mypy: allow-subclassing-any
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kivy.properties import StringProperty
from kivy.uix.anchorlayout import AnchorLayout

from mendly_app.ui.widgets.controls import PillButton


@dataclass(frozen=True, slots=True)
class Answer:
    """One button of a question."""

    name: str
    text: str
    style: str = "quiet"


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask; `then` is called with the name of the answer."""

    text: str
    answers: tuple[Answer, ...]
    then: Callable[[str], None]
    note: str = ""


class Ask(AnchorLayout):
    """Shows a question at the lower edge, where thumbs are."""

    text = StringProperty("")
    note = StringProperty("")

    def __init__(self, question: Question, **settings: Any) -> None:
        super().__init__(text=question.text, note=question.note, **settings)
        self._question = question
        for answer in question.answers:
            button = PillButton(text=answer.text, style=answer.style, test_id=f"answer.{answer.name}")
            button.name = answer.name
            button.bind(on_release=self._answered)
            self.ids.answers.add_widget(button)

    def on_touch_down(self, touch: Any) -> bool:
        super().on_touch_down(touch)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        super().on_touch_move(touch)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        super().on_touch_up(touch)
        return True

    def _answered(self, button: PillButton) -> None:
        if self.parent:
            self.parent.remove_widget(self)
        self._question.then(button.name)
