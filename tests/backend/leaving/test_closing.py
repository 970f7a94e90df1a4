"""The end of the house: told, waited for, erased, and a receipt."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail

from mendly import cli
from mendly.accounts.adapter import SECOND_FACTORS
from mendly.accounts.models import Patient, Provider, User
from mendly.care.services import end_colleague
from mendly.clock import now, standing_at
from mendly.errors import BadInput, Conflict
from mendly.insights.models import RowSignature
from mendly.leaving import letters
from mendly.leaving.models import ErasureRequest, WindDown
from mendly.leaving.services import (
    announce_wind_down,
    ask_account_erasure,
    ask_export,
    build_export,
    finish_wind_down,
    sweep_exports,
)
from mendly.vault.crypto import SealBroken
from mendly.vault.models import SubjectKey
from mendly.vault.services import key_of
from tests.backend.conftest import People


@pytest.fixture(autouse=True)
def own_tombstones(settings, tmp_path) -> None:
    settings.TOMBSTONES = tmp_path / "tombstones.jsonl"


def day():
    return (now() + timedelta(days=31)).date()


def test_everyone_is_told_once_even_when_it_is_cut_short(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    send, sent = letters.say_we_close, 0

    def dies_at_third(*args: object) -> None:
        nonlocal sent
        sent += 1
        if sent == 3:
            raise KeyboardInterrupt
        send(*args)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(letters, "say_we_close", dies_at_third)
        with pytest.raises(KeyboardInterrupt):
            announce_wind_down(day())
    announce_wind_down(day())
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        User.objects.values_list("email", flat=True)
    )
    assert announce_wind_down(day()) == 0


def test_too_soon_or_another_day_is_refused(people: People) -> None:
    with pytest.raises(BadInput):
        announce_wind_down((now() + timedelta(days=5)).date())
    with pytest.raises(Conflict):
        finish_wind_down()
    announce_wind_down(day())
    with pytest.raises(Conflict):
        announce_wind_down(day() + timedelta(days=1))
    with pytest.raises(Conflict):
        finish_wind_down()
    assert Patient.objects.count() == 4


def test_archives_come_first_then_all_is_erased(people: People, capsys: pytest.CaptureFixture[str]) -> None:
    assert people.amara.patient is not None
    announce_wind_down(day())
    asked = ask_export(people.amara.actor, people.amara.patient.id)
    build_export(asked.export.id)
    with standing_at(now() + timedelta(hours=1)):
        WindDown.objects.update(closes_on=now().date())
        with pytest.raises(Conflict):
            finish_wind_down()
    with standing_at(now() + timedelta(days=2)):
        sweep_exports()
        assert cli.main(["wind-down", "finish"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert json.loads(finish_wind_down())["erased"] == told["erased"]
    assert (told["patients_left"], told["accounts_left"], told["keys_left"]) == (0, 0, 0)
    assert told["erased"]["accounts.patient"] == 4
    assert told["erased"]["accounts.user"] == 8
    assert told["signature"]
    assert not Patient.objects.exists()
    assert not SubjectKey.objects.filter(destroyed_at=None).exists()


def test_the_end_leaves_no_account_no_session_and_no_key_of_anybody(people: People) -> None:
    """Helpers, staff at work and former staff too, and the secrets of everyone's second sign-in step."""
    assert people.imani.provider is not None
    assert people.jules.provider is not None
    key_of(SECOND_FACTORS)
    people.imani.browser()
    sign_row(people)
    end_colleague(people.imani.actor, people.jules.provider.id)
    ask_account_erasure(people.dario.actor)
    announce_wind_down(day())
    WindDown.objects.update(closes_on=now().date())
    told = json.loads(finish_wind_down())
    assert (told["patients_left"], told["accounts_left"], told["keys_left"]) == (0, 0, 0)
    for model in (User, Provider, Session, UserSession, ErasureRequest, RowSignature):
        assert not model._base_manager.exists(), model
    with pytest.raises(SealBroken):
        key_of(SECOND_FACTORS)
    assert json.loads(finish_wind_down())["erased"] == told["erased"], "again changes nothing"


def sign_row(people: People) -> None:
    RowSignature.objects.create(
        clinic=people.clinic, row="a row", checksum="c", signed_by=people.imani.provider, signed_at=now()
    )
