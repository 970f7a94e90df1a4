"""When a passkey cannot be made: the page says so, and the password goes on. The good way is in test_ten_tasks."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import Page

from tests.e2e.browser.conftest import Guests
from tests.e2e.browser.visitors import PASSWORD, Mailbox, Visitor
from tests.e2e.browser.walk import path_of, with_authenticator
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser


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
    page.context.add_cookies(visitor.cookies(site))  # type: ignore[arg-type]
    return page


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
