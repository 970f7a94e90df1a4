"""Things to press, and tags."""

# mypy: allow-subclassing-any
from __future__ import annotations

from typing import Any

from kivy.core.text import Label as CoreLabel
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, OptionProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.boxlayout import BoxLayout

from mendly_app.ui.tokens import ROOMS
from mendly_app.ui.widgets.base import Spoken, Words

ENDLESS = 100_000.0
UNLAID = 100.0
"""A widget has this width before its parent gives it one."""


class Bounded(Spoken):
    """Is as wide as its words, up to the room that its parent has."""

    widest = NumericProperty(ENDLESS)

    def room_for(self, parent_width: float) -> float:
        """How wide it may be; endless in a parent that is not laid out yet."""
        if self.parent is None or parent_width <= UNLAID:
            return ENDLESS
        left, _top, right, _bottom = getattr(self.parent, "padding", (0, 0, 0, 0))
        return parent_width - float(left) - float(right)


class Fitted(Words):
    """Text that is as wide as it needs, and wraps only at `widest`."""

    widest = NumericProperty(ENDLESS)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name in ("text", "font_size", "bold", "widest"):
            self.fbind(name, self._fit)
        self._fit()

    def _fit(self, *_: Any) -> None:
        measure = CoreLabel(
            text=self.text, font_size=self.font_size, bold=self.bold, font_name=self.font_name
        )
        natural = measure.get_extents(self.text)[0] + 2 if self.text else 0
        self.size_hint_x = None
        self.width = min(natural, max(self.widest, 1.0))


class PillButton(Bounded, ButtonBehavior, BoxLayout):
    """The one kind of button. `style`: one filled a card, the rest quiet (outlined) or plain."""

    text = StringProperty("")
    icon = StringProperty("")
    style = OptionProperty("filled", options=["filled", "quiet", "plain"])
    ink = ColorProperty((0, 0, 0, 1))

    def __init__(self, **settings: Any) -> None:
        settings.setdefault("a11y_role", "button")
        super().__init__(**settings)

    @property
    def spoken_text(self) -> str:
        return str(self.a11y_label or self.text)


class IconButton(Spoken, ButtonBehavior, BoxLayout):
    """A round button with an icon or up to two letters; it always has a spoken label."""

    icon = StringProperty("")
    text = StringProperty("")
    ground = StringProperty("clear")
    tone = StringProperty("brand")

    def __init__(self, **settings: Any) -> None:
        settings.setdefault("a11y_role", "button")
        super().__init__(**settings)


class Tag(Bounded, BoxLayout):
    """An icon and words on the tint of a room: the colour is never the only sign."""

    text = StringProperty("")
    icon = StringProperty("")
    room = OptionProperty("brand", options=list(ROOMS))


class Choice(Bounded, ButtonBehavior, BoxLayout):
    """One of several settings; the chosen one carries a check mark."""

    text = StringProperty("")
    value = StringProperty("")
    chosen = BooleanProperty(False)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.fbind("chosen", self._name)
        self._name()

    def _name(self, *_: Any) -> None:
        self.a11y_role = "chosen option" if self.chosen else "option"


class Notice(Tag):
    """A tag as wide as the page, for something to know. Empty text hides it."""
