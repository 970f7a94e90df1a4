"""The rules for passwords, codes and sessions that every way in must keep."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings as product
from django.test import Client
from django.urls import reverse

from mendly.accounts.actors import actor_of_session
from mendly.accounts.browsers import cookie_name
from mendly.accounts.models import User
from tests.backend.accounts.browsers import known_browser
from tests.backend.conftest import People
from tests.backend.matrix.cells import routes

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
EMAIL, PASSWORD = "rosalind.marks@example.test", "a long enough Password "
SIGN_IN, CHANGE = "/accounts/login/", "/accounts/password/change/"


@pytest.fixture
def person() -> User:
    user = User(email=EMAIL)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


def sign_in(client: Client, password: str = PASSWORD) -> bool:
    return bool(client.post(SIGN_IN, {"login": EMAIL, "password": password}).status_code == 302)


def signs_up(password: str) -> bool:
    """Whether somebody new may take this password."""
    User.objects.filter(email="new@example.test").delete()
    answer = Client().post("/accounts/signup/", {"email": "new@example.test", "password1": password})
    return bool(answer.status_code == 302)


@pytest.mark.parametrize(
    "password",
    ["short", "nine char", "password123", "1234567890", "qwertyuiop", "new@example.test"],
)
def test_short_common_and_personal_passwords_are_refused(password: str) -> None:
    assert not signs_up(password)


@pytest.mark.parametrize(
    "password",
    ["only small letters", "  spaces around  ", "тридцать три коровы", "x1" * 60, "🐄 on the meadow"],
)
def test_any_kind_of_letters_and_any_length_is_welcome(password: str) -> None:
    assert signs_up(password)


@pytest.mark.parametrize("typed", [PASSWORD.lower(), PASSWORD.strip(), PASSWORD[:-2], f"{PASSWORD}x"])
def test_a_password_counts_as_typed(person: User, typed: str) -> None:
    assert not sign_in(Client(), typed)
    assert sign_in(Client())


def test_passwords_are_hashed_by_argon2() -> None:
    assert product.AUTH_PASSWORD_VALIDATORS
    from mendly import settings as own

    assert own.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_a_password_is_changed_by_who_knows_the_old_one(person: User) -> None:
    client, new = known_browser(EMAIL), "another long one"
    sign_in(client)
    for old in ("", "wrong"):
        client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})
        assert not sign_in(Client(), new)
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert sign_in(Client(), new)


@pytest.mark.parametrize("address", [SIGN_IN, "/accounts/signup/"])
def test_password_fields_are_masked_and_helped_by_managers(address: str) -> None:
    html = Client().get(address).content.decode()
    fields = re.findall(r'<input[^>]*name="password1?"[^>]*>', html)
    assert len(fields) == 1
    assert 'type="password"' in fields[0]
    assert re.search(r'autocomplete="(?:current|new)-password"', fields[0])
    assert "maxlength" not in fields[0]
    assert not re.search(r"\son(?:paste|copy|input)=", html)


def test_nobody_is_asked_for_a_secret_of_their_life(person: User) -> None:
    for address in (SIGN_IN, "/accounts/signup/", "/accounts/password/reset/"):
        names = re.findall(r'<input[^>]*name="(\w+)"', Client().get(address).content.decode())
        allowed = {"csrfmiddlewaretoken", "login", "email", "password", "password1", "remember", "next"}
        assert set(names) <= allowed | {"language", "credential"}, address


def test_signing_in_makes_a_new_session_and_ends_the_old_one(person: User) -> None:
    client = known_browser(EMAIL)
    client.get(SIGN_IN)
    session = client.session
    session["from before"] = "1"
    session.save()
    before = session.session_key
    assert sign_in(client)
    after = client.session.session_key
    assert after != before
    old = Client()
    old.cookies[product.SESSION_COOKIE_NAME] = str(before)
    assert old.get("/settings/").status_code == 302
    assert len(after or "") >= 32


def test_a_session_that_signed_out_opens_nothing(person: User) -> None:
    client = known_browser(EMAIL)
    sign_in(client)
    stolen = client.cookies[product.SESSION_COOKIE_NAME].value
    assert client.get("/settings/").status_code == 200
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies[product.SESSION_COOKIE_NAME] = stolen
    assert thief.get("/settings/").status_code == 302
    assert thief.get("/api/v1/me/").status_code == 401


def test_a_closed_account_ends_its_sessions(person: User) -> None:
    client = known_browser(EMAIL)
    sign_in(client)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/settings/").status_code == 302
    assert client.get("/api/v1/me/").status_code == 401
    again = known_browser(EMAIL)
    sign_in(again)
    assert again.get("/api/v1/me/").status_code == 401


def test_the_way_out_is_on_every_page(person: User) -> None:
    client = known_browser(EMAIL)
    sign_in(client)
    for address in ("/settings/", "/devices/", "/start/", "/safety/", "/accounts/2fa/"):
        assert f'action="{reverse("account_logout")}"' in client.get(address).content.decode(), address


def test_cookies_are_kept_from_scripts_and_foreign_sites(person: User, settings: Any) -> None:
    client = known_browser(EMAIL)
    client.get(SIGN_IN)
    sign_in(client)
    for name in (product.SESSION_COOKIE_NAME, product.CSRF_COOKIE_NAME, cookie_name(person)):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"
        assert not client.cookies[name]["domain"]


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_no_way_back_leads_out_of_the_house(person: User, elsewhere: str) -> None:
    client = known_browser(EMAIL)
    for path, body in (
        (f"{SIGN_IN}?next={elsewhere}", {"login": EMAIL, "password": PASSWORD, "next": elsewhere}),
        ("/language/setlang/", {"language": "es", "next": elsewhere}),
        (f"/accounts/logout/?next={elsewhere}", {"next": elsewhere}),
    ):
        answer = client.post(path, body)
        assert answer.status_code in {302, 204}
        assert "evil" not in answer.get("Location", "")
        assert "javascript" not in answer.get("Location", "")


def test_nobody_exists_before_somebody_signs_up() -> None:
    assert not User.objects.exists()


def test_every_way_in_is_one_of_the_written_list() -> None:
    """A new route about signing in must be written down in SECURITY-RULES.md and here."""
    ways = {
        route
        for route in routes()
        if re.search(r"log_?in|new-browser|sign_?in\b|sso|oauth|social|saml|token|pair", route)
    }
    assert ways <= {
        "accounts/login/",
        "accounts/login/code/confirm/",
        "new-browser/",
        "accounts/2fa/webauthn/login/",
        "api/v1/devices/pair/",
        "api/v1/devices/pairing-codes/",
        "join/<str:token>/",
        "invitation/<str:token>/",
        "help-invitation/<str:token>/",
        "your-record/<str:token>/",
        "receipt/<str:token>/",  # opens counts of what was erased, and no account
    }


@pytest.mark.parametrize("line", ["\r\nBcc: all@example.test", "\nX: 1", "%0aBcc: a@b.c"])
def test_an_address_with_a_line_break_reaches_no_mail(line: str, mailoutbox: list[Any]) -> None:
    Client().post("/accounts/password/reset/", {"email": f"rosalind@example.test{line}"})
    Client().post("/accounts/signup/", {"email": f"rosalind@example.test{line}", "password1": PASSWORD})
    assert all("\n" not in str(value) for mail in mailoutbox for value in mail.message().values())
    assert not [address for mail in mailoutbox for address in mail.recipients() if "all@" in address]


@pytest.mark.parametrize(("method", "fresh"), [("password", False), ("mfa", True)])
def test_of_who_has_a_second_factor_only_its_proof_counts_as_recent(
    people: People, method: str, fresh: bool
) -> None:
    """Signed in with both this morning; now somebody at the open browser shows one proof."""
    session = people.imani.browser(fresh=False).session
    session[AUTHENTICATION_METHODS_SESSION_KEY] += [{"method": method, "at": time.time()}]
    actor = actor_of_session(session, people.imani.user)
    assert (actor.second_factor, actor.fresh) == (True, fresh)


def test_who_has_a_second_factor_is_not_offered_the_password_to_confirm(person: User) -> None:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = "/accounts/reauthenticate/"
    assert client.get(page).status_code == 200
    TOTP.activate(person, generate_totp_secret())
    answer = client.get(page, follow=True)
    assert b'name="password"' not in answer.content
    assert b'name="code"' in answer.content


def test_a_password_is_no_recent_proof_once_a_second_factor_was_set_up_elsewhere(people: People) -> None:
    session = people.amara.browser(second_factor=False).session
    assert actor_of_session(session, people.amara.user).fresh is True
    TOTP.activate(people.amara.user, generate_totp_secret())
    assert actor_of_session(session, people.amara.user).fresh is False
