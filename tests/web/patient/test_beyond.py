"""Beyond medicines, page by page: choosing by plain forms, looking once, the letter, the gene, the clinic's part."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

import pytest
from django.test import Client

from mendly.accounts.services import change_profile
from mendly.predisposition.models import CategoryChoice, Letter
from mendly.predisposition.places import category_place, finding_place, gene_place
from mendly_core.words import grade, say
from tests.backend.conftest import People
from tests.backend.predisposition.files import ONE_E4, ONE_F5, give_file
from tests.web.patient.conftest import browser_of, page_of
from tests.web.patient.test_words import NAMES, visible

FOUND = "Your file shows a change that is tied to"


@pytest.fixture
def portal(people: People) -> Client:
    give_file(people.amara, {**ONE_E4, **ONE_F5})
    return browser_of(people.amara)


def patient_of(people: People) -> UUID:
    assert people.amara.patient is not None
    return people.amara.patient.id


def topic(people: People, key: str) -> str:
    return page_of(people.amara, f"genes/beyond/{category_place(patient_of(people), key)}/")


def choose(portal: Client, people: People, key: str, choice: str) -> str:
    answer = portal.post(topic(people, key), {"choice": choice})
    assert answer.status_code == 302
    return str(answer["Location"])


def text_of(portal: Client, address: str) -> str:
    answer = portal.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_a_choice_the_page_explains_and_ticks_nothing(people: People, portal: Client) -> None:
    html = text_of(portal, topic(people, "memory"))
    for key in ("choices.about.memory", "choices.opt_in", "choices.unseen", "choices.show.shared"):
        assert say(key, "en") in html
    assert html.count('type="radio"') == 3
    assert "checked" not in html
    assert FOUND not in html
    assert "<title>Beyond medicines" in html


def test_no_choice_is_told_and_nothing_is_kept(people: People, portal: Client) -> None:
    for wrong in ({}, {"choice": "maybe"}):
        answer = portal.post(topic(people, "memory"), wrong)
        assert answer.status_code == 422
        assert "Please choose one of the three." in answer.content.decode()
    assert CategoryChoice.objects.count() == 0


def test_show_shows_and_hide_takes_it_away(people: People, portal: Client) -> None:
    assert choose(portal, people, "memory", "show") == topic(people, "memory")
    html = text_of(portal, topic(people, "memory"))
    assert f"{FOUND} Alzheimer disease." in html
    assert "Ask for a test in a clinical lab before you act on this." in html
    assert f"{FOUND} Alzheimer disease." in text_of(portal, page_of(people.amara, "genes/beyond/"))
    assert choose(portal, people, "memory", "hide") == page_of(people.amara, "genes/beyond/")
    for address in (topic(people, "memory"), page_of(people.amara, "genes/beyond/")):
        assert FOUND not in text_of(portal, address)


def test_a_topic_that_asks_first_is_looked_at_once(people: People, portal: Client) -> None:
    choose(portal, people, "memory", "ask")
    html = text_of(portal, topic(people, "memory"))
    assert "Do you want to look now?" in html
    assert FOUND not in html
    looked = portal.post(topic(people, "memory") + "look/")
    assert looked.status_code == 200
    assert looked["Cache-Control"] == "no-store"
    assert f"{FOUND} Alzheimer disease." in looked.content.decode()
    assert "hx-get" not in looked.content.decode().partition("<main")[2]
    assert "Write a letter" not in looked.content.decode()
    assert FOUND not in text_of(portal, topic(people, "memory"))
    assert portal.post(topic(people, "clots") + "look/").status_code == 404


def test_the_parts_fetch_themselves_again_when_a_choice_changes(people: People, portal: Client) -> None:
    patient, fragment = patient_of(people), {"HX-Request": "true"}
    for address in (page_of(people.amara, "genes/beyond/"), topic(people, "memory")):
        assert f"live:finding:{patient} from:body" in text_of(portal, address)
        part = portal.get(address, headers=fragment).content.decode()
        assert part.startswith("<div") or part.lstrip().startswith("<div")
        assert "<html" not in part
    choose(portal, people, "memory", "show")
    assert FOUND in portal.get(topic(people, "memory"), headers=fragment).content.decode()


def test_a_letter_is_written_changed_printed_and_deleted(people: People, portal: Client) -> None:
    choose(portal, people, "clots", "show")
    place = finding_place(patient_of(people), "clots", "clots", "clots.one_f5")
    assert f'name="finding" value="{place}"' in text_of(portal, topic(people, "clots"))
    address = portal.post(page_of(people.amara, "genes/letters/write/"), {"finding": place})["Location"]
    html = text_of(portal, address)
    assert "The change is tied to blood clots." in html
    assert portal.post(address, {"text": "Dear Nia, <b>my words</b>"}).status_code == 302
    printed = text_of(portal, f"{address}print/").partition("<main")[2]
    assert "Dear Nia, &lt;b&gt;my words&lt;/b&gt;" in printed
    assert portal.post(address, {"text": " "}).status_code == 422
    assert "About blood clots" in text_of(portal, page_of(people.amara, "genes/letters/"))
    assert address in text_of(portal, topic(people, "clots"))
    assert portal.post(f"{address}delete/").status_code == 302
    assert Letter.objects.count() == 0
    assert portal.get(address).status_code == 404


def test_a_letter_about_nothing_is_not_there(people: People, portal: Client) -> None:
    write = page_of(people.amara, "genes/letters/write/")
    for wrong in ({}, {"finding": "x"}, {"gene": gene_place(patient_of(people), "CYP2D6")}):
        assert portal.post(write, wrong).status_code == 404
    assert Letter.objects.count() == 0


def test_a_genes_page_says_what_the_file_could_show(people: People, portal: Client) -> None:
    lines = text_of(portal, page_of(people.amara, "genes/"))
    address = page_of(people.amara, f"genes/gene/{gene_place(patient_of(people), 'CYP2C19')}/")
    assert f'href="{address}"' in lines
    html = text_of(portal, address)
    assert "What your file could show" in html
    assert "Could be seen" in html
    assert "Write a letter to my family" in html
    assert browser_of(people.bo).get(address).status_code == 404


def test_no_address_names_a_gene_or_a_topic(people: People, portal: Client) -> None:
    choose(portal, people, "memory", "show")
    for path in ("genes/", "genes/beyond/"):
        for address in re.findall(
            r'(?:href|action|hx-get)="([^"]+)"', text_of(portal, page_of(people.amara, path))
        ):
            assert not re.search(r"CYP|memory|APOE|SLCO|clots|Alzheimer", address)


def test_without_a_birth_date_the_page_asks_for_it(people: People, portal: Client) -> None:
    patient = patient_of(people)
    change_profile(people.amara.actor, patient, name="Amara Okafor", birth_date=None)
    page, tell = page_of(people.amara, "genes/beyond/"), page_of(people.amara, "genes/beyond/birth-date/")
    html = text_of(portal, page)
    assert "We do not know your age." in html
    assert "Alzheimer" not in html
    assert portal.get(topic(people, "memory")).status_code == 404
    for wrong in ("", "2999-01-01", "1700-01-01"):
        assert portal.post(tell, {"birth_date": wrong}).status_code == 422
    assert portal.post(tell, {"birth_date": "1964-05-03"}).status_code == 302
    assert "Alzheimer" in text_of(portal, page)
    portal.post(tell, {"birth_date": "2020-01-01"})
    assert "Alzheimer" in text_of(portal, page)


def test_a_minor_is_told_why_there_is_less(people: People, portal: Client) -> None:
    change_profile(people.amara.actor, patient_of(people), name="Amara Okafor", birth_date=date(2012, 1, 1))
    html = text_of(portal, page_of(people.amara, "genes/beyond/"))
    assert "Until you are 18" in html
    assert "Celiac disease" in html
    assert "Alzheimer" not in html


def test_the_clinic_sees_what_is_shown_and_only_that(people: People, portal: Client) -> None:
    clinic, address = browser_of(people.imani), f"/patients/{patient_of(people)}/genes/"
    choose(portal, people, "clots", "ask")
    assert "APOE" not in text_of(clinic, address)
    choose(portal, people, "memory", "show")
    html = text_of(clinic, address)
    assert "APOE" in html
    assert re.search(r"\bF5\b", html) is None
    assert "confirm in a clinical laboratory before acting" in html
    part = clinic.get(f"{address}?part=beyond", headers={"HX-Request": "true"}).content.decode()
    assert "APOE" in part
    assert "<html" not in part
    choose(portal, people, "memory", "hide")
    assert "APOE" not in text_of(clinic, address)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_reads_at_the_grade(people: People, portal: Client, language: str) -> None:
    for key, choice in (("memory", "show"), ("clots", "ask"), ("coeliac", "show")):
        choose(portal, people, key, choice)
    portal.post(
        page_of(people.amara, "genes/letters/write/"), {"gene": gene_place(patient_of(people), "CYP2C19")}
    )
    portal = browser_of(people.amara, language=language)
    letter = Letter.objects.get()
    addresses = [topic(people, key) for key in ("memory", "clots", "coeliac", "iron")]
    addresses += [
        page_of(people.amara, f"genes/letters/{letter.id}/"),
        page_of(people.amara, f"genes/gene/{letter.place}/"),
    ]
    for address in addresses:
        text = visible(re.sub(r"<details>.*?</details>", "", text_of(portal, address), flags=re.DOTALL))
        found = grade(text, language, (*NAMES, "CYP2C19", "APOE", "HLA-DQA1"))
        assert found.fkgl is None or found.fkgl <= 6.0, (address, found.fkgl, text)
        assert found.inflesz is None or found.inflesz >= 65, (address, found.inflesz, text)
        assert found.longest_sentence <= 20, text
