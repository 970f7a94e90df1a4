"""The insurance page: dated, unconfirmed rows marked, unknown is not unprotected."""

from __future__ import annotations

import pytest

from mendly_core.insurance import insurance_countries, insurance_for, insurance_rules
from mendly_core.words import REGISTRY, insurance_page, say
from mendly_core.words.formats import LANGUAGES, Language
from tests.core.words.pages import page_problems

LAWS = tuple(rule.law for rule in insurance_rules())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_every_country_passes_the_gates(language: Language) -> None:
    for code in (*insurance_countries(), "CH"):
        page = insurance_page(insurance_for(code), language)
        lines = [page.title, page.intro, page.area, page.protected_heading, page.not_protected_heading]
        for rule in page.rules:
            lines += [rule.protected, rule.not_protected, *rule.facts, rule.to_be_confirmed or ""]
        lines += [page.unknown or "", page.no_advice]
        assert page_problems("\n".join(filter(None, lines)), language, LAWS) == []


def test_every_rule_has_its_sentences() -> None:
    for rule in insurance_rules():
        assert {f"insurance.protected.{rule.key}", f"insurance.not_protected.{rule.key}"} <= set(REGISTRY)


def test_rows_to_be_confirmed_say_so_and_all_tell_when_they_were_checked() -> None:
    for code in insurance_countries():
        found = insurance_for(code)
        for rule, text in zip(found.rules, insurance_page(found, "en").rules, strict=True):
            assert (text.to_be_confirmed is not None) == rule.to_be_confirmed
            assert "Last checked: November 2026." in text.facts
            assert any("It holds from" in line for line in text.facts) == (rule.in_force_since is not None)
    assert "Última revisión: noviembre de 2026." in insurance_page(insurance_for("ES"), "es").rules[0].facts


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_country_is_told_as_unknown(language: Language) -> None:
    page = insurance_page(insurance_for("CH"), language)
    assert page.unknown == say("insurance.unknown", language)
    assert page.rules == ()
    assert insurance_page(insurance_for("US"), language).unknown is None
