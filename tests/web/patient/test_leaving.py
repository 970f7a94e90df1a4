"""The page of taking one's data along and being erased, and the receipt."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
import pyzipper
from django.core import mail
from django.test import Client

from mendly.care.services import make_child_record
from mendly.clock import now, standing_at
from mendly.leaving.models import ErasureRequest, Export
from mendly.leaving.services import erase_due
from mendly.leaving.services.erasure import COOL_OFF, SETTLING
from mendly_core.words import grade
from tests.web.patient.conftest import People, browser_of, page_of
from tests.web.patient.test_words import visible


@pytest.fixture(autouse=True)
def own_tombstones(settings, tmp_path) -> None:
    settings.TOMBSTONES = tmp_path / "tombstones.jsonl"


def fresh(client: Client) -> Client:
    """Proved who they are a moment ago, where the policy asks for it."""
    return client


def test_a_file_is_made_shown_its_password_once_and_saved_once(
    people: People, django_capture_on_commit_callbacks
) -> None:
    browser = fresh(browser_of(people.amara))
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(page_of(people.amara, "leaving/file/"))
    found = re.search(r"([a-z2-9]{4}-){5}[a-z2-9]{4}", answer.content.decode())
    assert found
    assert answer["Cache-Control"] == "no-store"
    page = browser.get(page_of(people.amara, "leaving/")).content.decode()
    assert found[0] not in page
    assert "Your file is ready" in page
    export = Export.objects.get()
    saved = browser.post(page_of(people.amara, f"leaving/file/{export.id}/save/"))
    assert saved["Content-Disposition"] == 'attachment; filename="mendly.zip"'
    with pyzipper.AESZipFile(io.BytesIO(b"".join(saved.streaming_content))) as archive:
        archive.setpassword(found[0].encode())
        assert "fhir-bundle.json" in archive.namelist()
        assert archive.testzip() is None
    again = browser.post(page_of(people.amara, f"leaving/file/{export.id}/save/"))
    assert again.status_code == 410
    assert "Make my file" in browser.get(page_of(people.amara, "leaving/")).content.decode()


def test_what_is_being_made_can_be_stopped(people: People) -> None:
    browser = fresh(browser_of(people.amara))
    browser.post(page_of(people.amara, "leaving/file/"))
    assert "We are making your file" in browser.get(page_of(people.amara, "leaving/")).content.decode()
    browser.post(page_of(people.amara, f"leaving/file/{Export.objects.get().id}/stop/"))
    assert Export.objects.get().state == "stopped"


@pytest.mark.parametrize("language", ["en", "es"])
def test_asked_thought_over_and_kept(people: People, language: str) -> None:
    browser = fresh(browser_of(people.amara, language=language))
    browser.post(page_of(people.amara, "leaving/erase/"))
    page = browser.get(page_of(people.amara, "leaving/")).content.decode()
    assert ("Keep my account" if language == "en" else "Conservar mi cuenta") in page
    assert browser.get("/leaving/")["Location"] == page_of(people.amara, "leaving/")
    browser.post(page_of(people.amara, "leaving/keep/"))
    assert not ErasureRequest.objects.exists()


def test_the_link_of_the_letter_shows_the_receipt_once_all_is_gone(
    people: People, django_capture_on_commit_callbacks
) -> None:
    browser, stranger = fresh(browser_of(people.amara)), Client()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(page_of(people.amara, "leaving/erase/"))
    found = re.search(r"/receipt/[^/]+/", mail.outbox[0].body)
    assert found
    early = stranger.get(found[0])
    assert early.status_code == 200
    assert "nothing under this link" in early.content.decode()
    start = now()
    with standing_at(start + COOL_OFF):
        erase_due()
    with standing_at(start + COOL_OFF + SETTLING * 2):
        erase_due()
    page = stranger.get(found[0]).content.decode()
    assert "These entries are gone" in page
    assert "Amara" not in page
    assert stranger.get("/receipt/no-such/").content == early.content or b"nothing under" in early.content


@pytest.mark.parametrize("language", ["en", "es"])
def test_who_has_no_record_can_leave_too(people: People, language: str) -> None:
    browser = browser_of(people.dario, language=language)
    page = browser.get("/leaving/").content.decode()
    assert ("Erase my account in 7 days" if language == "en" else "Borrar mi cuenta en 7 días") in page
    assert '"/leaving/"' in browser.get("/settings/").content.decode(), "the menu leads there"
    assert browser.post("/leaving/erase/").status_code == 302
    assert ErasureRequest.objects.get().user == people.dario.user.id
    page = browser.get("/leaving/").content.decode()
    assert ("Keep my account" if language == "en" else "Conservar mi cuenta") in page
    browser.post("/leaving/keep/")
    assert not ErasureRequest.objects.exists()


def test_who_works_at_a_clinic_is_told_whom_to_ask_and_a_patient_has_their_own_page(people: People) -> None:
    page = browser_of(people.imani).get("/leaving/").content.decode()
    assert "ask an administrator of the clinic to end your access" in page
    assert "/leaving/erase/" not in page
    for who in (people.imani, people.amara):
        assert browser_of(who).post("/leaving/erase/").status_code == 404
    assert not ErasureRequest.objects.exists()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_of_an_account_reads_at_the_grade_of_a_sixth_year(people: People, language: str) -> None:
    alone = "record of a child" if language == "en" else "registro de un niño"
    assert alone not in browser_of(people.dario, language=language).get("/leaving/").content.decode()
    make_child_record(people.dario.actor, name="Kofi", birth_date=date(2020, 1, 2), called="Uncle")
    assert alone in browser_of(people.dario, language=language).get("/leaving/").content.decode()
    for who in (people.dario, people.imani):
        text = visible(browser_of(who, language=language).get("/leaving/").content.decode())
        found = grade(text, language, ("Mendly",))
        assert found.fkgl is None or found.fkgl <= 6.0, text
        assert found.inflesz is None or found.inflesz >= 65, text
        assert found.longest_sentence <= 20


def test_helpers_and_providers_do_not_find_the_page(people: People) -> None:
    for who in (people.dario, people.imani, people.bo):
        assert browser_of(who).get(page_of(people.amara, "leaving/")).status_code == 404
    assert ErasureRequest.objects.count() == 0
