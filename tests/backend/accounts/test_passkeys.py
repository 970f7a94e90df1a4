"""Passkeys: made, used to sign in and as the second step, renamed, removed; whatever is not one is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.core.mail import EmailMessage
from django.test import Client

from mendly.accounts.models import User
from tests.backend.accounts.soft_passkey import SoftPasskey
from tests.backend.accounts.test_sign_in import (
    SECOND_STEP,
    SIGN_OUT,
    asks_for_second_step,
    new_person,
    sign_in,
)

PASSKEYS = "/accounts/2fa/webauthn/"
ADD, LOGIN, AGAIN = f"{PASSKEYS}add/", f"{PASSKEYS}login/", f"{PASSKEYS}reauthenticate/"


@pytest.fixture
def genes(client: Client, db: None, mailoutbox: list[EmailMessage]) -> str:
    """Somebody new is signed in; the address of their genes."""
    return new_person(client, mailoutbox)


def make(client: Client, passkey: SoftPasskey, name: str = "My phone") -> Any:
    options = client.get(ADD, secure=True).context["js_data"]["creation_options"]
    return client.post(ADD, {"name": name, "credential": passkey.make(options)}, secure=True)


def sign_in_with(client: Client, passkey: SoftPasskey, **more: str) -> Any:
    options = client.get(LOGIN, headers={"accept": "application/json"}, secure=True).json()["request_options"]
    return client.post(LOGIN, {"credential": passkey.sign(options), **more}, secure=True)


def test_a_passkey_opens_the_genes_without_password_or_code(client: Client, genes: str) -> None:
    passkey = SoftPasskey()
    assert make(client, passkey)["Location"] == "/accounts/2fa/recovery-codes/"
    assert not asks_for_second_step(client, genes), "setting it up was using it"
    client.post(SIGN_OUT)
    assert client.get(genes).status_code == 302
    assert sign_in_with(client, passkey, next=genes)["Location"] == genes
    assert client.get(genes).status_code == 200
    record = client.session[AUTHENTICATION_METHODS_SESSION_KEY][-1]
    assert (record["method"], record["type"], record["passwordless"]) == ("mfa", "webauthn", True)
    assert 'name="email"' in client.get(genes.replace("genes/", "sharing/helper/")).content.decode()


def test_after_a_password_the_passkey_is_the_second_step(client: Client, genes: str) -> None:
    passkey = SoftPasskey()
    make(client, passkey)
    client.post(SIGN_OUT)
    assert sign_in(client)["Location"] == SECOND_STEP
    assert client.get(genes).status_code == 302
    options = client.get(SECOND_STEP, secure=True).context["js_data"]["request_options"]
    assert client.post(SECOND_STEP, {"credential": passkey.sign(options)}, secure=True).status_code == 302
    assert client.get(genes).status_code == 200


def test_in_a_session_that_lacks_it_a_passkey_can_be_shown_later(client: Client, genes: str) -> None:
    passkey = SoftPasskey()
    make(client, passkey)
    assert "Use my passkey" in client.get(f"/second-factor/?next={genes}").content.decode()
    options = client.get(AGAIN, secure=True).context["js_data"]["request_options"]
    answer = client.post(AGAIN, {"credential": passkey.sign(options), "next": genes}, secure=True)
    assert answer["Location"] == genes
    assert client.get(genes).status_code == 200


def test_a_signature_is_good_once(client: Client, genes: str) -> None:
    passkey = SoftPasskey()
    make(client, passkey)
    thief = Client()
    options = client.get(AGAIN, secure=True).context["js_data"]["request_options"]
    signed = passkey.sign(options)
    thief.get(LOGIN, headers={"accept": "application/json"}, secure=True)
    thief.post(LOGIN, {"credential": signed}, secure=True)
    assert "_auth_user_id" not in thief.session
    assert client.post(AGAIN, {"credential": signed}, secure=True).status_code == 302
    assert client.post(AGAIN, {"credential": signed, "next": "/start/"}, secure=True)["Location"] != "/start/"


@pytest.mark.parametrize(
    "fake",
    [
        SoftPasskey(verifies=False),
        SoftPasskey(origin="https://testserver.evil.example"),
        SoftPasskey(origin="http://testserver"),
    ],
)
def test_a_passkey_that_asks_nobody_or_speaks_for_another_site_is_refused(
    client: Client, genes: str, fake: SoftPasskey
) -> None:
    assert make(client, fake).status_code == 200
    assert not Authenticator.objects.exists()
    good = SoftPasskey()
    make(client, good)
    good.verifies, good.origin = fake.verifies, fake.origin
    client.post(SIGN_OUT)
    sign_in_with(client, good)
    assert "_auth_user_id" not in client.session


def test_someone_elses_key_does_not_open_an_account(client: Client, genes: str) -> None:
    mine, theirs = SoftPasskey(), SoftPasskey()
    make(client, mine)
    theirs.user_handle, theirs.credential_id = mine.user_handle, mine.credential_id
    thief = Client()
    sign_in_with(thief, theirs)
    assert "_auth_user_id" not in thief.session


JUNK = [
    *(
        "",
        "null",
        "1",
        "[]",
        "{}",
        '"x"',
        "{",
        "x" * 9000,
        '{"response":null}',
        '{"response":{"userHandle":5}}',
    ),
    '{"type":"public-key","id":"a","rawId":"a","response":{"clientDataJSON":"e30","authenticatorData":"AA",'
    '"signature":"AA","userHandle":"////"}}',
    '{"type":"public-key","id":"a","rawId":"a","response":{"clientDataJSON":"e30","attestationObject":"AA"}}',
    '{"type":"public-key","id":[],"rawId":{},"response":[]}',
]


@pytest.mark.parametrize("junk", JUNK)
def test_what_no_browser_would_send_is_refused_and_changes_nothing(
    client: Client, genes: str, junk: str
) -> None:
    client.get(ADD, secure=True)
    assert client.post(ADD, {"name": "x", "credential": junk}, secure=True).status_code == 200
    make(client, SoftPasskey())
    client.get(AGAIN, secure=True)
    assert client.post(AGAIN, {"credential": junk}, secure=True).status_code == 302
    stranger = Client()
    stranger.get(LOGIN, headers={"accept": "application/json"}, secure=True)
    assert stranger.post(LOGIN, {"credential": junk}, secure=True)["Location"] == "/accounts/login/"
    sign_in(stranger)
    stranger.get(SECOND_STEP, secure=True)
    assert stranger.post(SECOND_STEP, {"credential": junk}, secure=True).status_code == 200
    assert "_auth_user_id" not in stranger.session
    assert Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count() == 1


def test_passkeys_are_named_seen_renamed_and_removed_by_their_owner_alone(
    client: Client, genes: str, mailoutbox: list[EmailMessage]
) -> None:
    make(client, SoftPasskey(), name="Phone of <Maria>")
    make(client, SoftPasskey(), name="")
    page = client.get("/accounts/2fa/").content.decode()
    assert "Phone of &lt;Maria&gt;" in page
    assert "Passkey 2" in page
    first, second = Authenticator.objects.filter(type="webauthn").order_by("pk").values_list("pk", flat=True)
    other = Client()
    other.force_login(User.objects.create(email="other@example.test"))
    session = other.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = client.session[AUTHENTICATION_METHODS_SESSION_KEY]
    session.save()
    for act in ("edit", "remove"):
        assert other.post(f"{PASSKEYS}keys/{first}/{act}/", {"name": "x"}).status_code == 404
    client.post(f"{PASSKEYS}keys/{first}/edit/", {"name": "Old phone"})
    assert client.post(f"{PASSKEYS}keys/{first}/edit/", {"name": "x" * 61}).status_code == 200
    assert "Old phone" in client.get(PASSKEYS).content.decode()
    client.post(f"{PASSKEYS}keys/{first}/remove/")
    assert list(Authenticator.objects.filter(type="webauthn").values_list("pk", flat=True)) == [second]
    client.post(f"{PASSKEYS}keys/{second}/remove/")
    assert not Authenticator.objects.exists()


def test_the_browser_is_told_that_our_own_pages_may_use_passkeys(client: Client, genes: str) -> None:
    allowed = client.get(ADD)["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in allowed
    assert "publickey-credentials-create=(self)" in allowed
    options = json.loads(json.dumps(client.get(ADD).context["js_data"]["creation_options"], default=str))
    assert options["publicKey"]["rp"] == {"name": "Mendly", "id": "testserver"}
