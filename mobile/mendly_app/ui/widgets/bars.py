"""The bars around the screens: the header of a page, the tabs below, the line that tells how syncing goes."""

# mypy: allow-subclassing-any
from __future__ import annotations

from typing import Any

from kivy.core.text import Label as CoreLabel
from kivy.properties import BooleanProperty, ListProperty, NumericProperty, OptionProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.boxlayout import BoxLayout

from mendly_app.ui.tokens import ROOMS, TEXT_SIZES
from mendly_app.ui.widgets.base import Column, Spoken


class Header(Column):
    """A page's title, with "Back" before it on pages below the tabs."""

    title = StringProperty("")
    back_text = StringProperty("")
    __events__ = ("on_back",)

    def on_back(self) -> None:
        """The person wants to go back."""


class Tab(Spoken, ButtonBehavior, BoxLayout):
    """One of the five rooms of the app."""

    name = StringProperty("")
    text = StringProperty("")
    icon = StringProperty("")
    chosen = BooleanProperty(False)
    count = NumericProperty(0)
    font_size = NumericProperty(14)


class TabBar(BoxLayout):
    """The five tabs. Their labels grow with the text size until they fill their place."""

    current = StringProperty("")
    items = ListProperty()
    """(name, icon, text) of each tab."""
    counts = ListProperty()
    """How many new things each tab holds."""
    __events__ = ("on_choose",)

    def __init__(self, **settings: Any) -> None:
        self._scale = 1.0
        super().__init__(**settings)
        self.bind(items=self._build, current=self._mark, counts=self._mark, width=self._fit)

    def scale_to(self, factor: float) -> None:
        """Set the person's text size in pixels per sp."""
        self._scale = factor
        self._fit()

    def on_choose(self, name: str) -> None:
        """The person wants to go to a tab."""

    def _build(self, *_: Any) -> None:
        self.clear_widgets()
        for name, icon, text in self.items:
            tab = Tab(name=name, icon=icon, text=text, test_id=f"tab.{name}", a11y_role="tab")
            tab.bind(on_release=lambda pressed: self.dispatch("on_choose", pressed.name))
            self.add_widget(tab)
        self._mark()
        self._fit()

    def _mark(self, *_: Any) -> None:
        counts = [*self.counts, *[0] * len(self.items)]
        for tab, (name, _icon, text), count in zip(
            reversed(self.children), self.items, counts[: len(self.items)], strict=True
        ):
            tab.chosen = name == self.current
            tab.count = count
            tab.a11y_label = f"{text}, {count}" if count else text

    def _fit(self, *_: Any) -> None:
        """One size for all labels: as large as the person wants and the narrowest place allows."""
        if not self.items or self.width <= 1:
            return
        wanted = TEXT_SIZES["tab"] * self._scale
        widest = max(CoreLabel(font_size=wanted, bold=True).get_extents(text)[0] for _, _, text in self.items)
        room = self.width / len(self.items) - 8
        for tab in self.children:
            tab.font_size = wanted * min(1.0, room / widest)


class StatusLine(BoxLayout):
    """One line above the tabs, in words: saved here, offline, signed out. Empty text hides it."""

    text = StringProperty("")
    icon = StringProperty("info")
    room = OptionProperty("brand", options=list(ROOMS))
    action = StringProperty("")
    __events__ = ("on_asked",)

    def on_asked(self) -> None:
        """The person wants what the line offers."""
