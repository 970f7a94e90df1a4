"""Every page of signing in wears the house's clothes, in both languages, under the strict policy."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from mendly.accounts.models import User
from tests.backend.accounts.browsers import known_browser

SIGNED_OUT = (
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-x/",
    "/accounts/password/reset/key/done/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/unknown/",
    "/accounts/inactive/",
)
SIGNED_IN = (
    "/accounts/logout/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/reauthenticate/",
    "/accounts/sessions/",
)


def shown(client: Client, address: str, language: str = "en") -> str:
    answer = client.get(address, headers={"accept-language": language}, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def is_ours(html: str) -> None:
    assert "portal/app" in html
    assert html.count("<h1>") == 1
    assert not re.search(r"\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|Menu:", html)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("address", SIGNED_OUT)
def test_pages_for_somebody_who_is_not_signed_in(client: Client, address: str, language: str) -> None:
    html = shown(client, address, language)
    is_ours(html)
    assert f'<html lang="{language}"' in html


PASSWORD = "a long enough secret"


def new_person() -> User:
    person = User(email="amara@example.org")
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def amara(client: Client) -> Client:
    client.force_login(new_person())
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("address", SIGNED_IN)
def test_pages_of_ones_own_account(amara: Client, address: str) -> None:
    is_ours(shown(amara, address))


@pytest.mark.django_db
def test_a_wrong_password_is_told_above_the_form_and_no_field_is_blamed(client: Client) -> None:
    answer = client.post("/accounts/login/", {"login": "amara@example.org", "password": "wrong"})
    html = answer.content.decode()
    assert '<div class="errors flow" role="alert"' in html
    assert 'href="#id_password"' not in html


@pytest.mark.django_db
def test_the_square_of_the_second_step_is_drawn_in_the_page_not_fetched() -> None:
    email = new_person().email
    client = known_browser(email)
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    html = shown(client, "/accounts/2fa/totp/activate/")
    if "Is it still you?" in html:
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        html = shown(client, "/accounts/2fa/totp/activate/")
    is_ours(html)
    assert "data:image" not in html
    assert "<?xml" not in html
    assert re.search(r'<div class="qr" role="img"[^>]*><svg', html)
