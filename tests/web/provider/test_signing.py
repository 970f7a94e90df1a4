"""The page to sign rows: what patients read stands there, one button signs, one takes it back."""

from __future__ import annotations

import re

from django.test import Client

from mendly.insights.services import refresh
from tests.backend.conftest import People
from tests.backend.worklist.test_changed_answers import give_results
from tests.web.provider.conftest import browser_of


def test_a_row_is_read_signed_and_taken_back(people: People, imani: Client) -> None:
    give_results(people.amara, people.imani)
    refresh(people.amara.patient.id)
    html = imani.get("/signing/").content.decode()
    assert "simvastatin" in html
    assert 'lang="es"' in html
    assert "General: Consider an alternative. Expected: More adverse effects. Strength: Strong." in html
    assert not re.search(r"\b(?:lower_dose|use_alternative|more_side_effects)\b", html)
    assert "I have read this and sign it" in html
    checksum = re.findall(r'name="checksum" value="(\w+)"', html)[0]
    signed = imani.post("/signing/sign/", {"checksum": checksum}, follow=True).content.decode()
    assert "Signed by Dr Imani" in signed
    taken = imani.post("/signing/withdraw/", {"checksum": checksum}, follow=True).content.decode()
    assert "An earlier form of this row was signed" in taken
    assert imani.post("/signing/other/", {"checksum": checksum}).status_code == 404


def test_the_rule_is_for_administrators(people: People, imani: Client) -> None:
    assert b"Show signed cards only" in imani.get("/signing/").content
    assert (
        b"only once its rows are signed"
        in imani.post("/signing/rule/", {"required": "yes"}, follow=True).content
    )
    jules = browser_of(people.jules)
    assert b"Rule of the clinic" not in jules.get("/signing/").content
    assert jules.post("/signing/rule/", {"required": "no"}).status_code == 404
