"""Opening a record in an emergency: a reason, an hour, a line on top that ends it, and nothing told by a refusal."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from mendly.care.emergencies import emergency_number_of
from mendly.care.models import Opening
from mendly.clock import now
from mendly.consent.models import Answer
from mendly.consent.services import decide_sharing
from mendly.policy import SHAREABLE, Action, Category, may
from tests.backend.conftest import People
from tests.web.provider.conftest import Record, browser_of

WHY = {"reason": "cannot_answer", "words": "Found on the street, cannot speak."}
DONE = "I am done, close it"


def opened(people: People, **facts: str) -> UUID:
    """Dr Quill finds Amara."""
    given = {"who": people.amara.user.email, **WHY, **facts}
    answer = browser_of(people.quill).post("/emergency/", given)
    assert answer.status_code == 302, answer.content.decode()
    assert people.amara.patient is not None
    assert answer["Location"] == f"/patients/{people.amara.patient.id}/"
    return Opening.objects.get().id


def test_the_record_opens_with_a_line_that_says_until_when(people: People, record: Record) -> None:
    number = emergency_number_of(people.amara.actor, record.patient)
    opened(people, who=number)
    page = browser_of(people.quill).get(record.page()).content.decode()
    until = (now() + timedelta(hours=1)).astimezone()
    assert "Amara Okafor" in page
    assert "Simvastatin" in page
    assert "My legs" not in page
    assert "You opened this record in an emergency. It closes at " in page
    assert f":{until:%M}." in page
    assert DONE in page
    elsewhere = browser_of(people.quill).get("/queue/").content.decode()
    assert "You hold a record open in an emergency." in elsewhere
    assert f'href="{record.page()}"' in elsewhere


def test_a_click_closes_it_at_once_and_twice_is_once(people: People, record: Record) -> None:
    opening = opened(people)
    browser, address = browser_of(people.quill), record.page(f"emergency/{opening}/end/")
    assert browser_of(people.imani).post(address).status_code == 404
    assert browser.post(address)["Location"] == "/panel/"
    assert browser.get(record.page()).status_code == 404
    assert DONE not in browser.get("/panel/").content.decode()
    assert browser.post(address).status_code == 302


def test_after_the_hour_neither_record_nor_line_is_there(people: People, record: Record) -> None:
    opened(people)
    with time_machine.travel(now() + timedelta(minutes=60), tick=False):
        browser = browser_of(people.quill)
        assert browser.get(record.page()).status_code == 404
        assert DONE not in browser.get("/queue/").content.decode()


@pytest.mark.parametrize(
    "facts", [{"who": ""}, {"reason": ""}, {"reason": "curious"}, {"words": "short"}, {"words": "x" * 501}]
)
def test_without_a_name_a_reason_and_words_nothing_opens(
    people: People, record: Record, facts: dict[str, str]
) -> None:
    given = {"who": people.amara.user.email, **WHY, **facts}
    answer = browser_of(people.quill).post("/emergency/", given)
    assert answer.status_code == 422
    assert 'class="errors flow"' in answer.content.decode()
    assert not Opening.objects.exists()


def test_nobody_and_a_closed_record_are_answered_alike(people: People, record: Record) -> None:
    assert people.quill.provider is not None
    answers = dict.fromkeys(SHAREABLE, Answer.DENY)
    decide_sharing(people.amara.actor, record.patient, people.quill.provider.id, answers, language="en")
    browser = browser_of(people.quill)
    for who in ("nobody@example.test", people.amara.user.email):
        answer = browser.post("/emergency/", {"who": who, **WHY})
        assert answer.status_code == 422
        assert "We could not open a record with this." in answer.content.decode()
    assert not may(people.quill.actor, Action.VIEW, record.patient, Category.PROFILE)


def test_who_cares_for_the_patient_is_told_so(people: People, record: Record) -> None:
    answer = browser_of(people.imani).post("/emergency/", {"who": people.amara.user.email, **WHY})
    assert answer.status_code == 422
    assert "You care for this person already." in answer.content.decode()


def test_it_takes_a_proof_of_now_and_what_was_typed_is_kept_nowhere(people: People, record: Record) -> None:
    browser = browser_of(people.quill, fresh=False)
    page = browser.get("/emergency/").content.decode()
    assert "<textarea" not in page
    assert "/accounts/reauthenticate/?next=/emergency/" in page
    answer = browser.post("/emergency/", {"who": people.amara.user.email, **WHY})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not Opening.objects.exists()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_says_what_happens_before_it_does(people: People, language: str) -> None:
    page = browser_of(people.quill, language=language).get("/emergency/").content.decode()
    assert ("60 minutes" if language == "en" else "60 minutos") in page
    assert browser_of(people.amara).get("/emergency/").status_code == 404
