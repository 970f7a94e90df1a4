"""Who gets in to the clinic's pages, and what is left of them when the patient shares less."""

from __future__ import annotations

import pytest
from django.test import Client

from mendly.care.models import CareRelationship
from mendly.care.services import end_care
from mendly.policy import SHAREABLE, Category
from tests.backend.conftest import People
from tests.web.provider.conftest import HTMX, Record, browser_of, withdraw


def pages(record: Record) -> dict[str, str]:
    return {
        "patient": record.page(),
        "messages": record.page("messages/"),
        "thread": record.page(f"messages/{record.conversation}/"),
        "genes": record.page("genes/"),
        "alert": record.page(f"alerts/{record.alert}/"),
        "add medicine": record.page("medicines/add/"),
    }


CLINIC = ("/queue/", "/panel/", "/team/")


@pytest.mark.parametrize("language", ["en", "es"])
def test_dr_imani_sees_every_page_in_her_language(people: People, record: Record, language: str) -> None:
    browser = browser_of(people.imani, language=language)
    for path in (*CLINIC, *pages(record).values()):
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert f'<html lang="{language}"'.encode() in answer.content, path


@pytest.mark.parametrize("name", ["amara", "dario"])
def test_for_patients_and_proxies_the_clinic_has_no_pages(people: People, record: Record, name: str) -> None:
    browser = browser_of(getattr(people, name))
    for path in (*CLINIC, *pages(record).values()):
        assert browser.get(path).status_code == 404, path


def test_a_provider_who_does_not_care_for_amara_finds_no_page_of_hers(people: People, record: Record) -> None:
    browser = browser_of(people.quill)
    for path in pages(record).values():
        assert browser.get(path).status_code == 404, path
    assert b"Amara" not in browser.get("/panel/").content
    assert b"Amara" not in browser.get("/queue/").content


def test_without_the_second_step_every_page_asks_for_it_first(people: People, record: Record) -> None:
    browser = browser_of(people.imani, second_factor=False)
    for path in (*CLINIC, *pages(record).values()):
        answer = browser.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/second-factor/"), path


PARTS = {"doses": Category.MEDICINES, "readings": Category.READINGS, "talk": Category.MESSAGES}


@pytest.mark.parametrize("part", PARTS)
def test_what_is_no_longer_shared_leaves_the_open_page_at_its_next_event(
    people: People, record: Record, imani: Client, part: str
) -> None:
    address = record.page(f"?part={part}")
    sentence = b"Amara Okafor does not share this with you."
    assert sentence not in imani.get(address, **HTMX).content
    withdraw(people, PARTS[part])
    content = imani.get(address, **HTMX).content
    assert sentence in content
    assert not any(word in content for word in (b"Simvastatin", b"168", b"My legs"))


def test_genes_that_are_no_longer_shared_leave_the_page(
    people: People, record: Record, imani: Client
) -> None:
    assert b"No gene results." in imani.get(record.page("?part=genes"), **HTMX).content
    withdraw(people, Category.GENES)
    assert imani.get(record.page("?part=genes"), **HTMX).content.strip() == b""
    assert imani.get(record.page("genes/")).status_code == 404


def test_readings_that_are_no_longer_shared_take_their_alert_with_them(
    people: People, record: Record, imani: Client
) -> None:
    assert b"168 / 104" in imani.get(record.page("?part=why"), **HTMX).content
    withdraw(people, Category.READINGS)
    assert b"168" not in imani.get(record.page()).content
    assert imani.get(record.page(f"alerts/{record.alert}/")).status_code == 404
    assert b"168" not in imani.get("/queue/").content


def test_who_shares_no_name_can_still_be_helped(people: People, record: Record, imani: Client) -> None:
    withdraw(people, Category.PROFILE)
    for path in ("/queue/", "/panel/", record.page(), record.page(f"alerts/{record.alert}/")):
        answer = imani.get(path)
        assert answer.status_code == 200, path
        assert b"A patient who does not share the name" in answer.content, path
        assert b"Amara" not in answer.content, path


def test_who_shares_nothing_any_more_has_no_page(people: People, record: Record, imani: Client) -> None:
    withdraw(people, *SHAREABLE)
    assert imani.get(record.page()).status_code == 404
    assert imani.get(record.page("?part=doses"), **HTMX).status_code == 404


def test_when_care_ends_an_open_page_ends_too(people: People, record: Record, imani: Client) -> None:
    relationship = CareRelationship.objects.get(patient=record.patient, provider=people.imani.provider)
    end_care(people.amara.actor, record.patient, relationship.id)
    assert imani.get(record.page("?part=doses"), **HTMX).status_code == 404
    assert imani.get(record.page(f"messages/{record.conversation}/"), **HTMX).status_code == 404
    assert b"Amara" not in imani.get("/queue/").content
