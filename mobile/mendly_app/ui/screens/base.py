"""What all screens share: a model that is refreshed, and a way to go elsewhere."""

# mypy: allow-subclassing-any
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from kivy.event import EventDispatcher
from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.screenmanager import NoTransition, Screen, ScreenManager

from mendly_app.companion import Companion
from mendly_app.locale import Catalogue
from mendly_app.ui.widgets.ask import Question
from mendly_app.ui.wording import language_of
from mendly_core.words import english_too, say
from mendly_core.words.registry import SlotValue


class Navigator(Protocol):
    """Where a screen can send the person."""

    def go(self, name: str, **about: Any) -> None:
        """Open a screen; `about` says what it is about."""
        ...

    def back(self) -> None: ...

    def ask(self, question: Question) -> None:
        """Put a question over the screen."""
        ...

    def refresh_in(self, delay: timedelta) -> None:
        """Read the screen in front anew after a while."""
        ...


class Model(EventDispatcher):
    """What a screen shows, in words, without a window. `refresh` reads everything anew."""

    def __init__(self, companion: Companion, **settings: Any) -> None:
        super().__init__(**settings)
        self.companion = companion

    @property
    def words(self) -> Catalogue:
        return self.companion.words

    def say(self, key: str, **slots: SlotValue) -> str:
        """A sentence of the registry that all of Mendly shares."""
        return say(key, language_of(self.words), **slots)

    def english_too(self, key: str, **slots: SlotValue) -> str:
        """The English of a safety sentence whose translation nobody has signed yet, else nothing."""
        return english_too(key, language_of(self.words), **slots) or ""

    @property
    def not_for_emergencies(self) -> str:
        return self.say("emergency.not_for_messages", number=self.words("emergency.number"))

    @property
    def zone(self) -> str:
        return self.companion.devices.clock.zone()

    def open(self, **about: Any) -> None:
        """The screen is about to show; `about` says what."""

    def refresh(self) -> None:
        """Read what is shown."""

    def hear(self, kind: str) -> None:
        """A live frame of this kind came while the screen is in front."""

    def leave(self) -> None:
        """The screen is no longer in front."""


class AppScreen(Screen):
    """A screen with a model."""

    model = ObjectProperty()

    def __init__(self, model: Model, nav: Navigator, **settings: Any) -> None:
        self.nav = nav
        super().__init__(model=model, **settings)

    def open(self, **about: Any) -> None:
        self.model.open(**about)
        self.model.refresh()


class LazyScreens(ScreenManager):
    """Builds each screen at its first visit."""

    def __init__(self, **settings: Any) -> None:
        settings.setdefault("transition", NoTransition())
        super().__init__(**settings)
        self._makers: dict[str, Callable[[], AppScreen]] = {}

    def register(self, name: str, maker: Callable[[], AppScreen]) -> None:
        self._makers[name] = maker

    def show(self, name: str, **about: Any) -> None:
        if not self.has_screen(name):
            screen = self._makers[name]()
            screen.name = name
            self.add_widget(screen)
        if self.current_screen is not None:
            self.current_screen.model.leave()
        self.get_screen(name).open(**about)
        self.current = name

    def forget(self) -> None:
        """Drop all built screens, so that nothing of a person stays in them."""
        self.clear_widgets()


def load_rules(module_file: str) -> None:
    """Load the kv file that lies beside a screen's module, once."""
    path = str(Path(module_file).with_suffix(".kv"))
    if path not in Builder.files:
        Builder.load_file(path)
