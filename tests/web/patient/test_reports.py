"""Pages of tumour reports: plain words and questions for the patient, evidence for and against for the clinic."""

from __future__ import annotations

import html
from uuid import UUID

import pytest
from django.test import Client

from mendly.clock import new_id
from mendly.genome.models import TumourReport
from mendly.genome.tumours.services import enter_tumour_report
from mendly.policy import Category
from mendly_core.tumour import tumour_facts
from mendly_core.words import grade, say
from mendly_core.words.sentences.cancers import SPANISH
from tests.backend.conftest import People
from tests.web.patient.conftest import browser_of, page_of
from tests.web.patient.test_words import visible
from tests.web.provider.conftest import withdraw

FINDINGS = "EGFR L858R\nEGFR T790M\nSTK11 loss\nALK: not detected"


@pytest.fixture
def report(people: People) -> UUID:
    assert people.amara.patient is not None
    kept, _ = enter_tumour_report(
        people.imani.actor,
        people.amara.patient.id,
        report_id=new_id(),
        findings=FINDINGS,
        disease="NSCLC",
        laboratory="City Lab",
    )
    return kept.id


def text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def given(**change: str) -> dict[str, object]:
    return {"entry": new_id(), "findings": "BRAF V600E", "disease": "Melanoma", **change}


def test_the_page_asks_the_cancer_team_and_promises_nothing(people: People, report: UUID) -> None:
    page = text(browser_of(people.amara), page_of(people.amara, f"reports/{report}/"))
    assert say("tumours.intro", "en") in page
    assert say("tumours.only_tumour", "en") in page
    assert say("tumours.do.ask_report", "en") in page
    assert say("tumours.safety", "en") in page
    assert "Ask your cancer team: could" in page
    assert "STK11 loss is not in our list. That does not mean that there is no treatment." in page
    assert "We read ALK: not detected as not found" in page
    assert "City Lab" in page
    assert "Dr Imani" in page


def test_what_speaks_against_a_medicine_stands_like_what_speaks_for_it(people: People, report: UUID) -> None:
    page = text(browser_of(people.amara), page_of(people.amara, f"reports/{report}/"))
    assert "may work less well or not at all" in page
    assert "may be of help to some people" in page
    assert 'class="card urgent"' not in page
    assert 'class="card ok"' not in page


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_report_reads_at_the_grade_of_a_sixth_year(people: People, report: UUID, language: str) -> None:
    page = text(browser_of(people.amara, language=language), page_of(people.amara, f"reports/{report}/"))
    shown = visible(page.replace("<br>", "\n"))
    plain = "\n".join(
        line
        for line in shown.splitlines()
        if "nivel" not in line and "level" not in line and "oncolog" not in line and "oncólogo" not in line
    )
    medicines = {name for row in tumour_facts().evidence for name in row.therapies}
    names = (
        *medicines,
        *FINDINGS.split("\n"),
        *SPANISH,
        *SPANISH.values(),
        tumour_facts().version,
        "City Lab",
    )
    found = grade(plain, language, (*names, "Dr Imani", "Amara"))
    assert found.fkgl is None or found.fkgl <= 6.0, found
    assert found.inflesz is None or found.inflesz >= 65, found


def test_a_patient_adds_one_without_any_script_and_sees_it(people: People) -> None:
    browser = browser_of(people.amara)
    form = given()
    for _ in range(2):
        answer = browser.post(page_of(people.amara, "reports/add/"), form)
        assert answer.status_code == 302
    kept = TumourReport.objects.get()
    assert answer["Location"] == page_of(people.amara, f"reports/{kept.id}/")
    page = text(browser, page_of(people.amara, "reports/"))
    assert "BRAF V600E" in page
    assert "Melanoma" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"findings": ""}, "Please fill this in."),
        ({"findings": "# rsid\tchromosome\nrs4149056\t12"}, "This looks like a DNA file of your own genes."),
        ({"findings": "KRAS wild type\nKRAS G12C"}, "KRAS wild type and KRAS G12C cannot both be right."),
        ({"findings": "EGFR L858R\n" * 101}, "Write 100 lines or fewer."),
        ({"disease": "the flu"}, "Kind of cancer"),
        ({"reported_on": "2099-01-01"}, "lies in the future"),
    ],
)
def test_what_cannot_be_used_comes_back_with_words_and_is_not_kept(
    people: People, change: dict[str, str], words: str
) -> None:
    for who, path in (
        (people.amara, page_of(people.amara, "reports/add/")),
        (people.imani, f"/patients/{people.amara.patient.id}/reports/"),  # type: ignore[union-attr]
    ):
        answer = browser_of(who).post(path, given(**change))
        assert answer.status_code == 422
        page = html.unescape(answer.content.decode())
        assert words in page
        assert 'class="errors' in page
    assert TumourReport.objects.count() == 0


def test_a_refusal_is_spoken_in_the_persons_language(people: People) -> None:
    browser = browser_of(people.amara, language="es")
    page = browser.post(page_of(people.amara, "reports/add/"), given(findings="KRAS wild type\nKRAS G12C"))
    assert "no pueden ser ciertos a la vez" in html.unescape(page.content.decode())


def test_a_wrong_report_is_taken_away(people: People, report: UUID) -> None:
    browser = browser_of(people.amara)
    address = page_of(people.amara, f"reports/{report}/withdraw/")
    assert browser_of(people.bo).post(address).status_code == 404
    assert browser.get(address).status_code == 405
    assert browser.post(address).status_code == 302
    assert browser.get(page_of(people.amara, f"reports/{report}/")).status_code == 404
    assert "STK11" not in text(browser, page_of(people.amara, "reports/"))


def test_the_clinic_reads_level_fit_resistance_and_what_was_left_out(people: People, report: UUID) -> None:
    assert people.amara.patient is not None
    address = f"/patients/{people.amara.patient.id}/reports/"
    page = text(browser_of(people.imani), address)
    for words in ("Resistance", "Sensitivity", "Same disease", "osimertinib", "Not in the list", "City Lab"):
        assert words in page
    assert "Read as not found, not used" in page
    assert "not signed by an oncologist" in page
    browser_of(people.imani).post(f"{address}{report}/withdraw/")
    assert "osimertinib" not in text(browser_of(people.imani), address)


def test_negative_evidence_and_an_excluded_disease_are_told_to_the_clinic(people: People) -> None:
    assert people.amara.patient is not None
    address = f"/patients/{people.amara.patient.id}/reports/"
    browser_of(people.imani).post(address, given(disease="Colorectal cancer"))
    page = text(browser_of(people.imani), address)
    assert "Disease excluded by the row" in page


def test_addresses_and_titles_do_not_tell_what_kind_of_report_it_is(people: People, report: UUID) -> None:
    for path in ("reports/", "reports/add/", f"reports/{report}/"):
        address = page_of(people.amara, path)
        title = text(browser_of(people.amara), address).partition("<title>")[2].partition("</title>")[0]
        for word in ("tumo", "cancer", "egfr"):
            assert word not in address.lower()
            assert word not in title.lower()


def test_it_is_for_the_patient_and_for_providers_with_this_very_right(people: People, report: UUID) -> None:
    assert people.amara.patient is not None
    for path in ("reports/", "reports/add/", f"reports/{report}/"):
        for stranger in (people.dario, people.bo, people.imani):
            assert browser_of(stranger).get(page_of(people.amara, path)).status_code == 404
    clinic = f"/patients/{people.amara.patient.id}/reports/"
    withdraw(people, Category.GENES)
    assert browser_of(people.imani).get(clinic).status_code == 200
    withdraw(people, Category.TUMOURS)
    assert browser_of(people.imani).get(clinic).status_code == 404
    overview = browser_of(people.imani).get(f"/patients/{people.amara.patient.id}/").content.decode()
    assert "reports/" not in overview


def test_the_patient_decides_about_it_in_sharing(people: People) -> None:
    page = text(browser_of(people.amara), page_of(people.amara, "sharing/"))
    assert "Dr Imani may see your tumor reports." in page
