"""Judging an emergency: by another administrator of the clinic, once, with the looks before them."""

from __future__ import annotations

import re

import pytest

from mendly.care.models import Opening
from mendly.care.services import open_in_emergency
from mendly.medicines.selectors import medicines_of
from tests.backend.conftest import People, Persona, make_provider
from tests.web.provider.conftest import Record, browser_of

WORDS = "Found on the street, cannot speak."
YES = {"judgement": "right", "note": "She was alone and could not speak."}


def break_glass(people: People, by: Persona) -> Opening:
    return open_in_emergency(by.actor, who=people.amara.user.email, reason="cannot_answer", words=WORDS)


@pytest.fixture
def judge(people: People) -> Persona:
    assert people.quill.provider is not None
    return make_provider("Dr Judge", people.quill.provider.clinic, is_admin=True)


def shown(person: Persona, language: str = "en") -> str:
    return browser_of(person, language=language).get("/emergencies/").content.decode()


def test_an_administrator_reads_who_why_and_what_was_looked_at(
    people: People, record: Record, judge: Persona
) -> None:
    assert "Nothing waits to be judged." in shown(judge)
    break_glass(people, people.quill)
    medicines_of(people.quill.actor, record.patient)
    html = shown(judge)
    for told in ("Amara Okafor", "Dr Quill", "They cannot answer", WORDS, "Medicines and doses: 1"):
        assert told in html, told
    assert "Simvastatin" not in html
    assert "Medicinas y dosis: 1" in shown(judge, "es")


def test_the_judgement_is_kept_once_and_shown_below(people: People, record: Record, judge: Persona) -> None:
    opening = break_glass(people, people.quill)
    browser, address = browser_of(judge), f"/emergencies/{opening.id}/"
    assert browser.post(address, YES)["Location"] == "/emergencies/"
    html = shown(judge)
    assert YES["note"] in html
    assert f'action="{address}"' not in html
    again = browser.post(address, {"judgement": "not_right", "note": "I have changed my mind."})
    assert again.status_code == 409
    opening.refresh_from_db()
    assert (opening.judgement, opening.note) == ("right", YES["note"])


@pytest.mark.parametrize(
    "facts", [{"judgement": ""}, {"judgement": "maybe"}, {"note": ""}, {"note": "short"}]
)
def test_half_a_judgement_comes_back_with_what_was_typed(
    people: People, record: Record, judge: Persona, facts: dict[str, str]
) -> None:
    opening = break_glass(people, people.quill)
    answer = browser_of(judge).post(f"/emergencies/{opening.id}/", YES | facts)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="errors flow"' in html
    assert (YES | facts)["note"] in html
    opening.refresh_from_db()
    assert opening.judgement == ""


def test_nobody_judges_their_own_and_a_lone_administrator_is_told(people: People, record: Record) -> None:
    assert people.quill.provider is not None
    people.quill.provider.is_admin = True
    people.quill.provider.save()
    opening = break_glass(people, people.quill)
    html = shown(people.quill)
    assert "your clinic has no other administrator" in html
    assert "Keep the judgement" not in html
    answer = browser_of(people.quill).post(f"/emergencies/{opening.id}/", YES)
    assert answer.status_code == 409
    assert "Another administrator has to judge it." in answer.content.decode()


def test_other_clinics_and_colleagues_have_no_such_page(people: People, record: Record) -> None:
    opening = break_glass(people, people.quill)
    assert "Amara" not in shown(people.imani)
    assert browser_of(people.imani).post(f"/emergencies/{opening.id}/", YES).status_code == 404
    assert browser_of(people.imani).post(f"/emergencies/{opening.id}/", {}).status_code == 404
    for other in (people.jules, people.quill, people.amara):
        assert browser_of(other).get("/emergencies/").status_code == 404
        assert browser_of(other).post(f"/emergencies/{opening.id}/", YES).status_code == 404


def test_the_menu_counts_what_waits(people: People, record: Record, judge: Persona) -> None:
    def counted() -> str:
        html = browser_of(judge).get("/queue/").content.decode()
        return re.sub(r"<[^>]+>", "", html.partition('href="/emergencies/"')[2].partition("</a>")[0])

    assert "1" not in counted()
    break_glass(people, people.quill)
    assert "1" in counted()
    assert 'href="/emergencies/"' not in browser_of(people.jules).get("/queue/").content.decode()


def test_two_forms_on_the_page_have_fields_of_their_own(
    people: People, record: Record, judge: Persona
) -> None:
    assert people.quill.provider is not None
    second = make_provider("Dr Second", people.quill.provider.clinic)
    break_glass(people, people.quill)
    break_glass(people, second)
    ids = re.findall(r'\sid="([^"]+)"', shown(judge))
    assert len(ids) == len(set(ids))
