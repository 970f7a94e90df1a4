"""Each page, loaded once a language: light on the wire, without a fault that axe can find, never too wide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponseNotAllowed
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Page

from tests.e2e.browser.axe import AXE, FEW_LOOKS, ON_A_PHONE, faults_of
from tests.e2e.browser.conftest import Guests
from tests.e2e.browser.pages import ANSWERED, EVERY_PAGE, FIRST_STATES, NOT_PAGES, PAGES, REFUSED, Shown
from tests.e2e.browser.visitors import PASSWORD
from tests.e2e.browser.wire import Wire
from tests.e2e.browser.world import World

pytestmark = pytest.mark.browser

MOVES_ON = ("/accounts/password/reset/key/",)
"""Addresses that hide their token by sending the browser on."""

ABSENT = frozenset({"/no-such-page/"})


@dataclass(frozen=True)
class Tab:
    page: Page
    wire: Wire


Tabs = dict[str, Tab]


@pytest.fixture(scope="module")
def tabs(all_guests: Guests) -> Iterator[Tabs]:
    """One device a person with one tab, kept while all their pages are looked at: a new tab takes a while."""
    kept: Tabs = {}
    yield kept
    for tab in kept.values():
        tab.page.context.close()


def new_tab(guests: Guests, who: str) -> Tab:
    tab = Tab(guests.device(who, reduced_motion="reduce").new_page(), Wire())
    tab.page.add_init_script(AXE)  # passes a strict policy, which a script tag would not
    tab.wire.listen(tab.page)
    return tab


def opened(guests: Guests, tabs: Tabs, shown: Shown) -> Page:
    if shown.who not in tabs:
        tabs[shown.who] = new_tab(guests, shown.who)
    page, address = tabs[shown.who].page, guests.world.fill(shown.who, shown.address, shown.language)
    guests.speak(page.context, shown.who, shown.language)
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == (404 if address in ABSENT else 200)
    if "/reauthenticate/" in page.url and page.url.count("/") > 4 and "/reauthenticate/" not in address:
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
    assert urlsplit(page.url).path.startswith(urlsplit(address).path) or address.startswith(MOVES_ON)
    assert page.get_attribute("html", "lang") == shown.language
    return page


@pytest.mark.parametrize("shown", EVERY_PAGE, ids=str)
def test_a_page_has_no_fault(guests: Guests, tabs: Tabs, shown: Shown) -> None:
    """Every page on phone and desk and in the dark; in Spanish and in further states (empty) on the phone."""
    page = opened(guests, tabs, shown)
    looks = FEW_LOOKS if shown in FIRST_STATES and shown.language == "en" else ON_A_PHONE
    assert "\n".join([*faults_of(page, looks), *tabs[shown.who].wire.faults()]) == ""


@pytest.mark.long
@pytest.mark.parametrize("shown", EVERY_PAGE, ids=str)
def test_a_page_has_no_fault_in_any_look(guests: Guests, tabs: Tabs, shown: Shown) -> None:
    assert "\n".join(faults_of(opened(guests, tabs, shown))) == ""


@pytest.mark.parametrize("shown", REFUSED, ids=str)
def test_a_form_that_comes_back_with_errors_has_no_fault(guests: Guests, tabs: Tabs, shown: Shown) -> None:
    page = opened(guests, tabs, shown)
    page.locator("main form[method=post]:not([data-passkey]) button:not([form=start-again])").last.click()
    page.locator(".errors").wait_for()
    assert "\n".join(faults_of(page, FEW_LOOKS)) == ""


@pytest.mark.parametrize(("shown", "typed"), ANSWERED, ids=str)
def test_a_form_that_answers_on_the_page_has_no_fault(
    guests: Guests, tabs: Tabs, shown: Shown, typed: dict[str, str]
) -> None:
    page = opened(guests, tabs, shown)
    address = page.url
    for name, text in typed.items():
        page.fill(f"[name={name}]", text)
    page.locator("main form[method=post] button").first.click()
    page.wait_for_load_state()
    assert page.url == address
    assert page.locator(".errors").count() == 0
    assert "\n".join(faults_of(page, FEW_LOOKS)) == ""


@pytest.mark.parametrize("who", ["amara", "imani"])
def test_the_open_menu_of_the_account_has_no_fault(guests: Guests, tabs: Tabs, who: str) -> None:
    """The menu alone: what lies under it is covered, and a tap there only closes it."""
    page = opened(guests, tabs, Shown(who, "en", "/settings/"))
    page.locator("[data-menu] summary").click()
    assert "\n".join(faults_of(page, FEW_LOOKS, within="header")) == ""
    address = page.url
    page.mouse.click(30, 700)
    assert page.locator("[data-menu][open]").count() == 0
    assert page.url == address


def takes_get(pattern: URLPattern) -> bool:
    """A view that only takes POST says so before it looks at anything else."""
    names = dict.fromkeys(pattern.pattern.converters, "")
    try:
        answer = pattern.callback(RequestFactory().get("/"), **names)
    except Exception:
        return True
    return not isinstance(answer, HttpResponseNotAllowed)


def routes(patterns: Iterable[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{space}{pattern.name}", pattern


def test_every_page_of_the_portal_is_in_the_list(world: World) -> None:
    listed = set()
    for who, addresses in PAGES.items():
        for address in addresses:
            if address != "/no-such-page/":
                path = urlsplit(world.fill(who, address, "en")).path
                listed.add(resolve(path).view_name)
    ours = ("portal:", "account_", "mfa_", "usersessions_")
    pages = {name for name, pattern in routes(get_resolver().url_patterns) if name.startswith(ours)}
    takers = {name for name, pattern in routes(get_resolver().url_patterns) if takes_get(pattern)}
    assert (pages & takers) - set(NOT_PAGES) - listed == set()
    assert set(NOT_PAGES) - pages == set()
