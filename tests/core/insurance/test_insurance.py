"""Insurance facts: dated, marked where they wait to be confirmed, and unknown is not unprotected."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.insurance import insurance_countries, insurance_for, insurance_rules


def test_the_rows_of_a_country_are_those_of_its_area() -> None:
    assert [rule.key for rule in insurance_for("us").rules] == ["us_health", "us_work", "us_florida"]
    assert [rule.key for rule in insurance_for(" ES ").rules] == ["eu_data", "eu_convention"]
    assert [rule.key for rule in insurance_for("GB").rules] == ["gb_code"]


def test_every_row_is_dated_and_six_wait_to_be_confirmed() -> None:
    rules = insurance_rules()
    assert len(rules) == 8
    assert {rule.checked_in for rule in rules} == {date(2026, 11, 1)}
    assert sorted(rule.key for rule in rules if not rule.to_be_confirmed) == ["au_life", "us_health"]
    assert next(rule for rule in rules if rule.key == "au_life").in_force_since == date(2026, 10, 8)
    assert next(rule for rule in rules if rule.key == "eu_convention").in_force_since is None


@given(code=st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2))
def test_a_country_without_a_row_is_unknown_and_only_then(code: str) -> None:
    found = insurance_for(code)
    assert found.known == (code in insurance_countries())
    assert found.known == bool(found.rules) == bool(found.area)


def test_there_are_31_countries_with_facts() -> None:
    assert len(insurance_countries()) == 31
    assert not insurance_for("CH").known


@pytest.mark.parametrize("text", ["", "U", "USA", "1A", "ñá", "Spain"])
def test_text_that_is_no_country_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="two-letter code"):
        insurance_for(text)
