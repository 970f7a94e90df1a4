"""Genes: a file by the plain form, what became of it, the cards, one card in full, taking a file back."""

from __future__ import annotations

import gzip
import io
import tempfile
from functools import cache
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mendly.audit.models import AccessRecord
from mendly.genome import services, upload_handler
from mendly.genome.models import GenomeFile
from mendly.insights.selectors import insights_of
from mendly.medicines.checks import MedicineWords
from mendly.medicines.services import add_medicine
from mendly.vault.models import SealedFile
from mendly_core.genes.samples import array_file
from tests.backend.conftest import People
from tests.web.patient.conftest import Course, browser_of, page_of

pytestmark = pytest.mark.django_db(transaction=True)


@cache
def dna() -> bytes:
    choices = {"SLCO1B1": ("*5", "*5"), "CYP2C9": ("*2", "*3")}
    return b"".join(array_file(choices, lines=3_000, seed=4, vendor="23andme"))


def send(browser: Client, people: People, body: bytes, name: str = "my dna.txt") -> object:
    file = SimpleUploadedFile(name, body, content_type="text/plain")
    return browser.post(page_of(people.amara, "genes/file/"), {"file": file})


@pytest.fixture(autouse=True)
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a file lies, sealed, while it arrives; empty again after every request."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def left_in(spool: Path) -> list[Path]:
    return list(spool.glob("sealed-*"))


def test_a_file_sent_without_any_script_becomes_a_card(people: People, course: Course, spool: Path) -> None:
    browser = browser_of(people.amara)
    answer = send(browser, people, dna())
    assert (answer.status_code, answer["Location"]) == (302, page_of(people.amara, "genes/"))
    assert GenomeFile.objects.get().name == "my dna.txt"
    html = browser.get(page_of(people.amara, "genes/")).content.decode()
    assert "We have your file." in html
    assert "Your file is read." in html
    assert "Your genes and Simvastatin" in html
    assert "These genes matter for the medicines on your list." in html
    assert left_in(spool) == []


def test_a_large_file_is_sealed_in_chunks_while_it_comes(people: People) -> None:
    assert people.amara.patient is not None
    body = dna() + b"# a comment\n" * 200_000
    send(browser_of(people.amara), people, body)
    sealed = SealedFile.objects.get()
    assert (sealed.size, sealed.chunks) == (len(body), -(-len(body) // (1 << 20)))
    assert GenomeFile.objects.get().state == "ready"


def test_a_packed_file_is_welcome(people: People) -> None:
    send(browser_of(people.amara), people, gzip.compress(dna()), "dna.txt.gz")
    assert GenomeFile.objects.get().state == "ready"


def test_a_file_that_cannot_be_used_is_told_in_words_and_not_kept(people: People) -> None:
    browser = browser_of(people.amara)
    send(browser, people, b"\x89PNG\r\n\x1a\n" + bytes(400), "cat.png")
    html = browser.get(page_of(people.amara, "genes/")).content.decode()
    assert GenomeFile.objects.get().state == "refused"
    assert SealedFile.objects.count() == 0
    assert "Nothing from this file was kept." in html
    assert "Could not be read" in html


def test_what_is_wrong_with_the_form_is_told_above_it(
    people: People, spool: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of(people.amara)
    address = page_of(people.amara, "genes/file/")
    answer = browser.post(address, {})
    assert answer.status_code == 422
    assert "Please choose your DNA file first." in answer.content.decode()
    assert "This file is empty." in send(browser, people, b"").content.decode()
    two = {"file": io.BytesIO(dna()), "other": io.BytesIO(dna())}
    answer = browser.post(address, two)
    assert answer.status_code == 422
    assert "Please send one file at a time." in answer.content.decode()
    monkeypatch.setattr(services, "LARGEST_FILE", 1000)
    assert "This file is larger than 100 MiB." in send(browser, people, dna()).content.decode()
    monkeypatch.setattr(upload_handler, "LARGEST_FILE", -upload_handler.FORM_AROUND)
    assert send(browser, people, dna()).status_code == 422
    assert (GenomeFile.objects.count(), SealedFile.objects.count(), left_in(spool)) == (0, 0, [])


def test_the_same_file_twice_is_told(people: People) -> None:
    browser = browser_of(people.amara)
    send(browser, people, dna())
    answer = send(browser, people, dna())
    assert answer.status_code == 422
    assert "You gave us this very file before." in answer.content.decode()
    assert (GenomeFile.objects.count(), SealedFile.objects.count()) == (1, 1)


def test_without_the_forms_token_nothing_of_a_file_is_kept(people: People, spool: Path) -> None:
    browser = Client(enforce_csrf_checks=True)
    signed_in = browser_of(people.amara)
    browser.cookies = signed_in.cookies
    browser.get(page_of(people.amara, "genes/"))  # now it has the cookie that a token is compared with
    assert send(browser, people, dna()).status_code == 403
    assert (GenomeFile.objects.count(), SealedFile.objects.count(), left_in(spool)) == (0, 0, [])


def test_a_file_for_somebody_else_is_not_taken(people: People, spool: Path) -> None:
    assert send(browser_of(people.bo), people, dna()).status_code == 404
    assert send(browser_of(people.dario), people, dna()).status_code == 404
    assert send(browser_of(people.amara, second_factor=False), people, dna()).status_code == 302
    assert (GenomeFile.objects.count(), left_in(spool)) == (0, [])


def test_the_upload_says_what_an_insurer_may_ask_before_it_takes_anything(people: People) -> None:
    html = browser_of(people.amara).get(page_of(people.amara, "genes/")).content.decode()
    assert html.index("an insurer may ask about a DNA test") < html.index('type="file"')
    assert "/genome/uploads/" in html
    assert 'enctype="multipart/form-data"' in html


def test_a_file_is_taken_back(people: People, course: Course) -> None:
    browser = browser_of(people.amara)
    send(browser, people, dna())
    file = GenomeFile.objects.get()
    address = page_of(people.amara, f"genes/file/{file.id}/remove/")
    assert browser_of(people.bo).post(address).status_code == 404
    assert browser.post(address).status_code == 302
    assert SealedFile.objects.count() == 0
    html = browser.get(page_of(people.amara, "genes/")).content.decode()
    assert "No one can read it any more." in html
    assert "my dna.txt" not in html
    assert browser.post(address).status_code == 404


def test_a_card_in_full_says_all_it_knows_and_asks_the_care_team(people: People, course: Course) -> None:
    assert people.amara.patient is not None
    browser = browser_of(people.amara)
    send(browser, people, dna())
    (card,) = insights_of(people.amara.actor, people.amara.patient.id, "en")
    html = browser.get(page_of(people.amara, f"genes/{card.id}/")).content.decode()
    for line in (*card.text.saw, *card.text.means, *card.text.todo, *card.text.sure, *card.text.sources):
        assert line.replace("'", "&#x27;") in html
    for head in ("What we saw", "What you can do", "How sure is this?", "What we did not look at"):
        assert head in html
    assert "For your doctor" in html
    assert f"messages/new/?insight={card.id}" in html
    assert browser_of(people.bo).get(page_of(people.bo, f"genes/{card.id}/")).status_code == 404


def test_a_card_that_was_read_leaves_today_and_stays_under_genes(people: People, course: Course) -> None:
    assert people.amara.patient is not None
    browser = browser_of(people.amara)
    send(browser, people, dna())
    assert "Your genes and Simvastatin" in browser.get(page_of(people.amara, "today/")).content.decode()
    (card,) = insights_of(people.amara.actor, people.amara.patient.id, "en")
    assert browser.post(page_of(people.amara, f"genes/{card.id}/dismiss/")).status_code == 302
    assert "Your genes and Simvastatin" not in browser.get(page_of(people.amara, "today/")).content.decode()
    assert "Your genes and Simvastatin" in browser.get(page_of(people.amara, "genes/")).content.decode()


def test_several_cards_of_one_medicine_fold_behind_the_most_urgent(people: People) -> None:
    assert people.amara.patient is not None
    words = MedicineWords("Warfarin", ingredient="warfarin")
    add_medicine(people.amara.actor, people.amara.patient.id, words)
    browser = browser_of(people.amara)
    send(browser, people, dna())
    cards = insights_of(people.amara.actor, people.amara.patient.id, "en")
    assert len(cards) > 1
    html = browser.get(page_of(people.amara, "genes/part/cards/")).content.decode()
    first, _, folded = html.partition("<details>")
    assert f"genes/{cards[0].id}/" in first
    assert all(f"genes/{card.id}/" in folded for card in cards[1:])
    assert "speak to this medicine" in folded or "speaks to this medicine" in folded


def test_every_look_at_the_genes_is_on_record(people: People) -> None:
    browser_of(people.amara).get(page_of(people.amara, "genes/"))
    abouts = set(
        AccessRecord.objects.filter(category__in=["genes", "drug_response"]).values_list("about", flat=True)
    )
    assert abouts >= {"dna files", "insights", "gene results"}
