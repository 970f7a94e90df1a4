"""The wallet card and the report: page and PDF say the same, each reading is on record, nothing tells of health."""

from __future__ import annotations

import html
import os
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from django.http import HttpResponse

from mendly.audit.models import AccessRecord
from mendly.genome.services import enter_lab_result
from mendly.insights.papers import clinician_report_of
from mendly.insights.services import require_signatures, sign_row
from mendly.insights.signatures import rows_for_clinic
from mendly.medicines.checks import MedicineWords
from mendly.medicines.services import add_medicine
from mendly.policy import Category
from mendly_core.genes import guidance_for, ingredients, lab_result
from mendly_core.words import say, wallet_card
from portal.papers.pdf import FILL_IN, Holder, plain, wallet_card_pdf
from tests.backend.conftest import People
from tests.web.papers import text_of
from tests.web.patient.conftest import browser_of, page_of
from tests.web.provider.conftest import withdraw

PAPERS = ("card", "report")


@pytest.fixture
def tested(people: People) -> People:
    """Amara: CYP2D6 of three copies or more and CYP2C19 *2/*2 by a laboratory; codeine and paroxetine on the list."""
    assert people.amara.patient is not None
    for gene, diplotype in (("CYP2D6", "*1x3/*1"), ("CYP2C19", "*2/*2")):
        enter_lab_result(
            people.imani.actor,
            people.amara.patient.id,
            gene=gene,
            diplotype=diplotype,
            phenotype=None,
            activity_score=None,
            laboratory="Harbour Lab",
            method="",
            reported_on=date(2026, 5, 4),
        )
    for name in ("Codeine", "Paroxetine"):
        add_medicine(people.amara.actor, people.amara.patient.id, MedicineWords(name))
    return people


def page(people: People, paper: str, language: str = "en") -> str:
    answer = browser_of(people.amara, language=language).get(page_of(people.amara, f"papers/{paper}/"))
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def file(people: People, paper: str, language: str = "en") -> HttpResponse:
    answer = browser_of(people.amara, language=language).get(page_of(people.amara, f"papers/{paper}/file/"))
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_card_names_results_medicines_and_the_fixed_lines_on_page_and_paper(
    tested: People, language: str
) -> None:
    shown, written = page(tested, "card", language), text_of(file(tested, "card", language).content)
    for text in (shown, written):
        assert "CYP2C19" in text
        assert "*2/*2; Poor Metabolizer" in text
        assert "clopidogrel" in text
        assert "Amara Okafor" in text
        assert say("papers.card.safety", language) in text
        assert say("papers.card.not_all", language) in text
        assert say("papers.card.safety", "en") in text


def test_every_row_of_the_page_stands_in_the_file(tested: People) -> None:
    results = {
        "CYP2D6": lab_result("CYP2D6", diplotype="*1x3/*1"),
        "CYP2C19": lab_result("CYP2C19", diplotype="*2/*2"),
    }
    guidance = [one for drug in ingredients() for one in guidance_for(drug.ingredient, results)]
    card = wallet_card(results.values(), guidance, "en", made_on=date(2026, 11, 2))
    shown, written = page(tested, "card"), text_of(file(tested, "card").content)
    assert len(card.medicines) > 20
    for row in (*card.genes, *card.medicines):
        assert row.name in shown
        assert row.text in shown
        assert row.name in written
        assert plain(row.text) in written


def test_guidance_for_one_illness_stands_on_a_paper_only_where_the_medicine_is_taken(people: People) -> None:
    assert people.amara.patient is not None
    patient = people.amara.patient.id
    enter_lab_result(
        people.imani.actor,
        patient,
        gene="CFTR",
        diplotype=None,
        phenotype="ivacaftor non-responsive in CF patients",
        activity_score=None,
        laboratory="Harbour Lab",
        method="",
        reported_on=date(2026, 5, 4),
    )
    assert "Avoid (CFTR" not in page(people, "card")
    add_medicine(people.amara.actor, patient, MedicineWords("Ivacaftor"))
    assert "Avoid (CFTR" in page(people, "card")


def test_signs_that_simple_fonts_lack_are_written_out(tested: People) -> None:
    written = text_of(file(tested, "card").content)
    assert "≥" in page(tested, "card")
    assert ">=" in written
    assert "?" not in written


def test_the_report_tells_what_holds_right_now_beside_the_genotype(tested: People) -> None:
    for text in (page(tested, "report"), text_of(file(tested, "report").content)):
        assert "Pharmacogenomic report" in text
        assert "Right now, with the medicine list" in text
        assert "paroxetine (strong inhibitor: activity score x 0)" in text
        assert "Poor Metabolizer, Activity score 0.0" in text
        assert "Ultrarapid Metabolizer" in text
        assert "have not been signed by a clinician" in text
        assert "PMID" in text


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_file_says_its_title_and_language_and_is_kept_by_nobody(
    tested: People, paper: str, language: str
) -> None:
    answer = file(tested, paper, language)
    content = answer.content
    assert content.startswith(b"%PDF-")
    assert f"/Lang ({language})".encode() in content
    assert b"/DisplayDocTitle true" in content
    assert b"/Title (" in content
    assert b"/Outlines" in content
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    assert "CYP" not in repr(answer.headers)
    assert answer["Content-Disposition"] == f'attachment; filename="mendly-{paper}.pdf"'


def test_a_name_in_other_letters_is_left_to_be_written_by_hand() -> None:
    card = wallet_card([], (), "en", made_on=date(2026, 11, 2))
    made_at = datetime(2026, 11, 2, tzinfo=UTC)
    for name in ("Амара", "أمارا", "Łukasz"):
        written = text_of(wallet_card_pdf(card, Holder(name, None), "en", made_at=made_at))
        assert written.count(FILL_IN) == 2
        assert "?" not in written
    written = text_of(wallet_card_pdf(card, Holder("María Núñez", date(1964, 5, 3)), "es", made_at=made_at))
    assert "María Núñez" in written
    assert "3 de mayo de 1964" in written


def test_without_results_the_card_says_so(people: People) -> None:
    for text in (page(people, "card"), text_of(file(people, "card").content)):
        assert say("papers.card.empty", "en") in text
        assert "clopidogrel" not in text


def test_each_reading_is_on_record_page_and_file_apart(tested: People) -> None:
    for paper in PAPERS:
        page(tested, paper)
        file(tested, paper)
    abouts = set(AccessRecord.objects.filter(category="drug_response").values_list("about", flat=True))
    assert abouts >= {"wallet card", "wallet card file", "clinician report", "clinician report file"}


@pytest.mark.parametrize(
    "path", ["papers/card/", "papers/report/", "papers/card/file/", "papers/report/file/"]
)
def test_papers_are_for_the_patient_and_for_providers_with_the_right(tested: People, path: str) -> None:
    assert tested.amara.patient is not None
    for stranger in (tested.dario, tested.bo, tested.sam, tested.imani):
        assert browser_of(stranger).get(page_of(tested.amara, path)).status_code == 404
    second = browser_of(tested.amara, second_factor=False).get(page_of(tested.amara, path))
    assert second["Location"].startswith("/second-factor/")
    address = f"/patients/{tested.amara.patient.id}/{path}"
    assert browser_of(tested.imani).get(address).status_code == 200
    assert browser_of(tested.quill).get(address).status_code == 404
    withdraw(tested, Category.GENES)
    assert browser_of(tested.imani).get(address).status_code == 404


def test_a_provider_reads_neither_name_nor_list_that_is_not_shared(tested: People) -> None:
    assert tested.amara.patient is not None
    withdraw(tested, Category.PROFILE, Category.MEDICINES)
    address = f"/patients/{tested.amara.patient.id}/papers/report/"
    shown = browser_of(tested.imani).get(address).content.decode()
    written = text_of(browser_of(tested.imani).get(f"{address}file/").content)
    for text in (shown, written):
        assert "Okafor" not in text
        assert "Right now, with the medicine list" not in text
        assert "CYP2C19" in text
    assert FILL_IN in written


WAITS = {"card": "papers.card.waits", "report": "papers.report.waits"}


@pytest.mark.parametrize("paper", PAPERS)
def test_what_the_clinic_wants_to_sign_first_is_not_on_the_patients_paper(tested: People, paper: str) -> None:
    assert say(WAITS[paper], "en") not in page(tested, paper)
    assert "(CYP2D6; CPIC" in page(tested, "card")
    require_signatures(tested.imani.actor, required=True)
    assert say(WAITS[paper], "en") in page(tested, paper)
    assert say(WAITS[paper], "en") in text_of(file(tested, paper).content)
    assert "CPIC" not in page(tested, "card")
    assert "CYP2D6" in page(tested, paper)
    for_clinic = clinician_report_of(tested.imani.actor, tested.amara.patient.id, "en")
    assert say(WAITS["report"], "en") not in for_clinic.intro


def test_the_report_says_unsigned_until_every_row_is_signed(tested: People) -> None:
    unsigned = say("papers.report.unsigned", "en")
    assert unsigned in page(tested, "report")
    require_signatures(tested.imani.actor, required=True)
    for line in rows_for_clinic(tested.imani.actor):
        sign_row(tested.imani.actor, checksum=line.row.checksum)
    assert unsigned not in page(tested, "report")
    assert "codeine" in page(tested, "report")


def test_an_unknown_paper_is_not_found(tested: People) -> None:
    browser = browser_of(tested.amara)
    assert browser.get(page_of(tested.amara, "papers/diary/")).status_code == 404
    assert browser.get(page_of(tested.amara, "papers/diary/file/")).status_code == 404


def test_the_pages_lead_to_the_papers(tested: People) -> None:
    assert tested.amara.patient is not None
    shown = browser_of(tested.amara).get(page_of(tested.amara, "genes/")).content.decode()
    assert page_of(tested.amara, "papers/card/") in shown
    clinic = browser_of(tested.imani).get(f"/patients/{tested.amara.patient.id}/genes/").content.decode()
    assert f"/patients/{tested.amara.patient.id}/papers/report/" in clinic


def test_no_paper_is_loaded_with_the_portal_itself() -> None:
    """The library is heavy and few visits need it."""
    code = "import django, sys; django.setup(); import portal.urls; print('fpdf' in sys.modules)"
    ours = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run([sys.executable, "-c", code], env=ours, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
