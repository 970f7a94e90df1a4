"""A field to type in: its label stands above it and stays there; what is wrong stands below."""

# mypy: allow-subclassing-any
from __future__ import annotations

from kivy.properties import BooleanProperty, NumericProperty, OptionProperty, StringProperty

from mendly_app.ui.widgets.base import Column, Spoken


class TextField(Spoken, Column):
    """`text` is what was typed, `problem` a sentence or empty. `keys` chooses the keyboard."""

    label = StringProperty("")
    text = StringProperty("")
    problem = StringProperty("")
    hint = StringProperty("")
    keys = OptionProperty("text", options=["text", "number", "url"])
    multiline = BooleanProperty(False)
    focused = BooleanProperty(False)
    most_lines = NumericProperty(4)

    def __init__(self, **settings: object) -> None:
        settings.setdefault("a11y_role", "field")
        super().__init__(**settings)
