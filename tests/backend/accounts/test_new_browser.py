"""The right password from a browser that the account has not used before: a code by e-mail comes between."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as product
from django.core.mail import EmailMessage
from django.test import Client

from mendly.accounts import browsers, entry
from mendly.accounts.browsers import cookie_name
from mendly.accounts.models import User
from tests.backend.accounts.browsers import known_browser
from tests.backend.accounts.test_sign_in import RESET, link_in, set_up_second_step

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
EMAIL, PASSWORD = "rosalind.marks@example.test", "a long enough password"
SIGN_IN, PAGE = "/accounts/login/", "/new-browser/"
Mails = list[EmailMessage]


def account(email: str = EMAIL) -> User:
    user = User(email=email)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@pytest.fixture
def person() -> User:
    return account()


def sign_in(client: Client, email: str = EMAIL, **more: str) -> str:
    """Where a right password leads."""
    answer = client.post(SIGN_IN, {"login": email, "password": PASSWORD, **more})
    return str(answer.get("Location", ""))


def code_in(mail: EmailMessage) -> str:
    found = re.search(r"^([2-9A-Z]{4}) ([2-9A-Z]{4})$", str(mail.body), re.MULTILINE)
    assert found, mail.body
    return found[1] + found[2]


def is_in(client: Client) -> bool:
    return client.get("/settings/").status_code == 200


def test_a_new_browser_comes_in_by_a_code_and_is_known_from_then_on(person: User, mailoutbox: Mails) -> None:
    client = Client()
    assert sign_in(client, next="/devices/") == PAGE
    assert not is_in(client)
    assert client.get("/api/v1/me/").status_code == 401
    assert mailoutbox[0].to == [EMAIL]
    code = code_in(mailoutbox[0])
    answer = client.post(PAGE, {"code": f" {code[:4].lower()}-{code[4:].lower()} "})
    assert answer["Location"] == "/devices/"
    assert is_in(client)
    client.post("/accounts/logout/")
    assert sign_in(client) == "/home/"
    assert len(mailoutbox) == 2


def test_the_owner_is_told_of_the_new_browser_in_fixed_words(person: User, mailoutbox: Mails) -> None:
    User.objects.update(language="es")
    client = Client()
    sign_in(client)
    assert len(mailoutbox) == 1, "before the code there is nothing to tell"
    client.post(PAGE, {"code": code_in(mailoutbox[0])})
    assert [mail.subject for mail in mailoutbox] == [
        "Su código para Mendly",
        "Un navegador nuevo ha entrado en Mendly",
    ]
    assert f"{product.PUBLIC_URL}/devices/" in mailoutbox[1].body


def test_a_mail_that_cannot_go_out_keeps_nobody_out(
    person: User, mailoutbox: Mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    sign_in(client)
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", _no_mail)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", _no_mail)
    assert client.post(PAGE, {"code": code_in(mailoutbox[0])})["Location"] == "/home/"
    assert is_in(client)


def _no_mail(*args: Any, **kwargs: Any) -> None:
    raise ConnectionRefusedError


def test_after_five_wrong_codes_the_right_one_does_not_work(person: User, mailoutbox: Mails) -> None:
    client = Client()
    sign_in(client)
    for _ in range(5):
        assert client.post(PAGE, {"code": "2222 2222"}).status_code == 422
    assert client.post(PAGE, {"code": code_in(mailoutbox[0])})["Location"] == SIGN_IN
    assert not is_in(client)
    assert sign_in(client) == PAGE
    client.post(PAGE, {"code": code_in(mailoutbox[1])})
    assert is_in(client)


def test_tries_at_once_count_each(person: User, mailoutbox: Mails) -> None:
    """A session that is read by many requests before one of them writes it: the count lies elsewhere."""
    client = Client()
    sign_in(client)
    before = dict(client.session.items())
    for _ in range(5):
        client.post(PAGE, {"code": "2222 2222"})
        session = client.session
        session.update(before)
        session.save()
    client.post(PAGE, {"code": code_in(mailoutbox[0])})
    assert not is_in(client)


def test_a_code_works_for_ten_minutes(
    person: User, mailoutbox: Mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, real = Client(), entry.time.time
    sign_in(client)
    monkeypatch.setattr(entry.time, "time", lambda: real() + entry.CODE_LIFE + 1)
    assert client.post(PAGE, {"code": code_in(mailoutbox[0])})["Location"] == SIGN_IN
    assert not is_in(client)


def test_a_code_works_once_also_for_a_copy_of_the_browser(person: User, mailoutbox: Mails) -> None:
    client, copy = Client(), Client()
    sign_in(client)
    before = dict(client.session.items())
    sign_in(copy)
    session = copy.session
    session.update(before)
    session.save()
    client.post(PAGE, {"code": code_in(mailoutbox[0])})
    copy.post(PAGE, {"code": code_in(mailoutbox[0])})
    assert (is_in(client), is_in(copy)) == (True, False)


def test_a_code_belongs_to_the_browser_that_asked(person: User, mailoutbox: Mails) -> None:
    first, second = Client(), Client()
    sign_in(first)
    sign_in(second)
    assert second.post(PAGE, {"code": code_in(mailoutbox[0])}).status_code == 422
    assert Client().post(PAGE, {"code": code_in(mailoutbox[0])})["Location"] == SIGN_IN
    assert not is_in(second)


def test_the_session_does_not_hold_the_code(person: User, mailoutbox: Mails) -> None:
    client = Client()
    sign_in(client)
    assert code_in(mailoutbox[0]) not in str(dict(client.session.items()))


def test_starting_again_forgets_the_password(person: User, mailoutbox: Mails) -> None:
    client = Client()
    sign_in(client)
    assert client.post(PAGE, {"again": "1"})["Location"] == SIGN_IN
    assert client.get(SIGN_IN).status_code == 200
    assert client.get(PAGE)["Location"] == SIGN_IN


def test_codes_do_not_fill_a_mailbox(person: User, mailoutbox: Mails) -> None:
    assert [sign_in(Client()) for _ in range(7)] == [PAGE] * 6 + [SIGN_IN]
    assert len(mailoutbox) == 6
    assert sign_in(known_browser(EMAIL)) == "/home/"


def test_a_cookie_of_somebody_else_or_a_forged_one_is_not_known(person: User) -> None:
    other = known_browser(account("other@example.test").email)
    assert sign_in(other) == PAGE
    value = next(iter(other.cookies.values())).value
    for forged in (value, "x", "", f"{browsers._proof(person)}:1:x"):
        client = Client()
        client.cookies[cookie_name(person)] = forged
        assert sign_in(client) == PAGE, forged


def test_a_new_password_makes_other_browsers_unknown(person: User, mailoutbox: Mails) -> None:
    thief, owner = known_browser(EMAIL), Client()
    owner.post(RESET, {"email": EMAIL})
    form = owner.get(link_in(mailoutbox[-1], "/accounts/password/reset/key/"), follow=True)
    new = {"password1": "another long password", "password2": "another long password"}
    owner.post(form.redirect_chain[-1][0], new)
    again = {"login": EMAIL, "password": "another long password"}
    assert owner.post(SIGN_IN, again)["Location"] == "/home/"
    assert thief.post(SIGN_IN, again)["Location"] == PAGE


def test_a_second_factor_stands_in_place_of_the_code(person: User, mailoutbox: Mails) -> None:
    owner = known_browser(EMAIL)
    sign_in(owner)
    set_up_second_step(owner)
    sent = len(mailoutbox)
    assert sign_in(Client()) == "/accounts/2fa/authenticate/"
    assert len(mailoutbox) == sent


def test_people_of_the_demonstration_are_exempt_on_loopback_only(mailoutbox: Mails, settings: Any) -> None:
    email = account("amara@demo.mendly.example").email
    settings.SECOND_FACTOR_EXEMPT_DEMO = True
    assert sign_in(Client(), email) == "/home/"
    assert not mailoutbox
    settings.SECOND_FACTOR_EXEMPT_DEMO = False
    assert sign_in(Client(), email) == PAGE


def test_a_browser_of_many_people_keeps_the_newest_ten(mailoutbox: Mails) -> None:
    shared = Client()
    for number in range(12):
        email = account(f"person{number}@example.test").email
        sign_in(shared, email)
        shared.post(PAGE, {"code": code_in(mailoutbox[-1])})
        shared.post("/accounts/logout/")
    kept = [name for name, morsel in shared.cookies.items() if name.startswith("known-") and morsel.value]
    assert len(kept) == 10
    assert sign_in(shared, "person11@example.test") == "/home/"


def test_over_https_the_cookie_is_bound_to_the_host(person: User, settings: Any) -> None:
    settings.HTTPS = True
    client = known_browser(EMAIL)
    sign_in(client)
    cookie = client.cookies[cookie_name(person)]
    assert cookie_name(person).startswith("__Host-")
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    assert cookie["httponly"]
    assert cookie["max-age"] == 365 * 24 * 3600


@pytest.mark.parametrize(("language", "heading"), [("en", "Is it you?"), ("es", "¿Es usted?")])
def test_the_page_is_ours(person: User, language: str, heading: str) -> None:
    client = Client(headers={"accept-language": language})
    sign_in(client)
    html = client.get(PAGE).content.decode()
    assert f"<h1>{heading}</h1>" in html
    assert 'autocomplete="one-time-code"' in html
    assert not re.search(r"\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", html)
    assert EMAIL not in html
    assert client.post(PAGE, {"code": ""}).status_code == 422
