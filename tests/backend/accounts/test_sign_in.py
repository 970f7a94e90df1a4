"""From sign-up to genes, through the pages that people use: e-mail, password, second step, recovery, reset."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from channels.db import database_sync_to_async
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client

from mendly.accounts.models import User
from mendly.accounts.services import create_patient
from mendly.live import consumer
from tests.backend.conftest import Persona
from tests.backend.live.test_socket import closed_with, frames, hello, socket

EMAIL, PASSWORD = "new@example.test", "a long enough password"
SIGN_UP, SIGN_IN, SIGN_OUT = "/accounts/signup/", "/accounts/login/", "/accounts/logout/"
PASSWORD_AGAIN = "/accounts/reauthenticate/"
SECOND_STEP, SET_UP, CONFIRM_AGAIN = (
    "/accounts/2fa/authenticate/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/reauthenticate/",
)
RESET = "/accounts/password/reset/"


def sign_up(client: Client, email: str = EMAIL) -> Any:
    return client.post(SIGN_UP, {"email": email, "password1": PASSWORD})


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD) -> Any:
    return client.post(SIGN_IN, {"login": email, "password": password})


def link_in(mail: EmailMessage, path: str) -> str:
    found = re.search(rf"{path}[-:\w]+/", str(mail.body))
    assert found, mail.body
    return found.group()


def new_person(client: Client, mails: list[EmailMessage]) -> str:
    """Sign up, confirm the e-mail, sign in and make a record. Returns the address of the genes page."""
    sign_up(client)
    client.post(link_in(mails[-1], "/accounts/confirm-email/"))
    sign_in(client)
    patient = create_patient(User.objects.get(email=EMAIL), name="New Person")
    return f"/p/{patient.id}/genes/"


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up_second_step(client: Client) -> str:
    client.post(PASSWORD_AGAIN, {"password": PASSWORD})
    secret = str(client.get(SET_UP).context["form"].secret)
    answer = client.post(SET_UP, {"code": code_for(secret)})
    assert answer.status_code == 302, answer.content
    return secret


def asks_for_second_step(client: Client, page: str) -> bool:
    answer = client.get(page)
    return answer.status_code == 302 and answer["Location"] == f"/second-factor/?next={page}"


def test_a_new_person_comes_in_only_after_confirming_the_address(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    assert sign_up(client)["Location"] == "/accounts/confirm-email/"
    assert sign_in(client)["Location"] == "/accounts/confirm-email/"
    assert client.get("/home/").status_code == 302
    link = link_in(mailoutbox[0], "/accounts/confirm-email/")
    assert client.get(link).status_code == 200
    assert "_auth_user_id" not in client.session
    client.post(link)
    assert sign_in(client)["Location"] == "/home/"
    assert client.get("/home/")["Location"] == "/start/"


def test_signing_up_does_not_tell_whether_the_address_is_known(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    new_person(client, mailoutbox)
    known, unknown = (sign_up(Client(), email) for email in (EMAIL.upper(), "unknown@example.test"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert User.objects.filter(email__iexact=EMAIL).count() == 1
    assert [mail.to for mail in mailoutbox[-2:]] == [[EMAIL], ["unknown@example.test"]]


def test_every_mail_speaks_for_mendly_in_the_persons_language(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    new_person(client, mailoutbox)
    cache.clear()  # one address gets few mails in a short time
    sign_up(Client())
    User.objects.update(language="es")
    spanish = {"headers": {"accept-language": "es"}}
    for address in (EMAIL, "unknown@example.test"):
        Client().post(RESET, {"email": address}, **spanish)
    assert [mail.subject for mail in mailoutbox] == [
        "Confirm your e-mail for Mendly",
        "You have an account in Mendly",
        "Elija una nueva contraseña para Mendly",
        "Elija una nueva contraseña para Mendly",
    ]
    for mail in mailoutbox:
        assert "testserver!" not in mail.body
        assert "http://" in mail.body


def words_of(answer: Any) -> str:
    """A page without what every answer has of its own: tokens, and the address that was typed."""
    html = answer.content.decode()
    return re.sub(r'(value|content|nonce)="[^"]*"', "", html)


def test_a_wrong_password_and_an_unknown_address_look_the_same(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    new_person(client, mailoutbox)
    wrong, unknown = sign_in(Client(), password="not my password"), sign_in(Client(), "unknown@example.test")
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert words_of(wrong) == words_of(unknown)


def test_a_forgotten_password_does_not_tell_whether_the_address_is_known(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    new_person(client, mailoutbox)
    known, unknown = (
        Client().post(RESET, {"email": e}, follow=True) for e in (EMAIL, "unknown@example.test")
    )
    assert (known.status_code, known.redirect_chain) == (200, unknown.redirect_chain)
    assert words_of(known) == words_of(unknown)
    to_known, to_unknown = mailoutbox[-2:]
    assert RESET in to_known.body
    assert "/key/" not in to_unknown.body


def test_a_new_password_ends_every_session_and_still_asks_for_the_second_step(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    new_person(client, mailoutbox)
    set_up_second_step(client)
    phone = Persona(User.objects.get(email=EMAIL)).phone()
    forgetful = Client()
    forgetful.post(RESET, {"email": EMAIL})
    form = forgetful.get(link_in(mailoutbox[-1], "/accounts/password/reset/key/"), follow=True)
    answer = forgetful.post(
        form.redirect_chain[-1][0],
        {"password1": "another long password", "password2": "another long password"},
    )
    assert answer.status_code == 302
    assert client.get("/start/").status_code == 302
    assert phone.get("/api/v1/me/").status_code == 401, "whoever knew the old password may have paired it"
    assert "_auth_user_id" not in forgetful.session
    assert sign_in(forgetful).status_code == 200
    assert sign_in(forgetful, password="another long password")["Location"] == SECOND_STEP


def test_genes_open_after_the_second_step_and_not_before(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    genes = new_person(client, mailoutbox)
    assert asks_for_second_step(client, genes)
    assert client.get("/second-factor/").status_code == 200
    secret = set_up_second_step(client)
    client.post(SIGN_OUT)
    assert sign_in(client)["Location"] == SECOND_STEP
    assert client.get(genes)["Location"].startswith(SIGN_IN)
    wrong = client.post(SECOND_STEP, {"code": "000000"})
    assert wrong.status_code == 200
    assert client.post(SECOND_STEP, {"code": code_for(secret)})["Location"] == "/home/"
    assert client.get(genes).status_code == 200


def test_a_session_that_set_up_the_second_step_just_now_has_not_used_it_yet(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    genes = new_person(client, mailoutbox)
    secret = set_up_second_step(client)
    assert asks_for_second_step(client, genes)
    assert client.post(CONFIRM_AGAIN, {"code": "000000"}).status_code == 200
    assert asks_for_second_step(client, genes)
    assert client.post(CONFIRM_AGAIN, {"code": code_for(secret)}).status_code == 302
    assert client.get(genes).status_code == 200


def test_a_code_of_the_second_step_works_once(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    new_person(client, mailoutbox)
    secret = set_up_second_step(client)
    code = code_for(secret)
    first, onlooker = Client(), Client()
    for browser in (first, onlooker):
        sign_in(browser)
    assert first.post(SECOND_STEP, {"code": code}).status_code == 302
    assert onlooker.post(SECOND_STEP, {"code": code}).status_code == 200
    assert "_auth_user_id" not in onlooker.session


def test_a_recovery_code_is_a_second_step_once(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    genes = new_person(client, mailoutbox)
    set_up_second_step(client)
    code = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    first, again = Client(), Client()
    for browser, status in ((first, 302), (again, 200)):
        sign_in(browser)
        assert browser.post(SECOND_STEP, {"code": code}).status_code == status
    assert first.get(genes).status_code == 200
    assert "_auth_user_id" not in again.session


def test_secrets_of_the_second_step_are_sealed(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    new_person(client, mailoutbox)
    secret = set_up_second_step(client)
    kept = " ".join(str(row.data) for row in Authenticator.objects.all())
    assert secret not in kept
    assert secret.encode().hex() not in kept


def test_guessing_a_password_is_stopped_for_this_address_and_not_for_others(
    client: Client, db: None, mailoutbox: list[EmailMessage]
) -> None:
    new_person(client, mailoutbox)
    for _ in range(5):
        sign_in(Client(), password="a wrong guess at it")
    assert sign_in(Client()).status_code == 200
    assert sign_in(Client(), "unknown@example.test").status_code == 200
    cache.clear()
    assert sign_in(Client()).status_code == 302


@pytest.mark.asyncio
@pytest.mark.django_db(transaction=True)
async def test_signing_out_closes_the_socket_of_the_session(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    await database_sync_to_async(new_person)(client, mailoutbox)
    headers = [
        (b"cookie", f"session={client.cookies['session'].value}".encode()),
        (b"host", b"clinic.test"),
        (b"origin", b"https://clinic.test"),
    ]
    async with socket(headers) as live:
        await hello(live, None)
        await frames(live, 1)
        await database_sync_to_async(client.post)(SIGN_OUT)
        assert await closed_with(live) == consumer.REVOKED
