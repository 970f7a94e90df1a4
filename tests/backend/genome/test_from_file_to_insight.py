from __future__ import annotations

import gzip
import io
import os
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from mendly.genome import services
from mendly.genome.models import FileState, GeneCalls, GenomeFile, LabReport
from mendly.genome.selectors import files_of, findings_of
from mendly.genome.services import read_file, receive_file
from mendly.insights.selectors import insights_of
from mendly.medicines.checks import MedicineWords
from mendly.medicines.services import add_medicine
from mendly.vault.files import SealingWriter
from mendly.vault.models import SealedFile
from mendly_core.genes.samples import array_file
from mendly_core.words import say
from tests.backend.conftest import People, Persona
from tests.web.patient.conftest import browser_of, page_of

pytestmark = pytest.mark.django_db(transaction=True)
SLOW_STATIN = {"SLCO1B1": ("*5", "*5"), "CYP2C19": ("*2", "*2")}


@cache
def dna(gene: str = "", allele: str = "") -> bytes:
    choices = {gene: (allele, allele)} if gene else SLOW_STATIN
    return b"".join(array_file(choices, lines=3_000, seed=4, vendor="23andme"))


def upload(person: Persona, patient: Persona, body: bytes, name: str = "my dna.txt") -> object:
    return person.phone().post(
        f"/api/v1/patients/{patient.patient.id}/genome/uploads/",
        data=body,
        content_type="application/octet-stream",
        headers={"X-File-Name": name},
    )


def test_a_file_becomes_an_insight_about_the_medicine_that_is_taken(people: People) -> None:
    amara = people.amara
    add_medicine(amara.actor, amara.patient.id, MedicineWords(name="Simvastatin", ingredient="simvastatin"))
    assert insights_of(amara.actor, amara.patient.id, "en") == []
    answer = upload(amara, amara, dna())
    assert answer.status_code == 202
    file = amara.phone().get(f"/api/v1/patients/{amara.patient.id}/genome/files/").json()[0]
    assert (file["state"], file["name"], file["facts"]["build"]) == ("ready", "my dna.txt", "37")
    findings = findings_of(amara.actor, amara.patient.id)
    assert findings["SLCO1B1"].result.phenotypes == ("Poor Function",)
    cards = amara.phone().get(f"/api/v1/patients/{amara.patient.id}/insights/").json()
    assert [(card["genes"], card["level"]) for card in cards] == [(["SLCO1B1"], "act")]
    assert "Simvastatin" in cards[0]["title"]


def test_nothing_of_the_file_lies_in_the_open(people: People) -> None:
    body = dna()
    upload(people.amara, people.amara, body)
    sealed = SealedFile.objects.get()
    with open(default_storage.path(sealed.blob), "rb") as stored:
        kept = stored.read()
    assert b"rs4149056" in body
    assert b"rs4149056" not in kept


def test_the_same_file_twice_is_told_and_changes_nothing(people: People) -> None:
    assert upload(people.amara, people.amara, dna()).status_code == 202
    answer = upload(people.amara, people.amara, dna())
    assert (answer.status_code, GenomeFile.objects.count(), SealedFile.objects.count()) == (409, 1, 1)
    assert upload(people.bo, people.bo, dna()).status_code == 202


def without_chromosome(number: str, body: bytes) -> bytes:
    lines = body.splitlines(keepends=True)
    return b"".join(line for line in lines if line.startswith(b"#") or line.split()[1] != number.encode())


def test_a_second_file_hides_nothing_that_the_first_one_showed(people: People) -> None:
    amara = people.amara
    upload(amara, amara, dna())
    upload(amara, amara, without_chromosome("10", dna()), name="less of it.txt")
    findings = findings_of(amara.actor, amara.patient.id)
    assert findings["CYP2C19"].result.phenotypes == ("Poor Metabolizer",)
    assert findings["CYP2C19"].other is None
    first = GenomeFile.objects.order_by("received_at")[0]
    services.remove_file(amara.actor, amara.patient.id, first.id)
    assert findings_of(amara.actor, amara.patient.id)["CYP2C19"].result.state == "not_tested"


def test_two_files_that_do_not_agree_are_both_shown(people: People) -> None:
    amara = people.amara
    upload(amara, amara, dna("CYP2C19", "*2"))
    upload(amara, amara, dna("CYP2C19", "*1"), name="another.txt")
    finding = findings_of(amara.actor, amara.patient.id)["CYP2C19"]
    assert finding.other is not None
    assert {*finding.result.phenotypes, *finding.other.phenotypes} >= {"Poor Metabolizer"}


def test_card_and_page_tell_when_results_do_not_agree(people: People) -> None:
    amara, told = people.amara, say("guidance.sure.results_differ", "en")
    add_medicine(amara.actor, amara.patient.id, MedicineWords("Clopidogrel", ingredient="clopidogrel"))
    upload(amara, amara, dna("CYP2C19", "*2"))
    (card,) = insights_of(amara.actor, amara.patient.id, "en")
    page = browser_of(amara).get(page_of(amara, "genes/")).content.decode()
    assert told not in card.text.sure
    assert say("genes.state.files_differ", "en", gene="CYP2C19") not in page
    upload(amara, amara, dna("CYP2C19", "*1"), name="another.txt")
    (card,) = insights_of(amara.actor, amara.patient.id, "en")
    page = browser_of(amara).get(page_of(amara, "genes/")).content.decode()
    assert told in card.text.sure
    assert say("genes.state.files_differ", "en", gene="CYP2C19") in page


def _bomb() -> bytes:
    return gzip.compress(b"\x00" * (64 << 20))


def _nested_zip() -> bytes:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("dna.txt", "x")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    return outer.getvalue()


HOSTILE = {
    "a gzip bomb": _bomb(),
    "an endless line": b"rs1\t1\t" + b"A" * (5 << 20),
    "NUL bytes": dna()[:5000] + b"\x00" * 100,
    "a nested zip": _nested_zip(),
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 1000,
    "a cut gzip": gzip.compress(dna())[:-200],
    "plain words": b"Dear doctor,\nhere is my file.\n" * 50,
    "not UTF-8": b"# rsid\tchromosome\tposition\tgenotype\n" + b"\xff\xfe\xfd\t1\t2\tAA\n" * 10,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence_and_nothing_of_it_stays(people: People, kind: str) -> None:
    assert upload(people.amara, people.amara, HOSTILE[kind]).status_code == 202
    file = files_of(people.amara.actor, people.amara.patient.id)[0]
    assert file.state == FileState.REFUSED
    assert file.refusal
    assert SealedFile.objects.count() == 0
    assert GeneCalls.objects.count() == 0


def test_an_empty_or_too_large_file_is_refused_at_the_door(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert upload(people.amara, people.amara, b"").status_code == 400
    monkeypatch.setattr(services, "LARGEST_FILE", 1000)
    assert upload(people.amara, people.amara, dna()).status_code == 413
    assert (GenomeFile.objects.count(), SealedFile.objects.count()) == (0, 0)


@pytest.mark.parametrize("stranger", ["sam", "quill", "dario", "carmen"])
def test_nobody_else_can_add_or_see_files(people: People, stranger: str) -> None:
    upload(people.amara, people.amara, dna())
    person = getattr(people, stranger)
    assert upload(person, people.amara, dna()).status_code == 404
    assert (
        person.phone().get(f"/api/v1/patients/{people.amara.patient.id}/genome/results/").status_code == 404
    )


def test_genes_ask_for_a_second_factor(people: People) -> None:
    answer = people.amara.phone(second_factor=False).get(
        f"/api/v1/patients/{people.amara.patient.id}/genome/results/"
    )
    assert (answer.status_code, answer.json()["type"]) == (403, "about:blank#second-factor")


def test_a_file_whose_task_was_lost_is_found_by_the_sweep(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "_enqueue", lambda file_id: None)
    upload(people.amara, people.amara, dna())
    assert files_of(people.amara.actor, people.amara.patient.id)[0].state == FileState.RECEIVED
    monkeypatch.undo()
    monkeypatch.setattr(services, "FORGOTTEN", services.FORGOTTEN * 0)
    assert services.sweep_unread_files() == 1
    assert files_of(people.amara.actor, people.amara.patient.id)[0].state == FileState.READY
    assert services.sweep_unread_files() == 0


def test_a_removed_file_takes_its_cards_with_it(people: People) -> None:
    amara = people.amara
    add_medicine(amara.actor, amara.patient.id, MedicineWords(name="Simvastatin", ingredient="simvastatin"))
    upload(amara, amara, dna())
    file = files_of(amara.actor, amara.patient.id)[0]
    address = f"/api/v1/patients/{amara.patient.id}/genome/files/{file.id}/"
    assert people.imani.phone().delete(address).status_code == 404
    assert amara.phone().delete(address).status_code == 204
    assert insights_of(amara.actor, amara.patient.id, "en") == []
    assert SealedFile.objects.count() == 0


def test_a_laboratory_outranks_the_file_and_both_are_kept(people: People) -> None:
    amara = people.amara
    upload(amara, amara, dna("CYP2C19", "*1"))
    given = {
        "gene": "CYP2C19",
        "diplotype": "*2/*2",
        "laboratory": "Harbour Lab",
        "method": "sequencing",
        "reported_on": str(date(2026, 5, 4)),
    }
    address = f"/api/v1/patients/{amara.patient.id}/genome/lab-results/"
    assert people.imani.phone().post(address, given).status_code == 201
    finding = findings_of(amara.actor, amara.patient.id)["CYP2C19"]
    assert (finding.from_lab, finding.result.phenotypes) == (True, ("Poor Metabolizer",))
    assert finding.other is not None
    for wrong in ({"gene": "NOSUCH"}, {"diplotype": "*2/*999"}, {"reported_on": "2099-01-01"}):
        assert people.imani.phone().post(address, {**given, **wrong}).status_code == 400


def test_a_laboratory_result_that_was_wrong_counts_no_more(people: People) -> None:
    amara, imani = people.amara, people.imani.phone()
    upload(amara, amara, dna("CYP2C19", "*1"))
    given = {
        "gene": "CYP2C19",
        "diplotype": "*2/*2",
        "laboratory": "Harbour Lab",
        "reported_on": "2026-05-04",
    }
    address = f"/api/v1/patients/{amara.patient.id}/genome/lab-results/"
    wrong = f"{address}{imani.post(address, given).json()['id']}/withdraw/"
    assert people.quill.phone().post(wrong).status_code == 404
    assert imani.post(wrong).status_code == 204
    assert imani.post(wrong).status_code == 404
    finding = findings_of(amara.actor, amara.patient.id)["CYP2C19"]
    assert (finding.from_lab, finding.other) == (False, None)
    assert LabReport.objects.get().withdrawn_by == people.imani.user.id


def test_a_file_that_is_cut_on_our_disk_is_refused_and_not_read_in_part(people: People) -> None:
    """As after a power cut: half an array file would look like a whole one that shows less."""
    file = receive_file(people.amara.actor, people.amara.patient.id, [dna() * 40], file_name="dna.txt")
    assert file.file is not None
    assert file.file.chunks > 1
    path = Path(default_storage.path(file.file.blob))
    path.write_bytes(path.read_bytes()[: 1 << 20])
    GenomeFile.objects.filter(id=file.id).update(state="received")
    read_file(file.id)
    file = GenomeFile.objects.get(id=file.id)
    assert (file.state, file.refusal) == ("refused", "truncated")


def test_a_file_is_on_the_disk_when_it_is_acknowledged(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda handle: reached.append(os.readlink(f"/proc/self/fd/{handle}")))
    with SealingWriter(people.amara.patient.id) as writer:
        writer.write(b"bytes")
        blob = writer.finish().blob
    path = Path(default_storage.path(blob))
    assert reached[:3] == [str(path), str(path.parent), str(path.parent.parent)]
