"""What a kill, a lost connection or a change of mind half way leaves behind: never half a file, never old answers."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from mendly.genome import services
from mendly.genome.models import FileState, GeneCalls, GenomeFile
from mendly.genome.reading import Outcome, _without_secrets, read_in_process
from mendly.genome.selectors import files_of, findings_of
from mendly.genome.services import FileReceiver, read_file, remove_file
from mendly.vault.models import SealedFile
from tests.backend.conftest import People
from tests.backend.genome.test_from_file_to_insight import dna, upload

pytestmark = pytest.mark.django_db(transaction=True)


def waiting_file(people: People, monkeypatch: pytest.MonkeyPatch) -> GenomeFile:
    with monkeypatch.context() as patch:
        patch.setattr(services, "_enqueue", lambda file_id: None)
        upload(people.amara, people.amara, dna())
    return GenomeFile.objects.get()


@pytest.mark.both_databases
@pytest.mark.parametrize("refusal", ["", "not_text"])
def test_a_file_that_is_taken_back_while_it_is_read_stays_away(
    people: People, monkeypatch: pytest.MonkeyPatch, refusal: str
) -> None:
    actor, patient = people.amara.actor, people.amara.patient.id
    file = waiting_file(people, monkeypatch)

    def read_meanwhile(chunks: Iterable[bytes], *said: object) -> Outcome:
        outcome = read_in_process(chunks)
        remove_file(actor, patient, file.id)
        return Outcome({}, [], refusal=refusal) if refusal else outcome

    monkeypatch.setattr(services, "read_in_process", read_meanwhile)
    read_file(file.id)
    file.refresh_from_db()
    assert (file.state, file.file, GeneCalls.objects.count()) == (FileState.REMOVED, None, 0)
    assert findings_of(actor, patient) == {}
    assert files_of(actor, patient) == []


def test_a_worker_that_lost_its_lease_keeps_nothing(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    file = waiting_file(people, monkeypatch)

    def read_slowly(chunks: Iterable[bytes], *said: object) -> Outcome:
        outcome = read_in_process(chunks)
        GenomeFile.objects.update(lease_until=services.now() - services.LEASE)
        with monkeypatch.context() as patch:
            patch.setattr(services, "read_in_process", lambda chunks, *said: outcome)
            read_file(file.id)
        return outcome

    monkeypatch.setattr(services, "read_in_process", read_slowly)
    read_file(file.id)
    assert (GenomeFile.objects.get().state, GeneCalls.objects.count()) == (FileState.READY, 1)


def test_a_fault_between_file_and_record_leaves_no_row(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **ids: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(services, "emit", fail)
    with FileReceiver(people.amara.actor, people.amara.patient.id, file_name="dna.txt") as receiver:
        receiver.write(dna())
        with pytest.raises(ZeroDivisionError):
            receiver.finish()
    assert (GenomeFile.objects.count(), SealedFile.objects.count()) == (0, 0)


def test_the_reader_is_given_no_secret() -> None:
    given = {"PATH": "/bin", "MENDLY_KEK": "1:x", "MENDLY_DATABASE_URL_FILE": "y"}
    assert _without_secrets(given) == {"PATH": "/bin"}
