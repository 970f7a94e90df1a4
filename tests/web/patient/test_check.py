"""Check a medicine: genes and list answer for a name that is typed; nothing is kept, the name is in no address."""

from __future__ import annotations

import html
import logging
from datetime import date

import pytest
from django.db import connections
from django.test import Client

from mendly.audit.models import AccessRecord
from mendly.genome.services import enter_lab_result
from mendly.insights.models import Insight
from mendly.insights.services import refresh, require_signatures
from mendly.medicines.checks import MedicineWords
from mendly.medicines.models import Medicine
from mendly.medicines.services import add_medicine
from mendly.policy import Category
from mendly_core.words import grade, say
from tests.backend.conftest import People
from tests.web.patient.conftest import browser_of, page_of
from tests.web.patient.test_words import visible
from tests.web.provider.conftest import withdraw


@pytest.fixture
def tested(people: People) -> People:
    """Amara's laboratory found CYP2D6 *1/*1; she takes Codipar (codeine)."""
    assert people.amara.patient is not None
    enter_lab_result(
        people.imani.actor,
        people.amara.patient.id,
        gene="CYP2D6",
        diplotype="*1/*1",
        phenotype=None,
        activity_score=None,
        laboratory="Harbour Lab",
        method="",
        reported_on=date(2026, 5, 4),
    )
    add_medicine(people.amara.actor, people.amara.patient.id, MedicineWords("Codipar", ingredient="codeine"))
    return people


def ask(people: People, name: str, browser: Client | None = None) -> str:
    browser = browser or browser_of(people.amara)
    answer = browser.post(page_of(people.amara, "check/"), {"name": name})
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_what_the_clinic_wants_to_sign_first_waits_here_too(tested: People) -> None:
    waits = say("check.waits", "en", medicine="tramadol")
    assert waits not in ask(tested, "tramadol")
    require_signatures(tested.imani.actor, required=True)
    page = ask(tested, "tramadol")
    assert waits in page
    assert "Your genes and tramadol" not in page
    assert say("check.no_gene", "en", medicine="tramadol") not in page


def test_a_brand_name_gets_the_card_of_its_ingredient(tested: People) -> None:
    page = ask(tested, "Ultram 50 mg")
    assert "Your genes and tramadol" in page
    assert say("guidance.effect.normal_effect", "en", medicine="tramadol") in page
    assert "Show this to your care team before you use it." in page
    assert say("check.safety", "en") in page
    assert "Use it the way your care team told you." not in page


def test_what_it_would_do_to_a_medicine_of_the_list_is_told(tested: People) -> None:
    page = ask(tested, "paroxetine")
    assert "What it would do to Codipar" in page
    assert "With paroxetine, your CYP2D6 gene would hardly work." in page
    assert "Then: Codipar may not work as well for you." in page
    assert "Going by your genes alone: Your genes fit the usual use of Codipar." in page


def test_what_the_list_does_to_it_right_now_is_told(tested: People) -> None:
    assert tested.amara.patient is not None
    add_medicine(tested.amara.actor, tested.amara.patient.id, MedicineWords("Paxil", ingredient="paroxetine"))
    page = ask(tested, "tramadol")
    assert "While you use Paxil, your CYP2D6 gene hardly works." in page
    assert "Right now: Tramadol may not work as well for you." in page


def test_a_medicine_of_the_list_says_so_and_keeps_its_own_action(tested: People) -> None:
    page = ask(tested, "codeine")
    assert "Codeine is on your list already." in page
    assert "Use it the way your care team told you." in page


def test_each_known_part_of_a_combination_is_answered(tested: People) -> None:
    page = ask(tested, "codeine / tramadol")
    assert "Your genes and codeine" in page
    assert "Your genes and tramadol" in page


def test_an_unknown_name_is_told_as_unknown_and_shown_as_text(tested: People) -> None:
    page = ask(tested, "my blue pill")
    assert say("check.unknown", "en", medicine="my blue pill") in page
    assert say("check.safety", "en") in page
    assert "Did you mean" not in page
    answer = browser_of(tested.amara).post(page_of(tested.amara, "check/"), {"name": "<b>x</b><script>"})
    assert b"<script>" not in answer.content.partition(b"<main")[2]


@pytest.mark.parametrize(("typed", "meant"), [("simva", "simvastatin"), ("codeína", "codeine")])
def test_a_near_name_is_offered_as_a_choice_never_taken_for_granted(
    tested: People, typed: str, meant: str
) -> None:
    page = ask(tested, typed)
    assert "Did you mean one of these?" in page
    assert f'value="{meant}"' in page
    assert f"Your genes and {meant}" not in page


def test_a_known_medicine_without_a_gene_is_no_green_light(tested: People) -> None:
    assert "That is not a yes to use it." in ask(tested, "mirabegron")


def test_without_any_gene_result_nothing_reads_as_usual(people: People) -> None:
    page = ask(people, "codeine")
    assert say("guidance.headline.not_tested", "en", medicine="codeine") in page


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_what_cannot_be_a_name_comes_back_with_words(tested: People, name: str) -> None:
    answer = browser_of(tested.amara).post(page_of(tested.amara, "check/"), {"name": name})
    assert answer.status_code == 422
    assert b'class="errors' in answer.content


def test_nothing_is_kept_and_the_name_is_in_no_address_log_or_row(
    tested: People, caplog: pytest.LogCaptureFixture
) -> None:
    before = (Medicine.objects.count(), Insight.objects.count())
    browser = browser_of(tested.amara)
    with caplog.at_level(logging.DEBUG):
        answer = browser.post(page_of(tested.amara, "check/"), {"name": "Zanaflexikon"})
    assert "Location" not in answer
    assert answer["Cache-Control"] == "no-store"
    assert "zanaflexikon" not in caplog.text.lower()
    assert (Medicine.objects.count(), Insight.objects.count()) == before
    tables = connections["default"].introspection.table_names()
    with connections["default"].cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "zanaflexikon" not in repr(cursor.fetchall()).lower(), table
    assert 'name="name"' in answer.content.decode()
    assert browser.get(page_of(tested.amara, "check/?name=codeine")).content.count(b"codeine") == 0


def test_the_look_is_on_record(tested: People) -> None:
    ask(tested, "tramadol")
    assert AccessRecord.objects.filter(about="medicine check", category="drug_response").exists()


def test_who_may_not_see_genes_and_medicines_finds_no_form(tested: People) -> None:
    path = page_of(tested.amara, "check/")
    for stranger in (tested.dario, tested.bo, tested.imani):
        assert browser_of(stranger).get(path).status_code == 404
        assert browser_of(stranger).post(path, {"name": "codeine"}).status_code == 404
    assert browser_of(tested.amara, second_factor=False).get(path)["Location"].startswith("/second-factor/")


def test_the_clinic_reads_guideline_rows_and_what_the_patient_would_read(tested: People) -> None:
    assert tested.amara.patient is not None
    path, imani = f"/patients/{tested.amara.patient.id}/check/", browser_of(tested.imani)
    page = html.unescape(imani.post(path, {"name": "paroxetine"}).content.decode())
    assert "CYP2D6 right now: Poor Metabolizer, Activity score 0.0." in page
    assert (
        "paroxetine: strong inhibitor of CYP2D6" in page or "Paroxetine: strong inhibitor of CYP2D6" in page
    )
    assert "What the patient reads" in page
    withdraw(tested, Category.MEDICINES)
    assert imani.get(path).status_code == 404
    assert imani.post(path, {"name": "codeine"}).status_code == 404


def test_the_api_gives_the_same_answer(tested: People) -> None:
    assert tested.amara.patient is not None
    address = f"/api/v1/patients/{tested.amara.patient.id}/medicine-checks/"
    answer = tested.amara.phone().post(address, {"name": "paroxetine"}, format="json").json()
    (found,) = answer["found"]
    assert (found["name"], found["on_list"]) == ("paroxetine", False)
    assert found["changes"][0]["title"] == "What it would do to Codipar"
    assert found["cards"][0]["todo"][-1] == say("check.safety", "en")
    unknown = tested.amara.phone().post(address, {"name": "simva"}, format="json").json()
    assert unknown == {"found": [], "similar": ["simvastatin"]}
    assert tested.amara.phone().post(address, {"name": ""}, format="json").status_code == 400
    assert tested.amara.phone().get(address).status_code == 405


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "name", ["paroxetine", "tramadol", "simva", "my blue pill", "warfarin", "mirabegron"]
)
def test_every_answer_reads_at_the_grade_of_a_sixth_year(tested: People, language: str, name: str) -> None:
    page = ask(tested, name, browser_of(tested.amara, language=language))
    names = (
        "Codipar",
        "CYP2D6",
        "CYP2C9",
        "CYP4F2",
        "VKORC1",
        "paroxetine",
        "tramadol",
        "simvastatin",
        "warfarin",
    )
    text = visible(page).split("For your doctor")[0].split("Para su médico")[0]
    assert grade(text, language, (*names, "my blue pill", "mirabegron", "simva")).passes


def test_the_clinic_sees_that_another_medicine_acts_on_a_gene_right_now(tested: People) -> None:
    assert tested.amara.patient is not None
    path, imani = f"/patients/{tested.amara.patient.id}/?part=genes", browser_of(tested.imani)
    now = "Another medicine acts on it right now"
    refresh(tested.amara.patient.id)
    assert now not in imani.get(path, headers={"HX-Request": "true"}).content.decode()
    add_medicine(tested.amara.actor, tested.amara.patient.id, MedicineWords("Paxil", ingredient="paroxetine"))
    refresh(tested.amara.patient.id)
    assert now in imani.get(path, headers={"HX-Request": "true"}).content.decode()
