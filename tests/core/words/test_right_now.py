"""What other medicines change right now: never without the genetic result, over every medicine, gene and influence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest

from mendly_core.genes import (
    GeneResult,
    Guidance,
    RightNow,
    check_medicine,
    guidance_for,
    lab_result,
    right_now,
)
from mendly_core.genes.knowledge import guidance_tables
from mendly_core.words import CardText, gene_medicine_card, intended_change, medicine_card_now, say
from mendly_core.words.checks import card_problems, claims_usual, patient_text
from mendly_core.words.formats import LANGUAGES, Language
from mendly_core.words.grade import mask_names
from mendly_core.words.lists import medicine_list
from tests.core.words.guidances import lab_results
from tests.core.words.pages import page_problems

DAY = date(2026, 11, 22)
NAMES = {"paroxetine": "Paxil", "codeine": "Codipar"}


def cyp2d6(diplotype: str) -> dict[str, GeneResult]:
    return {"CYP2D6": lab_result("CYP2D6", diplotype=diplotype)}


def card_of(
    guidance: Guidance, entries: tuple[RightNow, ...], language: Language = "en", name: str = "Codipar"
) -> CardText:
    return medicine_card_now(
        guidance, entries, names=NAMES, medicine_name=name, language=language, updated_on=DAY
    )


def codeine(diplotype: str, *taken: str, language: Language = "en") -> CardText:
    results = cyp2d6(diplotype)
    (guidance,) = guidance_for("codeine", results)
    return card_of(guidance, right_now("codeine", results, taken), language)


def test_an_answer_that_is_worse_right_now_leads_and_the_genes_stand_beside_it() -> None:
    card = codeine("*1/*1", "paroxetine")
    assert card.level == "act" or card.level == "watch"
    assert card.headline == "Right now: Codipar may not work as well for you."
    assert card.saw == ("Your CYP2D6 gene works in the usual way.",)
    assert card.right_now == (
        "While you use Paxil, your CYP2D6 gene hardly works.",
        "Going by your genes alone: Your genes fit the usual use of Codipar.",
        "If Paxil ends, your genes alone count again. That takes days to weeks.",
        "Codipar can then work in another way for you.",
    )
    assert "usual" not in card.headline
    assert not claims_usual((*card.means, *card.todo), "en")
    assert card.todo[-1] == say("guidance.safety", "en")


def test_a_milder_answer_right_now_never_takes_the_warning_away() -> None:
    genetic = gene_medicine_card(
        guidance_for("codeine", cyp2d6("*1x3/*1"))[0],
        medicine_name="Codipar",
        language="en",
        updated_on=DAY,
    )
    assert genetic.level == "act"
    for diplotype, told in (
        ("*1x3/*1", "we cannot tell how fast"),
        ("*1x2/*1", "works slower than by itself"),
    ):
        card = codeine(diplotype, "duloxetine")
        assert (card.level, card.headline, card.todo) == (genetic.level, genetic.headline, genetic.todo)
        assert card.right_now[0].startswith("While you use duloxetine")
        assert told in card.right_now[0]


def test_a_result_that_stays_the_same_says_so() -> None:
    card = codeine("*4/*4", "paroxetine")
    assert card.right_now == (
        "Paxil acts on your CYP2D6 gene too. Your result stays the same.",
        "If Paxil ends, your CYP2D6 result stays the same.",
    )


def test_two_medicines_are_both_named_and_each_ending_is_told() -> None:
    card = codeine("*1/*1", "paroxetine", "duloxetine")
    assert card.right_now[0] == "While you use duloxetine and Paxil, your CYP2D6 gene hardly works."
    assert "If duloxetine ends, Paxil still acts on your CYP2D6 gene." in card.right_now
    assert "If Paxil ends, duloxetine still acts on your CYP2D6 gene." in card.right_now


def test_where_nobody_can_work_it_out_usual_use_turns_into_a_question() -> None:
    results = {"CYP2C19": lab_result("CYP2C19", diplotype="*1/*1")}
    (guidance,) = (g for g in guidance_for("clopidogrel", results))
    entries = right_now("clopidogrel", results, ["fluconazole", "rifampin"])
    card = card_of(guidance, entries, name="Plavix")
    assert card.level == "watch"
    assert card.headline == "Plavix may work in another way for you right now."
    assert card.todo == (say("right_now.do.ask", "en"), say("guidance.safety", "en"))
    assert "Fluconazole can slow down your CYP2C19 gene. We cannot tell how much." in card.right_now
    assert "Rifampin can speed up your CYP2C19 gene. We cannot tell how much." in card.right_now
    assert any(line.startswith("Going by your genes alone: ") for line in card.right_now)


def test_entries_about_other_genes_leave_the_card_as_it_is() -> None:
    results = cyp2d6("*1/*1")
    (guidance,) = guidance_for("codeine", results)
    other = right_now("clopidogrel", results, ["fluconazole"])
    assert card_of(guidance, other) == card_of(guidance, ())
    assert card_of(guidance, ()).right_now == ()


def test_the_card_no_longer_says_that_no_other_medicine_was_looked_at() -> None:
    looked = codeine("*1/*1", "paroxetine").not_looked_at
    assert say("guidance.not_looked_at", "en") not in looked
    assert say("right_now.not_looked_at.list", "en") in looked
    assert say("guidance.not_looked_at", "en") in codeine("*1/*1").not_looked_at


def test_the_doctor_reads_scores_sources_and_both_actions() -> None:
    lines = "\n".join(codeine("*1/*1", "paroxetine").for_your_doctor)
    assert "CYP2D6 right now: Poor Metabolizer, Activity score 0.0. By genotype: Normal Metabolizer" in lines
    assert "Paxil: strong inhibitor of CYP2D6 (activity score x 0). FDA examples list" in lines
    assert "Guideline action with Codipar right now: Avoid (General)." in lines
    assert "After Paxil has worn off (days to weeks): Normal Metabolizer, Activity score 2.0." in lines


def test_an_intended_medicine_is_spoken_of_as_not_used_yet() -> None:
    check = check_medicine("paroxetine", cyp2d6("*1/*1"), ["codeine"])
    (entry,) = check.others
    text = intended_change(entry, names=NAMES, medicine_name="Codipar", language="en", updated_on=DAY)
    assert text.title == "What it would do to Codipar"
    assert text.lines == (
        "With Paxil, your CYP2D6 gene would hardly work.",
        "Then: Codipar may not work as well for you.",
        "Going by your genes alone: Your genes fit the usual use of Codipar.",
    )
    assert text.level != "info"


@cache
def influenced() -> tuple[tuple[Guidance, tuple[RightNow, ...]], ...]:
    """Every medicine with a gene, every phenotype of that gene, every medicine or two that acts on it."""
    found: list[tuple[Guidance, tuple[RightNow, ...]]] = []
    acting: dict[str, list[str]] = {}
    for conversion in guidance_tables().conversions:
        if conversion.basis != "no_rule":
            acting.setdefault(conversion.gene, []).append(conversion.ingredient)
    results = [
        *lab_results(),
        *(lab_result("CYP2D6", diplotype=d) for d in ("*1x3/*1", "*1x3/*4", "*10/*41")),
    ]
    for result in results:
        for ingredient, groups in guidance_tables().rows.items():
            for group in groups:
                if result.gene in group:
                    own = {result.gene: result}
                    lists = [[one] for one in acting.get(result.gene, ())]
                    lists += [acting[result.gene][:2]] if lists else []
                    for taken in lists:
                        entries = right_now(ingredient, own, taken)
                        found += [(g, entries) for g in guidance_for(ingredient, own) if acts_on(g, entries)]
    return tuple(found)


def acts_on(guidance: Guidance, entries: tuple[RightNow, ...]) -> bool:
    return bool({entry.gene for entry in entries} & {use.gene for use in guidance.genes})


def names_of(guidance: Guidance, entries: tuple[RightNow, ...]) -> Iterator[str]:
    yield from (guidance.knowledge_version, guidance.ingredient, "Codipar")
    yield from (use.gene for use in guidance.genes)
    yield from (f"CPIC {row.guideline}" for row in guidance.advice)
    for entry in entries:
        known = [NAMES.get(one.ingredient, one.ingredient) for one in entry.influences]
        yield from known
        yield from (medicine_list(known, each, all_of=True) for each in LANGUAGES)
        for outcome in (entry.now, entry.by_genes):
            yield from (
                f"CPIC {row.guideline}" for g in (outcome.guidance if outcome else ()) for row in g.advice
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_influence_on_every_medicine_reads_plainly_and_keeps_the_genetic_result(
    language: Language,
) -> None:
    checked: set[str] = set()
    problems: list[str] = []
    for guidance, entries in influenced():
        card = card_of(guidance, entries, language)
        genetic = gene_medicine_card(guidance, medicine_name="Codipar", language=language, updated_on=DAY)
        assert card.saw == genetic.saw
        assert card.headline == genetic.headline or any(genetic.headline in line for line in card.right_now)
        assert card.right_now
        names = tuple(names_of(guidance, entries))
        masked = mask_names(patient_text(card), names)
        if masked not in checked:
            checked.add(masked)
            problems += card_problems(card, language, names)
    assert problems == []
    assert len(checked) > 150


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_reads_as_usual_while_a_medicine_slows_the_gene(language: Language) -> None:
    for guidance, entries in influenced():
        card = card_of(guidance, entries, language)
        slowed = [e for e in entries if e.now is not None and e.now.phenotypes == ("Poor Metabolizer",)]
        if slowed and guidance.ingredient == "codeine":
            assert not claims_usual((card.headline, *card.means, *card.todo), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_intended_medicine_would_do_reads_plainly(language: Language) -> None:
    seen: set[str] = set()
    for guidance, entries in influenced():
        for entry in entries:
            text = intended_change(
                entry, names=NAMES, medicine_name="Codipar", language=language, updated_on=DAY
            )
            whole = "\n".join((text.title, *text.lines))
            names = tuple(names_of(guidance, entries))
            masked = mask_names(whole, names)
            if masked not in seen:
                seen.add(masked)
                assert page_problems(whole, language, names) == []
    assert len(seen) > 30
