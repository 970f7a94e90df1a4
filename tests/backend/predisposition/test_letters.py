"""Letters to the family: one result each, the person's own words, gone with what they tell."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import connection

from mendly.errors import BadInput, Denied, NotFound
from mendly.genome.models import GenomeFile
from mendly.genome.services import remove_file
from mendly.predisposition import selectors, services
from mendly.predisposition.models import Letter
from mendly.predisposition.selectors import LetterOut
from tests.backend.conftest import People, Persona
from tests.backend.predisposition.files import ONE_E4, ONE_F5, give_file
from tests.backend.predisposition.test_choices import pick


def finding(persona: Persona, category: str) -> UUID:
    assert persona.patient is not None
    shown = selectors.findings_shown(persona.actor, persona.patient.id).categories
    return next(each.findings[0].place for each in shown if each.answer.category == category)


def write(persona: Persona, **about: object) -> UUID:
    assert persona.patient is not None
    given = {"confirmed": False, "language": "en", **about}
    return services.write_letter(persona.actor, persona.patient.id, **given).id  # type: ignore[arg-type]


def letters(persona: Persona) -> list[LetterOut]:
    assert persona.patient is not None
    return selectors.letters_of(persona.actor, persona.patient.id)


@pytest.fixture
def amara(people: People) -> Persona:
    give_file(people.amara, {**ONE_E4, **ONE_F5})
    pick(people.amara, memory="show", clots="show")
    return people.amara


def test_a_letter_tells_one_result_and_nothing_else(amara: Persona) -> None:
    write(amara, finding=finding(amara, "clots"))
    (letter,) = letters(amara)
    assert "F5" in letter.text
    for other in ("APOE", "Alzheimer", "CYP2C19", "Amara", "Okafor"):
        assert other not in letter.text
    assert "has not confirmed it yet" in letter.text


def test_a_gene_that_matters_for_medicines_has_a_letter_too(amara: Persona) -> None:
    write(amara, gene="CYP2C19", confirmed=True)
    (letter,) = letters(amara)
    assert (letter.gene, letter.condition) == ("CYP2C19", "")
    assert "A clinical lab has confirmed it." in letter.text
    for nothing in ("CYP2D6", "NOSUCH", ""):
        with pytest.raises(NotFound):
            write(amara, gene=nothing)


def test_the_same_result_twice_opens_the_same_letter(amara: Persona) -> None:
    place = finding(amara, "clots")
    assert write(amara, finding=place) == write(amara, finding=place, confirmed=True)
    assert Letter.objects.count() == 1


def test_the_words_are_the_persons_own_and_lie_sealed(amara: Persona) -> None:
    assert amara.patient is not None
    letter = write(amara, finding=finding(amara, "clots"))
    services.keep_letter(amara.actor, amara.patient.id, letter, text="  Dear Nia,\r\nmy words.\n")
    assert letters(amara)[0].text == "Dear Nia,\nmy words."
    with connection.cursor() as cursor:
        cursor.execute("SELECT about, text FROM predisposition_letter")
        row = b"".join(bytes(cell) for cell in cursor.fetchone())
    assert not any(word in row for word in (b"Nia", b"clots", b"my words"))
    for wrong in (" \n ", "x" * (services.LONGEST_LETTER + 1)):
        with pytest.raises(BadInput):
            services.keep_letter(amara.actor, amara.patient.id, letter, text=wrong)
    assert letters(amara)[0].text == "Dear Nia,\nmy words."


def test_a_letter_needs_a_shown_finding_of_ones_own(amara: Persona, people: People) -> None:
    clots = finding(amara, "clots")
    pick(amara, clots="ask")
    give_file(people.bo, ONE_F5)
    pick(people.bo, clots="show")
    for place in (clots, finding(people.bo, "clots"), uuid4()):
        with pytest.raises(NotFound):
            write(amara, finding=place)
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("who", ["imani", "dario", "sam", "quill"])
def test_nobody_else_reads_writes_or_deletes_it(amara: Persona, people: People, who: str) -> None:
    assert amara.patient is not None
    place = finding(amara, "clots")
    letter, actor, patient = write(amara, finding=place), getattr(people, who).actor, amara.patient.id
    with pytest.raises(Denied):
        selectors.letters_of(actor, patient)
    with pytest.raises(Denied):
        services.write_letter(actor, patient, finding=place, confirmed=False, language="en")
    with pytest.raises(Denied):
        services.keep_letter(actor, patient, letter, text="x")
    with pytest.raises(Denied):
        services.delete_letter(actor, patient, letter)
    with pytest.raises(NotFound):
        services.delete_letter(people.bo.actor, people.bo.patient.id, letter)  # type: ignore[union-attr]
    assert len(letters(amara)) == 1


def test_hiding_deletes_the_letters_of_that_topic_alone(amara: Persona) -> None:
    write(amara, finding=finding(amara, "clots"))
    write(amara, finding=finding(amara, "memory"))
    write(amara, gene="CYP2C19")
    pick(amara, memory="hide")
    assert {letter.condition or letter.gene for letter in letters(amara)} == {"clots", "CYP2C19"}
    assert Letter.objects.count() == 2


def test_a_topic_that_asks_first_keeps_its_letter_out_of_sight(amara: Persona) -> None:
    assert amara.patient is not None
    letter = write(amara, finding=finding(amara, "clots"))
    pick(amara, clots="ask")
    assert letters(amara) == []
    for act in (
        lambda: selectors.letter_of(amara.actor, amara.patient.id, letter),  # type: ignore[union-attr]
        lambda: services.keep_letter(amara.actor, amara.patient.id, letter, text="x"),  # type: ignore[union-attr]
        lambda: services.delete_letter(amara.actor, amara.patient.id, letter),  # type: ignore[union-attr]
    ):
        with pytest.raises(NotFound):
            act()
    pick(amara, clots="show")
    assert [each.id for each in letters(amara)] == [letter]


def test_a_deleted_letter_is_gone_and_can_be_begun_anew(amara: Persona) -> None:
    assert amara.patient is not None
    place = finding(amara, "clots")
    letter = write(amara, finding=place)
    services.delete_letter(amara.actor, amara.patient.id, letter)
    assert Letter.objects.count() == 0
    assert write(amara, finding=place) != letter


def test_a_file_that_is_taken_back_takes_its_letters_along(amara: Persona) -> None:
    assert amara.patient is not None
    write(amara, finding=finding(amara, "clots"))
    write(amara, finding=finding(amara, "memory"))
    write(amara, gene="CYP2C19")
    pick(amara, memory="ask")
    newer = give_file(amara, ONE_F5)
    remove_file(amara.actor, amara.patient.id, newer.id)
    assert Letter.objects.count() == 3
    for file in GenomeFile.objects.filter(patient=amara.patient, state="ready"):
        remove_file(amara.actor, amara.patient.id, file.id)
    assert Letter.objects.count() == 0
