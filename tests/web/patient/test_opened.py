"""An emergency as the patient sees it: a red line until it was read, why, and an end that holds."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from mendly.care.emergencies import emergency_number_of
from mendly.care.models import Opening
from mendly.care.services import judge_opening, open_in_emergency
from mendly.clock import now
from mendly.consent.models import ConsentRecord
from mendly.errors import NotFound
from mendly.policy import Action, Category, may
from tests.backend.conftest import People, make_provider
from tests.web.patient.conftest import browser_of, page_of

WORDS = "Found on the street, cannot speak."
LINE = "Dr Quill of Hill Clinic opened your record in an emergency on 2 November 2026 at 8:30 am."
PAGES = ("today/", "medicines/", "health/", "messages/", "sharing/")


def break_glass(people: People) -> Opening:
    return open_in_emergency(
        people.quill.actor, who="amara@example.test", reason="cannot_answer", words=WORDS
    )


def page(people: People, path: str = "emergencies/", language: str = "en") -> str:
    browser = browser_of(people.amara, language=language)
    return browser.get(page_of(people.amara, path)).content.decode()


def send(people: People, opening: UUID, act: str) -> int:
    address = page_of(people.amara, f"emergencies/{opening}/{act}/")
    return browser_of(people.amara).post(address).status_code


def test_a_red_line_stands_on_every_page_until_it_was_read(people: People) -> None:
    assert LINE not in page(people, "today/")
    opening = break_glass(people)
    for path in PAGES:
        assert LINE in page(people, path), path
    assert LINE in browser_of(people.amara).get("/settings/").content.decode()
    for other in (people.dario, people.imani):
        answer = browser_of(other).get(page_of(people.amara, "today/"))
        assert LINE not in answer.content.decode()
    assert send(people, opening.id, "read") == 302
    assert LINE in page(people, "today/"), "it is open still"
    with time_machine.travel(opening.ends_at, tick=False):
        assert LINE not in page(people, "today/")
        assert LINE in page(people), "what happened stays in the list"


def test_the_line_stays_after_the_hour_for_who_has_not_read_it(people: People) -> None:
    break_glass(people)
    with time_machine.travel(now() + timedelta(days=3), tick=False):
        assert LINE in page(people, "today/")


def test_the_list_says_why_until_when_and_what_they_saw(people: People) -> None:
    people.quill.provider.clinic.phone = "+34 600 000 000"  # type: ignore[union-attr]
    people.quill.provider.clinic.save()  # type: ignore[union-attr]
    assert "Nobody has opened your record in an emergency." in page(people)
    break_glass(people)
    html = page(people)
    for told in (
        LINE,
        WORDS,
        "They say that you could not answer.",
        "They could not see your genes or messages.",
        "It is open until 9:30 am.",
        "Someone else at the clinic will check if it was right.",
        "+34 600 000 000",
    ):
        assert told in html, told
    assert "Está abierto hasta las 9:30." in page(people, language="es")
    with time_machine.travel(now() + timedelta(minutes=61), tick=False):
        assert "It is closed now." in page(people)


def test_the_end_of_the_patient_holds_at_once_and_for_later(people: People) -> None:
    assert people.amara.patient is not None
    opening, patient = break_glass(people), people.amara.patient.id
    assert "Dr Quill may not see your medicines and doses." in page(people)
    assert send(people, opening.id, "end") == 302
    assert not may(people.quill.actor, Action.VIEW, patient, Category.MEDICINES)
    with pytest.raises(NotFound):
        break_glass(people)
    html = page(people)
    assert "It is closed now." in html
    assert "End now" not in html
    before = ConsentRecord.objects.count()
    assert send(people, opening.id, "end") == 302
    assert ConsentRecord.objects.count() == before


def test_closing_needs_no_new_proof_of_who_this_is(people: People) -> None:
    opening = break_glass(people)
    browser = browser_of(people.amara, fresh=False)
    answer = browser.post(page_of(people.amara, f"emergencies/{opening.id}/end/"))
    assert answer["Location"] == page_of(people.amara, "emergencies/")
    opening.refresh_from_db()
    assert opening.ended_at is not None


@pytest.mark.parametrize("act", ["read", "end"])
def test_nobody_else_reads_or_ends_it(people: People, act: str) -> None:
    opening = break_glass(people)
    address = page_of(people.amara, f"emergencies/{opening.id}/{act}/")
    for other in (people.dario, people.bo, people.imani):
        assert browser_of(other).post(address).status_code == 404
    assert (
        browser_of(people.bo).post(page_of(people.bo, f"emergencies/{opening.id}/{act}/")).status_code == 404
    )
    opening.refresh_from_db()
    assert (opening.seen_at, opening.ended_at) == (None, None)


def test_what_the_clinic_found_is_told(people: People) -> None:
    opening = break_glass(people)
    assert people.quill.provider is not None
    judge = make_provider("Dr Judge", people.quill.provider.clinic, is_admin=True)
    judge_opening(judge.actor, opening.id, judgement="not_right", note="Nobody was in danger here.")
    html = page(people)
    assert "They say it was not right." in html
    assert "Nobody was in danger here." in html


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_number_to_carry_stands_on_the_sharing_page(people: People, language: str) -> None:
    assert people.amara.patient is not None
    number = emergency_number_of(people.amara.actor, people.amara.patient.id)
    html = page(people, "sharing/", language)
    assert number in html
    assert page_of(people.amara, "emergencies/") in html


def test_what_was_typed_is_text(people: People) -> None:
    opening = break_glass(people)
    opening.why = {"reason": "other", "words": "<b>Found</b> on the street"}
    opening.save()
    assert "&lt;b&gt;Found&lt;/b&gt;" in page(people)
