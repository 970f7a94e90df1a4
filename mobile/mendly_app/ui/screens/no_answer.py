"""What a screen shows in place of an answer of the server: why there is none, and what to do about it."""

# mypy: allow-subclassing-any
from __future__ import annotations

from kivy.properties import ObjectProperty

from mendly_app.ui.screens.base import load_rules
from mendly_app.ui.widgets import Column


class NoAnswer(Column):
    """Shows the trouble of a `PassingModel`, or that its answer is awaited."""

    model = ObjectProperty()
    nav = ObjectProperty()


load_rules(__file__)
