"""Key-encryption keys get a new version: every key is wrapped anew, whatever happens meanwhile."""

from __future__ import annotations

import pytest

from mendly import cli
from mendly.accounts.models import Patient
from mendly.clock import new_id
from mendly.vault import crypto, rotation, services
from mendly.vault.models import SubjectKey
from tests.backend.conftest import People


class Killed(BaseException):
    """The process dies here."""


@pytest.fixture
def second_key(settings) -> bytes:
    key = crypto.new_key()
    settings.KEY_ENCRYPTION_KEYS = {**settings.KEY_ENCRYPTION_KEYS, 2: key}
    return key


def _names() -> set[str]:
    services.forget_held_keys()
    return {patient.name for patient in Patient.objects.all()}


def test_everything_opens_under_the_new_version_alone(people: People, settings, second_key: bytes) -> None:
    names = _names()
    before = SubjectKey.objects.count()
    assert cli.main(["keys", "rotate"]) == 0
    assert set(rotation.versions_in_use()) == {2}
    settings.KEY_ENCRYPTION_KEYS = {2: second_key}
    assert _names() == names
    assert SubjectKey.objects.count() == before
    assert rotation.rotate_keys().rewrapped == 0


def test_killed_between_batches_it_goes_on(
    people: People, settings, second_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        services.ensure_key(new_id())
    monkeypatch.setattr(rotation, "BATCH", 2)
    names, total, some = _names(), SubjectKey.objects.count(), rotation._rewrap_some
    runs = 0

    def dies_at_second(newest: int) -> int:
        nonlocal runs
        runs += 1
        if runs == 2:
            raise Killed
        return some(newest)

    with monkeypatch.context() as patch:
        patch.setattr(rotation, "_rewrap_some", dies_at_second)
        with pytest.raises(Killed):
            rotation.rotate_keys()
    half = rotation.versions_in_use()
    assert half.get(2, 0) >= 2
    assert _names() == names
    assert rotation.rotate_keys().left == 0
    settings.KEY_ENCRYPTION_KEYS = {2: second_key}
    assert _names() == names
    assert rotation.versions_in_use() == {2: total}


def test_a_destroyed_key_stays_destroyed(people: People, second_key: bytes) -> None:
    assert people.amara.patient is not None
    services.destroy_key(people.amara.patient.id)
    rotation.rotate_keys()
    row = SubjectKey.objects.get(subject=people.amara.patient.id)
    assert bytes(row.wrapped) == b""
    with pytest.raises(crypto.SealBroken):
        services.key_of(people.amara.patient.id)


def test_without_the_old_version_nothing_is_changed(
    people: People, settings, second_key: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.KEY_ENCRYPTION_KEYS = {2: second_key}
    before = list(SubjectKey.objects.order_by("subject").values_list("subject", "kek_version"))
    assert cli.main(["keys", "rotate"]) == 1
    assert "must also hold version 1" in capsys.readouterr().out
    assert list(SubjectKey.objects.order_by("subject").values_list("subject", "kek_version")) == before


def test_a_house_whose_keys_need_another_version_is_not_prepared(
    people: People, settings, second_key: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.KEY_ENCRYPTION_KEYS = {2: second_key}
    assert cli.main(["prepare"]) == 2
    assert "Mendly cannot start: MENDLY_KEK must also hold version 1" in capsys.readouterr().err
    settings.KEY_ENCRYPTION_KEYS = {1: crypto.new_key(), 2: second_key}
    rotation.refuse_missing_versions()


def test_rotating_says_how_long_the_old_version_is_needed(
    people: People, second_key: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["keys", "rotate"]) == 0
    assert "as long as the oldest backup of keys" in capsys.readouterr().out


def test_a_new_version_is_printed(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["keys", "new"]) == 0
    assert capsys.readouterr().out.startswith("2:")
