"""Chromium at the running server: people sign in once by the real form; whatever a page complains of fails the test."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.e2e.browser.world import World, look_around
from tests.e2e.servers import Server

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop in this thread

FLAGS = (
    *(
        "no-sandbox",
        "disable-gpu",
        "disable-software-rasterizer",
        "disable-quic",
        "no-first-run",
        "disable-sync",
    ),
    *("disable-background-networking", "disable-component-update"),
)
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
OWN_STATUS = re.compile(r"the server responded with a status of 4(04|22)")
"""A page that is not there, or a form that comes back, is what the test asked for."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "args": [f"--{flag}" for flag in FLAGS],
        "executable_path": os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES))),
    }


@pytest.fixture(scope="session")
def world(server: Server) -> World:
    return look_around(server)


@dataclass
class Guests:
    """Opens browsers' contexts as one of the people and keeps what their pages complained of.

    A context is a device of its own: cookies, sockets and worker apart from all others.
    """

    browser: Browser
    server: Server
    world: World
    kept: dict[str, Any] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    visits: list[BrowserContext] = field(default_factory=list)

    def device(self, who: str = "", **options: Any) -> BrowserContext:
        """A new device; `who` is signed in on it already, unless empty."""
        if who in self.server.people:
            options["storage_state"] = self._signed_in(who)
        context = self.browser.new_context(**{"base_url": self.server.url, **options})
        context.add_cookies(self.world.cookies.get(who, []))  # type: ignore[arg-type]
        context.on("console", self._listen)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.set_default_timeout(20_000)
        return context

    def visit(self, who: str = "", **options: Any) -> Page:
        """A page on a new device that is put away at the end of the test."""
        context = self.device(who, **options)
        self.visits.append(context)
        return context.new_page()

    def leave(self) -> None:
        while self.visits:
            self.visits.pop().close()

    def speak(self, context: BrowserContext, who: str, language: str) -> None:
        """Change the language where the person would: in the settings, or by the switch of the public pages."""
        if who in {"", "pending", "arriving"}:
            context.add_cookies([{"name": "language", "value": language, "url": self.server.url}])
        elif self.languages.get(who) != language:
            page = context.new_page()
            page.goto("/settings/")
            page.select_option("[name=language]", language)
            page.click("main form[method=post] button[type=submit]")
            page.locator(f"html[lang={language}]").wait_for()
            page.close()
            self.languages[who] = language

    def speak_all(self, language: str, *people: str) -> None:
        for who in people:
            context = self.device(who)
            self.speak(context, who, language)
            context.close()

    def _signed_in(self, who: str) -> Any:
        if who not in self.kept:
            person = self.server.people[who]
            context = self.browser.new_context(base_url=self.server.url)
            page = context.new_page()
            page.goto("/accounts/login/")
            sign_in(page, person.email, person.password)
            self.kept[who] = context.storage_state()
            context.close()
        return self.kept[who]

    def _listen(self, line: ConsoleMessage) -> None:
        if line.type in {"error", "warning"} and not OWN_STATUS.search(line.text):
            address = line.page.url if line.page else ""
            self.complaints.append(f"{address}: {line.text}")


def patience(seconds: float) -> float:
    """The promised time on a machine with a core to spare; more where several programs share each core."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def sign_in(page: Page, email: str, password: str) -> None:
    """From the sign-in page to one's own first page."""
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/accounts/" not in address)


@pytest.fixture(scope="session")
def all_guests(browser: Browser, server: Server, world: World) -> Guests:
    return Guests(browser, server, world)


@pytest.fixture
def guests(all_guests: Guests) -> Iterator[Guests]:
    """Fails the test when a page broke the content policy, wrote an error, or a script stopped."""
    all_guests.complaints.clear()
    yield all_guests
    all_guests.leave()
    assert all_guests.complaints == []
