"""How the pages read: plain enough for everyone, in both languages, with nothing left in English."""

from __future__ import annotations

import ast
import html
import re
from datetime import timedelta
from pathlib import Path

import pytest

import portal
from mendly.care.services import open_in_emergency
from mendly.clock import new_id, now
from mendly.medicines.checks import MedicineWords
from mendly.medicines.services import add_medicine
from mendly.messaging.services import start_conversation
from mendly.vitals.services import record_observation
from mendly.vitals.values import BloodPressure
from mendly_core.insurance import insurance_rules
from mendly_core.words import grade
from tests.backend.conftest import People
from tests.web.patient.conftest import Course, browser_of, page_of
from tests.web.test_design_lint import SPANISH

HOME = Path(portal.__file__).parent
PLACE_OF_LABEL = {"gettext": 0, "gettext_lazy": 0, "_": 0, "ngettext": 0, "pgettext": 1, "pgettext_lazy": 1}
NAMES = (
    *("Amara", "Okafor", "Simvastatin", "Metformin", "Dr Imani", "Nurse Jules", "Dario, my son", "Mendly"),
    *("Dr Quill", "Hill Clinic"),
    *("Harbour Clinic", "simvastatin", "Madrid"),
    *(rule.law for rule in insurance_rules()),
)
LAWS = tuple(rule.law for rule in insurance_rules())
"""Laws keep their own names."""
PATHS = (
    "today/",
    "medicines/",
    "medicines/add/",
    "health/",
    "health/add/blood-pressure/",
    "genes/",
    "check/",
    "papers/card/",
    "reports/",
    "reports/add/",
    "insurance/",
    "insurance/?country=US",
    "insurance/?country=ZZ",
    "genes/beyond/",
    "genes/letters/",
    "messages/",
    "messages/new/",
    "leaving/",
    "sharing/",
    "sharing/looks/",
    "emergencies/",
    "sharing/helper/",
)


@pytest.fixture
def lived_in(people: People, course: Course) -> Course:
    """A record with something on every page."""
    actor, patient = people.amara.actor, course.patient
    add_medicine(actor, patient, MedicineWords("Metformin", strength="500 mg", how="with food"))
    for days_ago in (1, 2, 9):
        record_observation(
            actor,
            patient,
            observation_id=new_id(),
            taken_at=now() - timedelta(days=days_ago),
            values=BloodPressure(131, 83),
        )
    start_conversation(people.imani.actor, patient, subject="Hi", body="How are you?")
    found = "She fell. She was not awake."
    open_in_emergency(people.quill.actor, who=people.amara.user.email, reason="other", words=found)
    return course


def visible(page: str) -> str:
    """The text of the page itself: no navigation, no foot, no drawings, tables or lists to choose from."""
    text = page.partition("<main")[2].partition("</main>")[0].partition(">")[2]
    for element in ("svg", "table", "option", "datalist", "select", "ol", "script"):
        text = re.sub(rf"<{element}\b.*?</{element}>", "\n", text, flags=re.DOTALL)
    text = re.sub(r'<small lang="en".*?</small>', " ", text, flags=re.DOTALL)
    text = re.sub(r"</?(?:a|b|bdi|strong|span|dfn|em|time)\b[^>]*>", "", text)
    lines = (" ".join(line.split()) for line in re.sub(r"<[^>]+>", "\n", text).split("\n"))
    return html.unescape("\n".join(line for line in lines if line))


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_reads_at_the_grade_of_a_sixth_year(
    people: People, lived_in: Course, language: str
) -> None:
    browser = browser_of(people.amara, language=language)
    paths = (*PATHS, f"medicines/{lived_in.medicine}/", f"medicines/{lived_in.medicine}/end/")
    too_hard = {}
    for path in paths:
        text = visible(browser.get(page_of(people.amara, path)).content.decode())
        found = grade(text, language, NAMES)
        if (found.fkgl is not None and found.fkgl > 6.0) or (
            found.inflesz is not None and found.inflesz < 65
        ):
            too_hard[path] = found.fkgl or found.inflesz
    assert too_hard == {}


def test_no_sentence_of_a_page_is_too_long(people: People, lived_in: Course) -> None:
    for language in ("en", "es"):
        browser = browser_of(people.amara, language=language)
        for path in PATHS:
            text = visible(browser.get(page_of(people.amara, path)).content.decode())
            assert grade(text, language, NAMES).longest_sentence <= 20, (language, path)


def test_a_spanish_page_has_no_english_words(people: People, lived_in: Course) -> None:
    browser = browser_of(people.amara, language="es")
    english = re.compile(
        r"\b(?:the|your|you|and|with|of|is|are|medicine|medicines|care team|save)\b", re.IGNORECASE
    )
    for path in (*PATHS, f"medicines/{lived_in.medicine}/"):
        page = browser.get(page_of(people.amara, path)).content.decode()
        assert '<html lang="es"' in page
        text = visible(page)
        for typed in (
            "with water",
            "with food",
            "How are you?",
            "She fell. She was not awake.",
            "Dario, my son",
            *LAWS,
        ):
            text = text.replace(typed, "")
        assert english.findall(text) == [], path


def labels_of(path: Path) -> set[tuple[str, str]]:
    """The (context, msgid) pairs that a module asks gettext for."""
    found: set[tuple[str, str]] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        place = PLACE_OF_LABEL.get(node.func.id)
        words = [
            arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        if place is not None and len(words) > place:
            found.add((words[0] if place else "", words[place]))
    return found


MODULES = sorted([*HOME.glob("*.py"), *HOME.glob("patient/*.py"), *HOME.glob("charts/*.py")])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOME)))
def test_every_label_of_a_module_has_its_spanish(path: Path) -> None:
    assert {label for label in labels_of(path) if not any(SPANISH.get(label, []))} == set()


def test_a_sentence_of_a_service_reaches_a_spanish_reader_in_spanish(people: People, course: Course) -> None:
    browser = browser_of(people.amara, language="es")
    ended = page_of(people.amara, f"medicines/{course.medicine}/end/")
    browser.post(ended, {"on": "2026-11-02"})
    page = browser.get(ended).content.decode()
    assert "Esta medicina terminó." in page
    assert "Algo cambió mientras tanto" in page
