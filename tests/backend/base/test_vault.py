from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from mendly.accounts.models import Patient
from mendly.clock import new_id, now, standing_at
from mendly.vault import crypto, services
from mendly.vault.files import CHUNK, SealingWriter, opened_chunks, remove, sweep_orphan_blobs
from mendly.vault.models import SealedFile, SubjectKey
from tests.backend.conftest import People


@given(st.binary(max_size=300), st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_a_sealed_value_opens_only_in_its_own_place(plain: bytes, place: list[str]) -> None:
    key = crypto.new_key()
    sealed = crypto.seal(key, plain, crypto.bind(*place))
    assert crypto.unseal(key, sealed, crypto.bind(*place)) == plain
    for wrong_key, wrong_place in (
        (crypto.new_key(), place),
        (key, [*place, "x"]),
        (key, [*place[:-1], place[-1] + "x"]),
    ):
        with pytest.raises(crypto.SealBroken):
            crypto.unseal(wrong_key, sealed, crypto.bind(*wrong_place))


def test_names_are_sealed_in_the_column_and_bound_to_their_row(people: People) -> None:
    amara, bo = people.amara.patient, people.bo.patient
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM accounts_patient")
        assert all(b"Okafor" not in bytes(row[0]) for row in cursor.fetchall())
        cursor.execute("SELECT name FROM accounts_patient WHERE id = %s", [_raw(amara.id)])
        cursor.execute(
            "UPDATE accounts_patient SET name = %s WHERE id = %s", [cursor.fetchone()[0], _raw(bo.id)]
        )
    assert Patient.objects.get(id=amara.id).name == "Amara Okafor"
    with pytest.raises(crypto.SealBroken):
        _ = Patient.objects.get(id=bo.id).name


def test_a_destroyed_key_opens_nothing_any_more(people: People) -> None:
    services.destroy_key(people.amara.patient.id)
    with pytest.raises(crypto.SealBroken):
        _ = Patient.objects.get(id=people.amara.patient.id).name
    assert Patient.objects.get(id=people.bo.patient.id).name == "Bo Lindqvist"
    assert bytes(SubjectKey.objects.get(subject=people.amara.patient.id).wrapped) == b""


def test_keys_live_in_their_own_database(people: People) -> None:
    assert "vault_subjectkey" not in connections["default"].introspection.table_names()
    in_keys = ["django_migrations", "vault_subjectkey", "vault_tombstone"]
    assert "vault_tombstone" not in connections["default"].introspection.table_names()
    assert connections["keys"].introspection.table_names() == in_keys


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_a_file_comes_back_as_it_went_in(db: None, size: int) -> None:
    plain = bytes(i * 7 % 251 for i in range(1000)) * (size // 1000 + 1)
    row = _stored(plain[:size])
    assert b"".join(opened_chunks(row)) == plain[:size]
    assert row.size == size


def test_a_cut_swapped_or_changed_file_does_not_open(db: None) -> None:
    row = _stored(b"a" * (2 * CHUNK) + b"b")
    path = default_storage.path(row.blob)
    with open(path, "rb") as stored:
        whole = stored.read()
    first = 4 + int.from_bytes(whole[:4], "big")
    second = first + 4 + int.from_bytes(whole[first : first + 4], "big")
    for damaged in (
        whole[:-1],
        whole[:second],
        whole[first:second] + whole[:first] + whole[second:],
        whole[:100] + bytes([whole[100] ^ 1]) + whole[101:],
    ):
        with open(path, "wb") as stored:
            stored.write(damaged)
        with pytest.raises(crypto.SealBroken):
            list(opened_chunks(row))
    SealedFile.objects.filter(id=row.id).update(chunks=2)
    with open(path, "wb") as stored:
        stored.write(whole)
    with pytest.raises(crypto.SealBroken):
        list(opened_chunks(SealedFile.objects.get(id=row.id)))


def _stored(plain: bytes) -> SealedFile:
    with SealingWriter(new_id()) as writer:
        for start in range(0, len(plain), 100_003):
            writer.write(plain[start : start + 100_003])
        row = writer.finish()
    row.save(force_insert=True)
    return row


def _raw(identifier: object) -> object:
    return identifier if connection.vendor == "postgresql" else identifier.hex  # type: ignore[attr-defined]


def test_a_sealed_column_cannot_be_written_past_its_seal(people: People) -> None:
    with pytest.raises(TypeError, match="sealed"), transaction.atomic():
        Patient.objects.filter(id=people.amara.patient.id).update(name="In the open")
    with pytest.raises(TypeError, match="sealed"), transaction.atomic():
        Patient.objects.filter(id=people.amara.patient.id).update(name=b"In the open")
    amara = Patient.objects.get(id=people.amara.patient.id)
    amara.name = "In the open"
    with pytest.raises(TypeError, match="sealed"), transaction.atomic():
        Patient.objects.bulk_update([amara], ["name"])


def test_a_removed_file_loses_its_blob_only_when_the_removal_is_committed(transactional_db: None) -> None:
    row = _stored(b"letters")
    for committed in (False, True):
        with transaction.atomic():
            remove(SealedFile.objects.get(id=row.id))
            assert default_storage.exists(row.blob)
            transaction.set_rollback(not committed)
        assert default_storage.exists(row.blob) is not committed


def test_a_blob_that_no_row_names_is_swept_after_a_day_and_no_other(db: None) -> None:
    kept, orphan = _stored(b"kept"), _stored(b"orphan")
    SealedFile.objects.filter(id=orphan.id).delete()
    assert swept_in_one_round(hours=1) == 0
    assert swept_in_one_round(hours=25) >= 1
    assert default_storage.exists(kept.blob)
    assert not default_storage.exists(orphan.blob)


def swept_in_one_round(hours: int) -> int:
    start = now() + timedelta(hours=hours)
    swept = 0
    for folder in range(256):
        with standing_at(start + timedelta(seconds=10 * folder)):
            swept += sweep_orphan_blobs()
    return swept


def test_reading_never_makes_a_key(db: None) -> None:
    subject = new_id()
    sealed = services.seal_text(subject, "letters", "here")
    SubjectKey.objects.filter(subject=subject).delete()
    services.forget_held_keys()
    with pytest.raises(crypto.SealBroken):
        services.unseal_text(subject, sealed, "here")
    assert not SubjectKey.objects.filter(subject=subject).exists()
