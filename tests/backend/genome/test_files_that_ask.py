"""A file that does not tell which person or which DNA map it holds waits for the answer, and is read with it."""

from __future__ import annotations

import html
from collections.abc import Iterable
from uuid import UUID

import pytest

from mendly.errors import BadInput, NotFound
from mendly.genome import services
from mendly.genome.models import FileState, GeneCalls, GenomeFile
from mendly.genome.questions import MOST_NAMES, question_of
from mendly.genome.selectors import files_of, findings_of
from mendly.vault.models import SealedFile
from mendly_core.genes.samples import vcf_file, vcf_of_several
from mendly_core.words import say
from tests.backend.conftest import People, Persona
from tests.web.patient.conftest import browser_of, page_of

pytestmark = pytest.mark.django_db(transaction=True)
POOR, USUAL = {"CYP2C19": ("*2", "*2")}, {"CYP2C19": ("*1", "*1")}


def family() -> bytes:
    return b"".join(vcf_of_several({"Anna": USUAL, "Berta": POOR}))


def without_a_map() -> bytes:
    """A sparse file: no map in its head, too few known places to tell."""
    whole = b"".join(vcf_file(POOR)).splitlines(keepends=True)
    head = [line for line in whole if line.startswith(b"#") and not line.startswith(b"##contig")]
    return b"".join((*head, *[line for line in whole if line.startswith(b"chr10\t")][:1]))


def give(person: Persona, body: bytes) -> UUID:
    assert person.patient is not None
    return services.receive_file(person.actor, person.patient.id, [body], file_name="dna.vcf").id


def line_of(person: Persona, file: UUID) -> tuple[str, str, tuple[str, ...]]:
    assert person.patient is not None
    (line,) = (each for each in files_of(person.actor, person.patient.id) if each.id == file)
    return line.state, line.refusal, line.choices


def phenotypes(person: Persona) -> Iterable[str]:
    assert person.patient is not None
    return findings_of(person.actor, person.patient.id)["CYP2C19"].result.phenotypes


def test_a_file_of_a_family_asks_who_and_reads_only_that_person(people: People) -> None:
    amara = people.amara
    file = give(amara, family())
    assert line_of(amara, file) == ("asking", "several_samples", ("Anna", "Berta"))
    assert (GeneCalls.objects.count(), SealedFile.objects.count()) == (0, 1)
    services.answer_question(amara.actor, amara.patient.id, file, "Berta")
    assert line_of(amara, file) == ("ready", "", ())
    assert phenotypes(amara) == ("Poor Metabolizer",)


@pytest.mark.parametrize("said", ["37", "38"])
def test_a_file_without_a_map_is_read_with_the_one_that_is_said(people: People, said: str) -> None:
    amara = people.amara
    file = give(amara, without_a_map())
    assert line_of(amara, file) == ("asking", "build_unknown", ("37", "38"))
    services.answer_question(amara.actor, amara.patient.id, file, said)
    (line,) = files_of(amara.actor, amara.patient.id)
    assert (line.state, line.facts["build"]) == ("ready", said)


def test_an_answer_that_was_not_offered_changes_nothing(people: People) -> None:
    amara = people.amara
    file = give(amara, family())
    for said in ("", "Carla", "37", "anna"):
        with pytest.raises(BadInput):
            services.answer_question(amara.actor, amara.patient.id, file, said)
    assert line_of(amara, file)[0] == "asking"
    services.answer_question(amara.actor, amara.patient.id, file, "Anna")
    with pytest.raises(NotFound):
        services.answer_question(amara.actor, amara.patient.id, file, "Berta")
    assert phenotypes(amara) == ("Normal Metabolizer",)


def test_a_file_that_waits_can_be_taken_back_and_leaves_no_name(people: People) -> None:
    amara = people.amara
    file = give(amara, family())
    services.remove_file(amara.actor, amara.patient.id, file)
    row = GenomeFile.objects.get(id=file)
    assert (row.state, row.refusal_facts, row.answer) == (FileState.REMOVED, None, None)
    assert not SealedFile.objects.exists()


def test_the_same_file_is_not_asked_about_twice(people: People) -> None:
    amara = people.amara
    give(amara, family())
    body, address = family(), f"/api/v1/patients/{amara.patient.id}/genome/uploads/"
    again = amara.phone().post(address, data=body, content_type="application/octet-stream")
    assert again.status_code == 409


def test_page_and_api_ask_in_plain_words_and_take_the_answer(people: People) -> None:
    amara = people.amara
    first, second = give(amara, family()), give(amara, without_a_map())
    browser = browser_of(amara)
    page = html.unescape(browser.get(page_of(amara, "genes/")).content.decode())
    assert say("uploads.several_samples", "en") in page
    assert say("uploads.build_unknown", "en") in page
    assert say("uploads.nothing_kept", "en") not in page
    assert 'value="Berta"' in page
    wrong = browser.post(page_of(amara, f"genes/file/{first}/answer/"), {"answer": "Carla"})
    assert (wrong.status_code, "Please choose one of the answers." in wrong.content.decode()) == (422, True)
    assert browser.post(page_of(amara, f"genes/file/{first}/answer/"), {"answer": "Berta"}).status_code == 302
    address = f"/api/v1/patients/{amara.patient.id}/genome/files/{second}/answer/"
    told = amara.phone().post(address, {"answer": "38"})
    assert (told.status_code, told.json()["state"], told.json()["choices"]) == (202, "ready", [])
    assert line_of(amara, first)[0] == "ready"


def test_a_crowd_or_two_of_one_name_cannot_be_chosen_from() -> None:
    assert question_of("several_samples", {"samples": ["Anna", "Anna"]}) is None
    assert question_of("several_samples", {"samples": [f"S{n}" for n in range(MOST_NAMES + 1)]}) is None
    assert question_of("malformed_line", {"line": 7}) is None
