"""The pages on which the house speaks of itself: open to anybody, plain in both languages, true to its settings."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mendly_core.words import grade
from portal.statements import RULES
from tests.backend.conftest import *  # noqa: F403
from tests.backend.conftest import People
from tests.web.patient.conftest import browser_of
from tests.web.patient.test_words import visible

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("/transparency/", "/accessibility/", "/safety/")
NAMES = ("Mendly", RULES, "Harbour Clinic")
pytestmark = pytest.mark.django_db


def page(address: str, language: str = "en") -> str:
    answer = Client().get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("address", PAGES)
def test_a_statement_reads_at_the_grade_of_a_sixth_year(address: str, language: str) -> None:
    html = page(address, language)
    found = grade(visible(html), language, NAMES)
    assert f'<html lang="{language}"' in html
    assert found.passes, found
    assert found.words > 150


@pytest.mark.parametrize("address", PAGES)
def test_a_spanish_statement_has_english_only_beside_safety_lines(address: str) -> None:
    english = re.compile(r"\b(?:the|your|you|and|with|of|is|are)\b", re.IGNORECASE)
    assert english.findall(visible(page(address, "es"))) == []


def test_every_page_leads_to_the_statements(people: People) -> None:
    browsers = (Client(), browser_of(people.amara), browser_of(people.imani))
    for browser, address in zip(browsers, ("/", f"/p/{_amara(people)}/today/", "/queue/"), strict=True):
        html = browser.get(address).content.decode()
        foot = html.partition('<footer class="foot">')[2]
        found = re.findall(r'href="(/[a-z]+/)"', foot)
        assert set(found) == (set(PAGES) if foot else set()), address
        assert foot or address == "/queue/"


def _amara(people: People) -> Any:
    assert people.amara.patient is not None
    return people.amara.patient.id


def test_somebody_who_is_signed_in_keeps_their_frame(people: People) -> None:
    for person, side in ((people.amara, "patient"), (people.imani, "provider")):
        html = browser_of(person).get("/safety/").content.decode()
        assert re.search(rf'<body class="{side}\b', html)
        assert html.count("<h1>") == 1


def test_who_runs_the_server_is_named_only_when_they_said_so(settings: Any) -> None:
    assert "Your clinic can tell you who runs it." in page("/transparency/")
    settings.OPERATOR = "Harbour <Clinic>"
    assert "Harbour &lt;Clinic&gt; runs that server." in page("/transparency/")


def test_a_server_for_trials_says_so_and_one_in_production_does_not(settings: Any) -> None:
    trial = "set up for trying things out"
    assert trial in page("/transparency/")
    settings.PRODUCTION = True
    assert trial not in page("/transparency/")


@pytest.mark.parametrize(
    ("times", "told"),
    [
        (-1, "have not said yet if they were asked."),
        (0, "nobody has asked so far"),
        (1, "they were asked 1 time so far"),
        (12, "they were asked 12 times so far"),
    ],
)
def test_requests_of_authorities_are_told_as_the_operator_says(settings: Any, times: int, told: str) -> None:
    settings.AUTHORITY_REQUESTS = times
    assert told in page("/transparency/")


def test_what_nobody_said_is_never_told_as_none(settings: Any) -> None:
    settings.AUTHORITY_REQUESTS = -1
    assert "nobody has asked so far" not in page("/transparency/")


def test_people_are_told_where_to_write(settings: Any) -> None:
    settings.CONTACT = "mailto:help@clinic.example"
    assert 'href="mailto:help@clinic.example">help@clinic.example</a>' in page("/accessibility/")
    settings.CONTACT = ""
    html = page("/accessibility/")
    assert "Please tell your clinic." in html
    assert "mailto:" not in html


def test_safety_lines_that_nobody_signed_stand_in_english_too() -> None:
    spanish = page("/safety/", "es")
    assert '<small lang="en" dir="ltr">Mendly is not a doctor.' in spanish
    assert '<small lang="en"' not in page("/safety/")


def test_the_safety_page_leads_to_the_whole_log() -> None:
    assert 'href="/safety/hazard-log.txt"' in page("/safety/")
    answer = Client().get("/safety/hazard-log.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == (ROOT / "SAFETY.md").read_text()


def test_without_the_log_its_address_leads_nowhere(settings: Any, tmp_path: Path) -> None:
    settings.REPOSITORY = tmp_path
    assert Client().get("/safety/hazard-log.txt").status_code == 404


def test_security_txt_holds_what_the_standard_wants(settings: Any) -> None:
    settings.CONTACT, settings.PUBLIC_URL = "mailto:security@clinic.example", "https://mendly.example"
    answer = Client().get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    ends = datetime.fromisoformat(fields.pop("Expires"))
    assert timedelta(days=30) < ends - datetime.now(UTC) < timedelta(days=365)
    assert fields == {
        "Contact": "mailto:security@clinic.example",
        "Preferred-Languages": "en, es",
        "Canonical": "https://mendly.example/.well-known/security.txt",
    }


def test_without_a_contact_there_is_no_security_txt(settings: Any) -> None:
    settings.CONTACT = ""
    assert Client().get("/.well-known/security.txt").status_code == 404
