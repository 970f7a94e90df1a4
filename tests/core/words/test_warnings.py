"""Every warning that the fact tables can raise has words in both languages, and its page passes the gates."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mendly_core.interactions import (
    DayTotal,
    DuplicateWarning,
    PairWarning,
    PlannedMedicine,
    Standing,
    day_totals,
    interaction_facts,
)
from mendly_core.words import (
    REGISTRY,
    SentenceError,
    WarningText,
    duplicate_text,
    interaction_text,
    maximum_text,
    not_checked_lines,
)
from mendly_core.words.formats import LANGUAGES, Language
from tests.core.words.pages import page_problems

NAMES = {"1": "Coumadin", "2": "Advil"}


def page(text: WarningText) -> str:
    return "\n".join((text.headline, *text.means, text.todo, *text.sources))


def pair_warnings() -> list[PairWarning]:
    """One warning for each row as a pair, and for each row of a food, drink or supplement as that."""
    rows = {row: pair for pair, row in interaction_facts().pairs.items()}
    found = [PairWarning("1", "2", "", pair, row) for row, pair in rows.items()]
    return found + [
        PairWarning("1", None, row.b, pair, row) for row, pair in rows.items() if row.kind != "drug"
    ]


def totals(count: int, age: int | None, strength: str = "500 mg") -> tuple[DayTotal, ...]:
    planned = PlannedMedicine("1", "x", strength, ("acetaminophen",), "tablet", (Decimal(count),))
    return day_totals([planned], age)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_has_words_that_pass_the_gates_and_name_a_source(language: Language) -> None:
    seen: dict[tuple[str, ...], WarningText] = {}
    for warning in pair_warnings():
        text = interaction_text(warning, NAMES, language)
        assert "Coumadin" in text.headline
        assert len(text.sources) == 2
        seen[text.means, text.todo, text.sources, warning.substance] = text
    names = (*NAMES.values(), "St. John's wort", "coenzyme Q10", "coenzima Q10")
    assert [problem for text in seen.values() for problem in page_problems(page(text), language, names)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_group_has_words_that_pass_the_gates(language: Language) -> None:
    for group in interaction_facts().groups:
        for pair in (frozenset({"a"}), frozenset({"a", "b"})):
            text = duplicate_text(DuplicateWarning("1", "2", pair, group), NAMES, language)
            assert page_problems(page(text), language, tuple(NAMES.values())) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_amounts_over_unknown_and_not_compared_are_told_apart(language: Language) -> None:
    over, unknown, child = totals(9, 40), totals(9, 40, ""), totals(9, None)
    texts = [maximum_text(each[0], NAMES, language) for each in (over, unknown, child)]
    assert [each[0].standing for each in (over, unknown, child)] == [
        Standing.OVER,
        Standing.NOT_KNOWN,
        Standing.NOT_COMPARED,
    ]
    assert len({text.headline for text in texts}) == 3
    assert any(amount in texts[0].means[0] for amount in ("4,500", "4.500", "4500"))
    assert REGISTRY["interactions.maximum.care"].wordings[language] in texts[0].means
    for text in texts:
        assert page_problems(page(text), language, ("Coumadin", "acetaminophen", "FDA")) == []


def test_an_amount_within_the_maximum_is_never_spoken_of() -> None:
    with pytest.raises(SentenceError):
        maximum_text(totals(2, 40)[0], NAMES, "en")


def test_no_text_orders_to_stop_or_calls_anything_safe() -> None:
    for warning in pair_warnings():
        text = interaction_text(warning, NAMES, "en")
        assert "stop " not in f"{text.headline} {text.todo}".lower()
        assert text.todo.startswith(("Ask ", "Call "))


def test_what_is_not_checked_is_named() -> None:
    assert not_checked_lines(["Foozol"], "en") == ("We could not check Foozol. It is not in our list.",)
