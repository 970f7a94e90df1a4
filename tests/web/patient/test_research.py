"""Studies: nobody takes part who did not say so, a no needs no proof, and the yes can be read again."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from mendly.clock import now
from mendly.consent.models import ConsentRecord, Recipient
from mendly.consent.selectors import research_until
from tests.backend.conftest import People
from tests.web.patient.conftest import browser_of, page_of

YES, NO = "You let studies use your data without your name.", "Studies may not use your data."


def sharing(people: People, *, fresh: bool = True, language: str = "en") -> str:
    browser = browser_of(people.amara, fresh=fresh, language=language)
    return browser.get(page_of(people.amara, "sharing/")).content.decode()


def answer(people: People, word: str, *, fresh: bool = True) -> str:
    browser = browser_of(people.amara, fresh=fresh)
    response = browser.post(page_of(people.amara, "sharing/research/"), {"answer": word})
    assert response.status_code == 302
    return str(response["Location"])


def allowed(people: People) -> bool:
    assert people.amara.patient is not None
    return research_until(people.amara.actor, people.amara.patient.id) is not None


def records() -> int:
    return ConsentRecord.objects.filter(recipient_kind=Recipient.STUDIES).count()


def test_it_is_off_until_the_patient_says_yes(people: People) -> None:
    assert not allowed(people)
    html = sharing(people)
    assert f"<strong>{NO}</strong>" in html
    assert "No study takes part yet." in html
    assert "Take my yes back" not in html
    answer(people, "yes")
    assert allowed(people)
    html = sharing(people)
    assert f"<strong>{YES}</strong> This holds until 2 November 2027." in html
    assert "Take my yes back" in html


def test_the_yes_is_taken_back_at_once_without_a_new_proof(people: People) -> None:
    answer(people, "yes")
    assert answer(people, "no", fresh=False) == page_of(people.amara, "sharing/")
    assert not allowed(people)
    assert f"<strong>{NO}</strong>" in sharing(people)


def test_a_yes_takes_a_proof_of_now(people: People) -> None:
    assert answer(people, "yes", fresh=False).startswith("/accounts/reauthenticate/")
    assert not allowed(people)
    html = sharing(people, fresh=False)
    assert "Yes, I agree" not in html
    assert "/accounts/reauthenticate/?next=" in html


def test_the_same_answer_again_adds_nothing(people: People) -> None:
    answer(people, "no")
    assert records() == 0
    answer(people, "yes")
    answer(people, "yes")
    assert records() == 1


def test_a_year_later_the_yes_is_over_by_itself(people: People) -> None:
    answer(people, "yes")
    with time_machine.travel(now() + timedelta(days=366), tick=False):
        assert not allowed(people)
        assert f"<strong>{NO}</strong>" in sharing(people)


@pytest.mark.parametrize("word", ["", "maybe"])
def test_anything_else_is_no_answer(people: People, word: str) -> None:
    response = browser_of(people.amara).post(page_of(people.amara, "sharing/research/"), {"answer": word})
    assert response.status_code == 400
    assert records() == 0


@pytest.mark.parametrize("name", ["dario", "imani", "bo"])
def test_nobody_else_answers_for_them(people: People, name: str) -> None:
    browser = browser_of(getattr(people, name))
    address = page_of(people.amara, "sharing/research/")
    assert browser.post(address, {"answer": "yes"}).status_code == 404
    assert records() == 0


def test_the_decision_is_among_all_the_others_in_both_languages(people: People) -> None:
    answer(people, "yes")
    assert f"{YES} This holds until 2 November 2027." in sharing(people)
    assert "Usted deja que los estudios usen sus datos sin su nombre." in sharing(people, language="es")
