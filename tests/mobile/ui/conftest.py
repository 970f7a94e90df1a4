"""Drives the real app offscreen: one window for the process, a fresh app for each test."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.config import Config
from kivy.lang import Builder
from kivy.metrics import Metrics
from kivy.tests.common import UnitTestTouch
from kivy.uix.behaviors import ButtonBehavior

from mendly_app.devices.fakes import FakeClock
from mendly_app.ui.app import MendlyApp
from mendly_app.ui.picture import save_picture
from mendly_app.ui.screens.passing_model import PassingModel
from tests.mobile.world import FakeServer, Phone, fill, make_phone

ButtonBehavior.min_state_time = 0
Config.set("graphics", "maxfps", "0")


class Driver:
    """Looks at the app and touches it, as a person does."""

    def __init__(self, app: MendlyApp, phone: Phone) -> None:
        self.app = app
        self.phone = phone

    def frames(self, count: int = 3) -> None:
        """Run the app's loop without drawing, which in software takes most of the time."""
        for _ in range(count):
            Clock.tick()
            EventLoop.dispatch_input()
            Builder.sync()
            Clock.tick_draw()
            Builder.sync()

    def settle(self) -> None:
        """Run until layouts have found their size. The app has no animations to wait for."""
        self.frames(8)

    def widgets(self) -> list[Any]:
        """Everything that is on show, in reading order."""
        return list(_on_show(self.app.root))

    def find(self, test_id: str) -> Any:
        return next(w for w in self.widgets() if getattr(w, "test_id", "") == test_id)

    def has(self, test_id: str) -> bool:
        return any(getattr(w, "test_id", "") == test_id for w in self.widgets())

    def starting(self, prefix: str) -> list[Any]:
        return [w for w in self.widgets() if getattr(w, "test_id", "").startswith(prefix)]

    def texts(self) -> list[str]:
        return [w.text for w in self.widgets() if getattr(w, "text", "") and w.height > 0]

    def tap(self, target: Any) -> None:
        widget = self.find(target) if isinstance(target, str) else target
        self.reveal(widget)
        touch = UnitTestTouch(*widget.to_window(*widget.center))
        touch.touch_down()
        self.frames(1)
        touch.touch_up()
        self.settle()

    def reveal(self, widget: Any) -> None:
        """Scroll the widget into view."""
        parent = widget.parent
        while parent is not None and parent is not parent.parent:
            if hasattr(parent, "scroll_to"):
                parent.scroll_to(widget, padding=20, animate=False)
                self.frames(3)
                return
            parent = parent.parent

    def type(self, test_id: str, text: str) -> None:
        self.find(test_id).text = text
        self.frames(2)

    def sync(self) -> None:
        asyncio.run(self.phone.companion.engine.sync_once())
        self.settle()

    def answered(self, act: Callable[[], None]) -> None:
        """Do something that asks the server, and wait for its answers."""

        async def wait() -> None:
            act()
            while isinstance(model := self.app.current.model, PassingModel) and model.busy:
                await model.asking

        asyncio.run(wait())
        self.settle()

    def visit(self, name: str, **about: Any) -> None:
        """Open a screen, with what it asks of the server."""
        self.answered(lambda: self.app.go(name, **about))

    def shot(self, path: Path | str) -> None:
        EventLoop.idle()
        save_picture(path)


def _on_show(widget: Any) -> Iterator[Any]:
    if widget.opacity == 0 or widget.height <= 0:
        return
    yield widget
    for child in reversed(widget.children):
        yield from _on_show(child)


StartApp = Callable[..., Driver]


@pytest.fixture
def start(tmp_path: Path, clock: FakeClock, server: FakeServer) -> Iterator[StartApp]:
    """Start the app on Amara's phone: `start()`, `start(paired=False)`, `start(filled=False)`."""
    started: list[Driver] = []

    def begin(*, paired: bool = True, filled: bool = True) -> Driver:
        EventLoop.ensure_window()
        if filled:
            fill(server)
        phone = make_phone(tmp_path, clock, server, paired=paired)
        if paired:
            asyncio.run(phone.companion.engine.sync_once())
        app = MendlyApp(phone.companion)
        driver = Driver(app, phone)
        started.append(driver)
        app._run_prepare()
        if EventLoop.status != "started":
            EventLoop.start()
        driver.settle()
        return driver

    yield begin
    for driver in started:
        driver.app.dispatch("on_stop")
        for child in EventLoop.window.children[:]:
            EventLoop.window.remove_widget(child)
        driver.frames(2)
        driver.phone.store.close()
    Metrics.fontscale = 1.0


@pytest.fixture
def driver(start: StartApp) -> Driver:
    return start()
