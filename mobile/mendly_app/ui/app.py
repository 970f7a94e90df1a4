"""The app of the screens: theme, tabs, where to go, and what is told to whom when something changes."""

# mypy: allow-subclassing-any
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.lang import Builder
from kivy.metrics import Metrics
from kivy.properties import BooleanProperty, ListProperty, ObjectProperty
from kivy.uix.floatlayout import FloatLayout

from mendly_app.companion import Companion
from mendly_app.locale import Catalogue
from mendly_app.sync.engine import Link
from mendly_app.ui.screens.base import AppScreen, LazyScreens, Model
from mendly_app.ui.screens.catalogue import SCREENS, TAB_OF, TABS
from mendly_app.ui.theme import Theme
from mendly_app.ui.widgets import Ask
from mendly_app.ui.widgets.ask import Question
from mendly_app.ui.wording import language_of
from mendly_core.words import say

Builder.load_file(str(Path(__file__).with_name("home.kv")))

TICK_SECONDS = 15.0
"""How often times in words ("in 5 minutes") are read anew."""
MOMENT_SECONDS = 0.1


class Home(FloatLayout):
    """The screens, the status line and the tabs, with a place for a question above them."""

    shows_tabs = BooleanProperty(True)
    covered = ListProperty([0.0, 0.0])
    """Pixels at the top and bottom that the system's bars lie over."""


class MendlyApp(App):
    """Shows one `Companion`. Fits `screens.base.Navigator`."""

    theme = ObjectProperty()
    tr = ObjectProperty()
    """The catalogue: `app.tr('tab.today')`. Bound rules read their words anew when it changes."""

    def __init__(self, companion: Companion, **settings: Any) -> None:
        self.companion = companion
        self.after_refresh: Callable[[], None] = lambda: None
        self._past: list[tuple[str, dict[str, Any]]] = []
        self._here: tuple[str, dict[str, Any]] = ("", {})
        super().__init__(theme=Theme(), tr=companion.words, **settings)
        self.title = companion.words("app.name")
        self._soon = Clock.create_trigger(self._refresh)
        self._later = Clock.create_trigger(self._refresh)
        self._was_paired = False

    # Kivy's calls

    def build(self) -> Home:
        self.home = Home()
        self.screens: LazyScreens = self.home.ids.screens
        for name, (screen, model) in SCREENS.items():
            self.screens.register(name, partial(self._made, screen, model))
        self.home.ids.tabs.bind(on_choose=lambda _bar, name: self.go_tab(name))
        self.home.ids.status.bind(on_asked=lambda _line: self._status_action())
        self.theme.bind(palette=self._paint_window, sizes=self._scale_tabs)
        self._ends = [
            self.companion.store.subscribe(lambda _kinds: self._soon()),
            self.companion.listen(self._soon),
            self.companion.hear(lambda kind: self.current.model.hear(kind)),
        ]
        self.companion.devices.look.on_change(self.apply_preferences)
        self.apply_preferences()
        self._start()
        return self.home

    def on_start(self) -> None:
        Window.softinput_mode = "below_target"
        self.home.covered = self.companion.devices.look.insets()
        Window.bind(on_keyboard=self._on_key)
        self._ticking = Clock.schedule_interval(self._refresh, TICK_SECONDS)

    def on_stop(self) -> None:
        self._ticking.cancel()
        self._soon.cancel()
        self._later.cancel()
        Window.unbind(on_keyboard=self._on_key)
        while self._ends:  # Kivy may tell twice
            self._ends.pop()()

    def on_pause(self) -> bool:
        self.current.model.leave()
        self.companion.pause()
        return True

    def on_resume(self) -> None:
        self.home.covered = self.companion.devices.look.insets()
        self.companion.resume()
        self._soon()

    # Where to go

    @property
    def current(self) -> AppScreen:
        screen: AppScreen = self.screens.current_screen
        return screen

    def go(self, name: str, **about: Any) -> None:
        self._past.append(self._here)
        self._open(name, about)

    def go_tab(self, name: str) -> None:
        """Tabs start anew: there is nothing to go back to."""
        self._past = []
        self._open(name, {})

    def back(self) -> None:
        name, about = self._past.pop() if self._past else (TABS[0][0], {})
        self._open(name, about)

    def ask(self, question: Question) -> None:
        self.home.add_widget(Ask(question))

    def refresh_in(self, delay: timedelta) -> None:
        self._later.cancel()
        self._later = Clock.schedule_once(self._refresh, delay.total_seconds() + MOMENT_SECONDS)

    def _open(self, name: str, about: dict[str, Any]) -> None:
        self._here = (name, about)
        self.screens.show(name, **about)
        self._tell_bars()

    def _start(self) -> None:
        """The first screen: today, or pairing on a phone that was never paired."""
        self._was_paired = self.companion.account.session() is not None
        self._past = []
        self._open("today" if self._was_paired else "welcome", {})

    # What changes

    def apply_preferences(self) -> None:
        """Take over language, look and text size, on the spot."""
        preferences = self.companion.preferences
        dark = preferences.look == "dark"
        if preferences.look == "auto":
            dark = self.companion.devices.look.is_dark()
        self.theme.dark = dark
        self.theme.text_size = preferences.text_size
        self._speak()
        self._paint_window()
        self._scale_tabs()

    def _speak(self) -> None:
        words: Catalogue = self.companion.words
        if self.tr.language != words.language or not self.home.ids.tabs.items:
            self.tr = words
            self.home.ids.tabs.items = [(name, icon, words(f"tab.{name}")) for name, icon in TABS]

    def _refresh(self, *_: Any) -> None:
        """Read the screen in front anew. A phone that was just paired or signed out starts over."""
        self._speak()
        if self._was_paired != (self.companion.account.session() is not None):
            self.screens.forget()
            self._start()
        else:
            self.current.model.refresh()
            self._tell_bars()
        self.after_refresh()

    def _tell_bars(self) -> None:
        name = self._here[0]
        tabs = self.home.ids.tabs
        tabs.current = TAB_OF.get(name, name)
        unread = sum(thread.unread for thread in self.companion.messages.threads())
        tabs.counts = [unread if tab == "messages" else 0 for tab, _ in TABS]
        self.home.shows_tabs = name not in {"welcome"}
        line = self.home.ids.status
        line.text, line.icon, line.room, line.action = (
            self._status() if self._was_paired else ("", "info", "brand", "")
        )

    def _status(self) -> tuple[str, str, str, str]:
        """Text, icon, room and action of the status line; the most pressing thing wins."""
        words, companion = self.companion.words, self.companion
        link, waiting = companion.status.link, companion.store.outbox.waiting()
        if not companion.account.is_signed_in():
            return words("status.signed_out"), "phone", "urgent", words("status.connect_again")
        if aside := companion.store.outbox.count_set_aside():
            return words("status.not_sent", n=aside), "alert", "urgent", words("status.show")
        language = language_of(words)
        if companion.clock_is_wrong:
            return say("faults.phone_clock", language), "clock", "urgent", ""
        if link is Link.OFFLINE and waiting:
            return say("doses.saved_offline", language), "check", "brand", ""
        if link is Link.OFFLINE:
            return say("faults.offline", language), "info", "brand", ""
        return "", "info", "brand", ""

    def _status_action(self) -> None:
        self.go("not_sent" if self.companion.account.is_signed_in() else "welcome")

    def _made(self, screen: type[AppScreen], model: type[Model]) -> AppScreen:
        return screen(model(self.companion), self)

    def _paint_window(self, *_: Any) -> None:
        Window.clearcolor = self.theme.palette["paper"]

    def _scale_tabs(self, *_: Any) -> None:
        self.home.ids.tabs.scale_to(Metrics.sp * self.theme.text_size)

    def _on_key(self, _window: Any, key: int, *_: Any) -> bool:
        """Android's back button, and Escape on a keyboard."""
        if key != 27 or not self._past:
            return False
        self.back()
        return True
