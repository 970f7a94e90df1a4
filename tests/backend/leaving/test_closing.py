"""The end of the house: told, waited for, erased, and a receipt."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import mail

from mendly import cli
from mendly.accounts.models import Patient, User
from mendly.clock import now, standing_at
from mendly.errors import BadInput, Conflict
from mendly.leaving import letters
from mendly.leaving.models import WindDown
from mendly.leaving.services import (
    announce_wind_down,
    ask_export,
    build_export,
    finish_wind_down,
    sweep_exports,
)
from mendly.vault.models import SubjectKey
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
    assert (told["patients_left"], told["keys_left"]) == (0, 0)
    assert told["erased"]["accounts.patient"] == 4
    assert told["signature"]
    assert not Patient.objects.exists()
    assert not SubjectKey.objects.filter(destroyed_at=None).exists()
