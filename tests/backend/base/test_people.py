"""Accounts and records: made once, however often and however fast someone asks."""

from __future__ import annotations

from threading import Thread

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client

from mendly.accounts import services, tokens
from mendly.accounts.models import Device, Patient, Provider
from mendly.care.services import invite_patient, open_invitation
from mendly.clock import now
from mendly.errors import BadInput, Conflict, NotFound, Unauthenticated
from mendly.vault.services import ensure_key
from tests.backend.conftest import People, make_user


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_fast_clicks_make_one_record(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user("new")

    def meanwhile(subject: object) -> None:
        monkeypatch.setattr(services, "ensure_key", ensure_key)
        services.create_patient(user, name="New Person")

    monkeypatch.setattr(services, "ensure_key", meanwhile)
    with pytest.raises(Conflict):
        services.create_patient(user, name="New Person")
    assert Patient.objects.filter(user=user).count() == 1


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_a_phone_that_is_signed_out_while_it_refreshes_is_told_to_pair_again(people: People) -> None:
    code, _ = services.make_pairing_code(people.amara.actor)
    pair = services.pair_device(code, device_name="Phone", platform="android")
    outcomes: list[str] = []

    def refresh() -> None:
        try:
            tokens.refresh(pair.refresh)
            outcomes.append("fresh")
        except Unauthenticated:
            outcomes.append("pair again")
        finally:
            connection.close()

    threads = [Thread(target=refresh) for _ in range(3)]
    for thread in threads:
        thread.start()
    tokens.revoke_device(people.amara.user, pair.device.id)
    for thread in threads:
        thread.join()
    assert len(outcomes) == 3
    assert set(outcomes) <= {"fresh", "pair again"}
    assert Device.objects.get(id=pair.device.id).revoked_at is not None


NO_ZONES = ["America", "", "a\x00b", "../UTC", "Nowhere/Atall", "x" * 64]
NO_PLACES = ["localtime", "Factory", "posixrules", "posix/Europe/Madrid", "right/Europe/Madrid"]


@pytest.mark.parametrize("zone", NO_ZONES + NO_PLACES)
def test_a_time_zone_that_is_none_is_a_plain_problem(people: People, zone: str) -> None:
    with pytest.raises(BadInput):
        services.set_preferences(people.amara.user, language="en", zone=zone, theme="auto")
    people.amara.user.refresh_from_db()
    assert people.amara.user.zone == "Europe/Madrid"


def test_colours_that_a_change_does_not_name_stay(people: People) -> None:
    phone, me = people.amara.phone(), "/api/v1/me/"
    assert phone.patch(me, {"language": "en", "zone": "UTC", "theme": "dark"}).status_code == 200
    assert phone.patch(me, {"language": "es", "zone": "UTC"}).status_code == 200
    people.amara.user.refresh_from_db()
    assert (people.amara.user.language, people.amara.user.theme) == ("es", "dark")


@pytest.mark.parametrize("born", ["1899-12-31", "2199-01-01"])
def test_a_birth_date_that_cannot_be_is_refused_by_every_door(people: People, born: str) -> None:
    profile = f"/api/v1/patients/{people.amara.patient.id}/"
    answer = people.amara.phone().put(profile, {"name": "Amara Okafor", "birth_date": born})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["birth_date"]
    new = make_user("new")
    browser = Client()
    browser.force_login(new)
    page = browser.post("/start/", {"name": "New", "birth_date": born})
    assert page.status_code == 422
    assert "Please check this date." in page.content.decode()
    assert not Patient.objects.filter(user=new).exists()


def link_in(mail: EmailMessage) -> str:
    return next(part for part in mail.body.split("/") if len(part) == 43)


@pytest.mark.django_db(transaction=True)
def test_an_invitation_ends_with_the_work_of_who_sent_it(
    people: People, mailoutbox: list[EmailMessage]
) -> None:
    services.invite_colleague(people.imani.actor, email="new@example.test", name="New", profession="nurse")
    invite_patient(people.imani.actor, email="new@example.test")
    colleague, patient = (link_in(mail) for mail in mailoutbox)
    new = make_user("new")
    assert services.open_staff_invitation(new, colleague).clinic == people.clinic
    assert open_invitation(patient, new).provider == people.imani.provider
    Provider.objects.filter(id=people.imani.provider.id).update(ended_at=now())
    with pytest.raises(NotFound):
        services.accept_staff_invitation(new, colleague)
    with pytest.raises(NotFound):
        open_invitation(patient, new)
