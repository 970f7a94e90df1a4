"""One new person who walks through the pages, in one language and then in the other; each page passed is looked at."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Locator, Page

from mendly_core.words import grade
from tests.e2e.browser.axe import ON_A_PHONE, faults_of
from tests.e2e.browser.conftest import Guests
from tests.e2e.browser.visitors import Mailbox
from tests.e2e.servers import Server
from tests.web.patient.test_words import NAMES, visible
from tests.web.test_design_lint import SPANISH

SHOTS = "MENDLY_SHOTS"
"""A folder: every page passed is saved there in two widths, to be looked at by a person."""
SHOT_WIDTHS = (390, 1280)
HARDEST_ENGLISH, EASIEST_SPANISH, LONGEST_SENTENCE = 6.0, 65, 20
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_authenticator(page: Page, **more: object) -> CDPSession:
    """A device in software that holds passkeys, for this page."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **more}})
    return device


def path_of(page: Page) -> str:
    return urlsplit(page.url).path


@dataclass
class Walk:
    """The person with their page, and what was found on the way. `record` is the id of their record."""

    guests: Guests
    server: Server
    page: Page
    email: str
    mailbox: Mailbox
    folder: Path
    language: str = "en"
    record: str = ""
    names: tuple[str, ...] = ()
    passed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def words(self, english: str, context: str = "", **values: str) -> str:
        """What the page says for these words of the templates, in the language of now."""
        said = english if self.language == "en" else SPANISH[context, english][0]
        return said % values if values else said

    def speak(self, language: str) -> None:
        """Where the person would: in the settings."""
        self.page.goto("/settings/")
        if self.page.get_attribute("html", "lang") != language:
            self.page.select_option("[name=language]", language)
            self.page.click("main form[method=post] button[type=submit]")
            self.page.locator(f"html[lang={language}]").wait_for()
        self.language = language

    def own(self, part: str) -> None:
        """Open a page of one's own record."""
        self.page.goto(f"/p/{self.record}/{part}")

    def button(self, english: str, page: Page | None = None, **values: str) -> Locator:
        return (page or self.page).locator("main").get_by_role("button", name=self.words(english, **values))

    def press(self, english: str, page: Page | None = None, **values: str) -> None:
        self.button(english, page, **values).first.click()

    def follow(self, english: str, **values: str) -> None:
        self.page.locator("main").get_by_role("link", name=self.words(english, **values)).first.click()
        self.page.wait_for_load_state()

    def unfold(self, english: str) -> None:
        self.page.locator("summary", has_text=self.words(english)).first.click()

    def see(self, english: str, context: str = "", **values: str) -> None:
        self.page.get_by_text(self.words(english, context, **values)).first.wait_for()

    def look(self, name: str, page: Page | None = None, *, graded: bool = True, known: bool = False) -> None:
        """Keep a picture where wanted; note what axe finds and what reads too hard.

        `known`: axe sees this page in this state in test_pages already.
        """
        page = page or self.page
        page.wait_for_load_state()
        self.passed.append(name)
        self._keep(name, page)
        found = [] if known else faults_of(page, ON_A_PHONE)
        page.evaluate("delete document.documentElement.dataset.theme")
        if graded:
            found += self._hard_words(page)
        self.faults += [f"{name} {self.language}: {fault}" for fault in found]

    def _keep(self, name: str, page: Page) -> None:
        folder = os.environ.get(SHOTS)
        for width in SHOT_WIDTHS if folder else ():
            page.set_viewport_size({"width": width, "height": 800})
            file = f"{len(self.passed):02}-{name}-{self.language}-{width}.png"
            page.screenshot(path=Path(str(folder), file), full_page=True)

    def _hard_words(self, page: Page) -> list[str]:
        language = page.get_attribute("html", "lang") or ""
        found = grade(visible(page.content()), language, (*NAMES, *self.names))
        hard = []
        if found.fkgl is not None and found.fkgl > HARDEST_ENGLISH:
            hard.append(f"reads at grade {found.fkgl:.1f}")
        if found.inflesz is not None and found.inflesz < EASIEST_SPANISH:
            hard.append(f"reads at {found.inflesz:.0f} of INFLESZ")
        if found.longest_sentence > LONGEST_SENTENCE:
            hard.append(f"has a sentence of {found.longest_sentence} words")
        return hard
