"""Which changes count as another answer: what is read, not what stands behind it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mendly_core.answers import changed_keys, gene_answer, medicine_answer
from mendly_core.genes import Guidance, guidance_for, lab_result

RESULT = lab_result("CYP2C19", diplotype="*2/*2")
CARD = next(iter(guidance_for("clopidogrel", {"CYP2C19": RESULT})))


def with_row(**values: object) -> Guidance:
    return replace(CARD, advice=tuple(replace(row, **values) for row in CARD.advice))


@pytest.mark.parametrize(
    "card",
    [
        with_row(note="a newer table: retired"),
        with_row(strength="optional"),
        with_row(action="monitor"),
        replace(CARD, action="monitor"),
        replace(CARD, limits=(*CARD.limits, "newer_guideline")),
    ],
)
def test_what_the_card_says_is_an_answer(card: Guidance) -> None:
    assert medicine_answer(card) != medicine_answer(CARD)


@pytest.mark.parametrize(
    "card",
    [
        replace(CARD, knowledge_version="2030-01-01+0"),
        with_row(guideline_year="2030"),
        with_row(action_detail="a dose figure"),
        with_row(source="another table", pmid="1"),
    ],
)
def test_what_stands_behind_it_is_none(card: Guidance) -> None:
    assert medicine_answer(card) == medicine_answer(CARD)


def test_a_gene_answers_by_state_and_phenotype() -> None:
    before = gene_answer(RESULT)
    assert gene_answer(replace(RESULT, knowledge_version="x", activity_scores=("1",))) == before
    assert gene_answer(replace(RESULT, state="ambiguous")) != before
    assert gene_answer(replace(RESULT, phenotypes=("Normal Metabolizer",))) != before
    assert changed_keys({"a": before}, {"b": before}) == ("a", "b")
