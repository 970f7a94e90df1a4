"""What is kept of a file beside its results: sealed, small, enough for a new pack, and gone with the file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from django.db import connection

from mendly.genome import recalling
from mendly.genome.models import GeneCalls, GenomeFile, StoredCalls, WantedPlaces
from mendly.genome.reading import Outcome, read_in_process
from mendly.genome.recalling import recall
from mendly.genome.selectors import findings_of
from mendly.genome.services import remove_file
from mendly.insights import services as insights
from mendly.insights.models import KnowledgeStep
from mendly.insights.services import bring_up_to_date
from mendly_core.knowledge_pack import knowledge_from
from mendly_core.stored_calls import unpacked
from tests.backend.conftest import People
from tests.backend.genome.test_from_file_to_insight import dna, upload
from tests.core.genes.test_extra_sites import array_cells, place
from tests.planted_packs import Change, pack_with, setting

pytestmark = pytest.mark.django_db(transaction=True)
SLOWER = setting({"gene": "CYP2C19", "allele": "*2"}, {"function": "decreased"})
MOVED = setting({"gene": "CYP2C19", "rsid": "rs12248560"}, {"pos37": "96521658"})


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts how often a file is read again."""
    read: list[int] = []

    def counted(chunks: Iterable[bytes], *said: object) -> Outcome:
        read.append(1)
        return read_in_process(chunks)

    monkeypatch.setattr(recalling, "read_in_process", counted)
    return read


@pytest.fixture
def uploaded(people: People) -> People:
    body = dna() + array_cells(place("rs429358"), "CC").encode()
    upload(people.amara, people.amara, body)
    return people


def pack(folder: Path, **changes: Change) -> Path:
    return pack_with(folder, {f"genes/{table}": change for table, change in changes.items()})


def phenotypes(people: People) -> tuple[str, ...]:
    return findings_of(people.amara.actor, people.amara.patient.id)["CYP2C19"].result.phenotypes


def test_one_sealed_value_is_kept_for_a_file(uploaded: People) -> None:
    kept = StoredCalls.objects.get()
    assert kept.wanted_id == WantedPlaces.objects.get().name
    reading = unpacked(kept.calls)
    assert [(call.gene, call.bases) for call in reading.extra_sites] == [("APOE", ("C", "C"))]
    assert "APOE" not in findings_of(uploaded.amara.actor, uploaded.amara.patient.id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT calls FROM genome_storedcalls")
        sealed = bytes(cursor.fetchone()[0])
    assert len(sealed) < 4096
    assert b"APOE" not in sealed


@pytest.mark.both_databases
def test_a_pack_that_looks_at_the_same_places_needs_no_file(
    uploaded: People, readings: list[int], tmp_path: Path
) -> None:
    patient, before = uploaded.amara.patient.id, GeneCalls.objects.get().results
    assert phenotypes(uploaded) == ("Poor Metabolizer",)
    with knowledge_from(pack(tmp_path / "p", alleles=SLOWER)):
        step = bring_up_to_date(patient)
        assert step is not None
        assert step.changed
    assert phenotypes(uploaded) == ("Likely Intermediate Metabolizer",)
    bring_up_to_date(patient)
    assert (GeneCalls.objects.order_by("-called_at", "-id")[0].results, readings) == (before, [])


def test_a_pack_that_looks_elsewhere_reads_the_file_again_and_the_way_back_does_not(
    uploaded: People, readings: list[int], tmp_path: Path
) -> None:
    patient, before = uploaded.amara.patient.id, GeneCalls.objects.get().results
    with knowledge_from(pack(tmp_path / "p", alleles=SLOWER, positions=MOVED)):
        assert bring_up_to_date(patient) is not None
        assert bring_up_to_date(patient) is None
    assert (len(readings), StoredCalls.objects.count(), WantedPlaces.objects.count()) == (1, 2, 2)
    bring_up_to_date(patient)
    assert GeneCalls.objects.order_by("-called_at", "-id")[0].results == before
    assert len(readings) == 1


def test_a_file_that_cannot_be_read_again_keeps_its_results(
    uploaded: People, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    refused = Outcome({}, [], refusal="too_hard")
    monkeypatch.setattr(recalling, "read_in_process", lambda chunks, *said: refused)
    with knowledge_from(pack(tmp_path / "p", positions=MOVED)):
        step = bring_up_to_date(uploaded.amara.patient.id)
    assert step is not None
    assert (step.unread, GeneCalls.objects.count(), phenotypes(uploaded)) == (1, 1, ("Poor Metabolizer",))


def test_with_the_file_everything_that_it_showed_goes(uploaded: People, tmp_path: Path) -> None:
    with knowledge_from(pack(tmp_path / "p", alleles=SLOWER)):
        bring_up_to_date(uploaded.amara.patient.id)
        assert KnowledgeStep.objects.get().facts["before"]["genes"]
        remove_file(uploaded.amara.actor, uploaded.amara.patient.id, GenomeFile.objects.get().id)
    assert (StoredCalls.objects.count(), GeneCalls.objects.count()) == (0, 0)
    assert KnowledgeStep.objects.get().facts is None


def test_a_file_taken_back_while_it_is_worked_out_again_stays_away(
    uploaded: People, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    patient = uploaded.amara.patient.id

    def meanwhile(patient_id: object) -> recalling.Recall:
        recalled = recall(patient)
        monkeypatch.setattr(insights, "recall", recall)
        remove_file(uploaded.amara.actor, patient, GenomeFile.objects.get().id)
        return recalled

    monkeypatch.setattr(insights, "recall", meanwhile)
    with knowledge_from(pack(tmp_path / "p", alleles=SLOWER)):
        assert bring_up_to_date(patient) is None
    assert (GeneCalls.objects.count(), KnowledgeStep.objects.count()) == (0, 0)
