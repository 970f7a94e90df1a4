"""What a screen shows in place of an answer of the server: why there is none, and what to do about it."""

# mypy: allow-subclassing-any
from __future__ import annotations

from kivy.properties import BooleanProperty, StringProperty

from mendly_app.ui.screens.base import load_rules
from mendly_app.ui.widgets import Column


class NoAnswer(Column):
    """Shows the trouble of a `PassingModel`, or that its answer is awaited."""

    trouble = StringProperty("")
    needs_pairing = BooleanProperty(False)
    waiting = BooleanProperty(False)
    __events__ = ("on_again", "on_connect")

    def on_again(self) -> None:
        """The person wants another try."""

    def on_connect(self) -> None:
        """The person wants to connect the phone anew."""


load_rules(__file__)
