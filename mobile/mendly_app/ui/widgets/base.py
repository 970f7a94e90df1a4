"""Text, rows and pages, and what a screen reader needs of each."""

# mypy: allow-subclassing-any
from __future__ import annotations

from typing import Any

from kivy.event import EventDispatcher
from kivy.properties import (
    BooleanProperty,
    NumericProperty,
    OptionProperty,
    StringProperty,
    VariableListProperty,
)
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.label import Label
from kivy.uix.layout import Layout
from kivy.uix.scrollview import ScrollView

from mendly_app.ui.tokens import TEXT_SIZES


class Spoken(EventDispatcher):
    """What assistive technology reads: a label and a role. `test_id` names the widget for tests."""

    test_id = StringProperty("")
    a11y_label = StringProperty("")
    a11y_role = StringProperty("")


class Words(Spoken, Label):
    """Text that wraps and is as high as it needs. `tone` is a colour token, `level` a text size."""

    tone = StringProperty("ink")
    level = OptionProperty("text", options=list(TEXT_SIZES))
    silent = BooleanProperty(False)
    """Part of a widget that says these words itself."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.bind(text=self._name, level=self._name, silent=self._name)
        self._name()

    def _name(self, *_: Any) -> None:
        self.a11y_label = self.text
        self.a11y_role = "none" if self.silent else "heading" if self.level in {"page", "title"} else "text"


class Column(Layout):
    """Widgets under each other, as high as they are together. One without height takes no gap either."""

    spacing = NumericProperty(0.0)
    padding = VariableListProperty([0, 0, 0, 0])
    minimum_height = NumericProperty(0.0)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name in ("children", "pos", "size", "padding", "spacing"):
            self.fbind(name, self._trigger_layout)

    def do_layout(self, *_: Any) -> None:
        """Place the children from the top; those with a size hint are made as wide as the column."""
        left, top, right, bottom = self.padding
        room = max(0.0, self.width - left - right)
        for child in self.children:
            if child.size_hint_x is not None:
                child.width = room * child.size_hint_x
        shown = [child for child in reversed(self.children) if child.height > 0]
        gaps = self.spacing * max(0, len(shown) - 1)
        self.minimum_height = top + bottom + gaps + sum(child.height for child in shown)
        down = self.y + self.height - top
        for child in shown:
            child.pos = (self.x + left, down - child.height)
            down -= child.height + self.spacing


class Row(BoxLayout):
    """Widgets side by side, as high as the highest; under each other while the text is very large."""

    stacks = BooleanProperty(False)


class Wrap(Layout):
    """Widgets side by side, in the middle of their line, that go on in the next line when there is no room."""

    spacing = NumericProperty(0.0)
    padding = VariableListProperty([0, 0, 0, 0])
    minimum_height = NumericProperty(0.0)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name in ("children", "pos", "size", "padding", "spacing"):
            self.fbind(name, self._trigger_layout)

    def do_layout(self, *_: Any) -> None:
        """Fill lines from the top left."""
        left, top, right, bottom = self.padding
        lines = self._lines(max(0.0, self.width - left - right))
        heights = [max(child.height for child in line) for line in lines]
        gaps = self.spacing * max(0, len(lines) - 1)
        self.minimum_height = top + sum(heights) + gaps + bottom if lines else 0
        ceiling = self.y + self.height - top
        for line, height in zip(lines, heights, strict=True):
            across = self.x + left
            for child in line:
                child.pos = (across, ceiling - (height + child.height) / 2)
                across += child.width + self.spacing
            ceiling -= height + self.spacing

    def _lines(self, room: float) -> list[list[Any]]:
        lines: list[list[Any]] = []
        used = 0.0
        for child in reversed(self.children):
            if lines and used + self.spacing + child.width <= room:
                lines[-1].append(child)
                used += self.spacing + child.width
            else:
                lines.append([child])
                used = child.width
        return lines


class Page(ScrollView):
    """A page that scrolls up and down. Children go into its column."""

    def __init__(self, **settings: Any) -> None:
        self.column: Column | None = None
        super().__init__(**settings)

    def add_widget(self, widget: Any, *args: Any, **settings: Any) -> None:
        """Add to the column; the column itself is the first child."""
        if self.column is None:
            self.column = widget
            super().add_widget(widget, *args, **settings)
        else:
            self.column.add_widget(widget, *args, **settings)

    def to_top(self) -> None:
        self.scroll_y = 1.0


class Shown(Column):
    """Holds widgets that are there only `when`: otherwise they take no room and cannot be reached."""

    when = BooleanProperty(True)

    def __init__(self, **settings: Any) -> None:
        self._kept: list[Any] = []
        super().__init__(**settings)
        self.bind(when=self._apply)

    def on_kv_post(self, _base: Any) -> None:
        self._apply()

    def _apply(self, *_: Any) -> None:
        if self.when and self._kept:
            kept, self._kept = self._kept, []
            for widget in reversed(kept):
                self.add_widget(widget)
        elif not self.when and self.children:
            self._kept = list(self.children)
            self.clear_widgets()
