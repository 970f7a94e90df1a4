"""An operator signs one person or everyone out, browsers and phones alike."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from mendly.accounts.models import User
from mendly.accounts.services import make_pairing_code, pair_device
from mendly.accounts.signing_out import sign_out_phones
from mendly.cli import main
from mendly.clock import now
from mendly.errors import BadInput
from mendly.ops.sessions import end_sessions, forget_old_sessions
from tests.backend.accounts.browsers import known_browser
from tests.backend.accounts.test_rules_of_sign_in import EMAIL, person, sign_in
from tests.backend.conftest import People, Persona

__all__ = ["person"]
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def signed_in() -> Client:
    client = known_browser(EMAIL)
    assert sign_in(client)
    assert client.get("/settings/").status_code == 200
    return client


@pytest.mark.usefixtures("person")
def test_one_person_is_signed_out_everywhere_and_nobody_else(people: People) -> None:
    first, second, phone = signed_in(), signed_in(), people.amara.phone()
    assert end_sessions(EMAIL.upper()) == 2
    for client in (first, second):
        assert client.get("/settings/").status_code == 302
    assert phone.get("/api/v1/me/").status_code == 200
    assert end_sessions(EMAIL) == 0


@pytest.mark.usefixtures("person")
def test_everyone_is_signed_out_phones_too(people: People) -> None:
    client, phone = signed_in(), people.amara.phone()
    assert end_sessions() == 2
    assert client.get("/settings/").status_code == 302
    assert phone.get("/api/v1/me/").status_code == 401
    assert not Session.objects.exists()


@pytest.mark.usefixtures("person")
def test_everywhere_else_is_browsers_and_phones_but_not_this_one(people: People) -> None:
    here, there, strange = signed_in(), signed_in(), people.amara.phone()
    phone = Persona(User.objects.get(email=EMAIL)).phone()
    page = here.get("/accounts/sessions/").content.decode()
    assert page.count("Sign this phone out") == 1
    assert here.post("/accounts/sessions/").status_code == 302
    assert here.get("/settings/").status_code == 200
    assert there.get("/settings/").status_code == 302
    assert phone.get("/api/v1/me/").status_code == 401
    assert strange.get("/api/v1/me/").status_code == 200
    assert "Sign this phone out" not in here.get("/accounts/sessions/").content.decode()


@pytest.mark.usefixtures("person")
def test_the_command_wants_to_know_whom(capsys: pytest.CaptureFixture[str]) -> None:
    client = signed_in()
    with pytest.raises(SystemExit):
        main(["sessions", "end"])
    with pytest.raises(SystemExit):
        main(["sessions", "end", "--all", "--person", EMAIL])
    assert client.get("/settings/").status_code == 200


@pytest.mark.usefixtures("person")
def test_a_pairing_code_ends_with_the_sign_ins(people: People) -> None:
    code, _ = make_pairing_code(people.amara.actor)
    sign_out_phones(people.amara.user)
    with pytest.raises(BadInput):
        pair_device(code, device_name="Phone", platform="android")


def test_old_sessions_are_forgotten(people: People) -> None:
    people.amara.browser()
    session = Session.objects.get()
    assert forget_old_sessions() == 0
    Session.objects.update(expire_date=now())
    assert forget_old_sessions() == 1
    assert not Session.objects.filter(pk=session.pk).exists()
