"""A passkey in Chromium: its own authenticator in software, our pages and script, under the strict policy."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import CDPSession, Page

from tests.e2e.browser.axe import AXE, ON_A_PHONE, faults_of
from tests.e2e.browser.conftest import Guests
from tests.e2e.browser.visitors import PASSWORD, Mailbox, Visitor
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(server: Server) -> str:
    """Browsers give passkeys to names, not to numbers: the same server as `localhost`."""
    return server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(guests: Guests, server: Server, site: str) -> Page:
    """Somebody new, signed in, on a device that can hold passkeys."""
    email = f"passkey.{secrets.token_hex(4)}@example.org"
    mailbox, visitor = Mailbox(server.log), Visitor(site)
    visitor.sign_up(email)
    visitor.fill(mailbox.address("/accounts/confirm-email/"))
    visitor.sign_in(email)
    page = guests.visit(base_url=site)
    page.add_init_script(AXE)
    page.context.add_cookies(visitor.cookies(site))  # type: ignore[arg-type]
    return page


def with_authenticator(page: Page, **more: object) -> CDPSession:
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **more}})
    return device


def looked_at(page: Page) -> None:
    """Without a fault; the page is left as it was."""
    assert faults_of(page, ON_A_PHONE) == []


def path_of(page: Page) -> str:
    return urlsplit(page.url).path


def test_made_by_a_finger_it_opens_the_genes_without_password_or_code(page: Page) -> None:
    with_authenticator(page)
    page.goto("/start/")
    page.fill("[name=name]", "Pia Passkey")
    page.click("main button[type=submit]")
    page.wait_for_url("**/today/")
    genes = page.url.replace("/today/", "/genes/")
    page.goto(genes)
    assert path_of(page) == "/second-factor/"
    page.get_by_role("link", name="Make a passkey").click()
    looked_at(page)
    page.fill("[name=name]", "My laptop")
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto("/accounts/2fa/")
    assert page.get_by_role("heading", name="My laptop").is_visible()
    looked_at(page)
    page.get_by_role("link", name="Rename").click()
    looked_at(page)
    page.goto("/accounts/2fa/webauthn/reauthenticate/")
    looked_at(page)
    page.goto("/accounts/2fa/webauthn/")
    looked_at(page)
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/today/")
    page.goto(genes)
    assert path_of(page).endswith("/genes/")
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Remove My laptop").click()
    looked_at(page)
    page.get_by_role("button", name="Remove this passkey").click()
    page.get_by_text("No passkey yet.").wait_for()


def test_who_turns_away_reads_what_to_do_and_the_password_goes_on(page: Page) -> None:
    with_authenticator(page, isUserVerified=False)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_text("That did not work.").wait_for()
    assert page.get_by_role("button", name="Make a passkey").is_enabled()


def test_without_script_the_page_says_so_and_signing_in_by_password_works(
    guests: Guests, site: str, server: Server
) -> None:
    page = guests.visit(base_url=site, java_script_enabled=False)
    page.goto("/accounts/login/")
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    page.fill("[name=login]", server.people["amara"].email)
    page.fill("[name=password]", server.people["amara"].password or PASSWORD)
    page.locator("main form button").first.click()
    assert path_of(page).endswith("/today/")
    page.goto("/accounts/2fa/webauthn/add/")
    assert page.get_by_text("This browser cannot use passkeys.").is_visible()
