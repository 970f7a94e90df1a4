"""The tumour page over every row of the list, every fit, both languages."""

from __future__ import annotations

import re

import pytest

from mendly_core.tumour import REFUSALS, TumourMatch, match_report, read_report, tumour_facts
from mendly_core.words import disease_name, say, tumour_card, tumour_page, tumour_refused
from mendly_core.words.checks import actions_in
from mendly_core.words.formats import LANGUAGES, Language
from mendly_core.words.lists import medicine_list
from tests.core.words.pages import card_text, page_problems, tumour_matches, worst

FACTS = tumour_facts()
MATCHES = list(tumour_matches())


def names_of(match: TumourMatch) -> tuple[str, ...]:
    row = match.evidence
    lists = (
        medicine_list(row.therapies, each, all_of=all_of) for each in LANGUAGES for all_of in (True, False)
    )
    return (
        *lists,
        *(disease_name(row.disease, each) for each in LANGUAGES),
        row.disease,
        row.profile,
        FACTS.version,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_of_every_row_and_fit_passes_the_gates(language: Language) -> None:
    cards = {
        card_text(tumour_card(match, language, version=FACTS.version)): names_of(match) for match in MATCHES
    }
    assert [
        problem for text, names in cards.items() for problem in page_problems(text, language, names)
    ] == []
    assert len(cards) == 1296
    score = worst(iter(cards.items()), language)
    assert score <= 6.0 if language == "en" else score >= 65


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_card_promises_or_orders(language: Language) -> None:
    promise = re.compile(
        r"\b(?:will (?:help|work|cure)|cures?|best medicine|you need|you should take|le ayudará|le curará|debe tomar)\b"
    )
    for match in MATCHES:
        card = tumour_card(match, language, version=FACTS.version)
        assert not promise.search(card_text(card))
        assert card.todo[-1] == say("tumours.safety", language)
        assert len(card.todo) == 2
        assert "?" in card.todo[0]


def test_speaking_against_has_the_same_weight_as_speaking_for() -> None:
    for match in MATCHES:
        card = tumour_card(match, "en", version=FACTS.version)
        assert card.level == "watch"
        assert (len(card.saw), len(card.sure)) == (1, 3)
        assert card.headline.startswith("With this finding,")


def test_fit_is_told_on_every_card() -> None:
    for match in MATCHES:
        (fit,) = tumour_card(match, "en", version=FACTS.version).saw
        if match.fit in ("other", "not_given"):
            assert match.evidence.disease.casefold() in fit.casefold()
        assert ("your kind of cancer." in fit and "not for" not in fit) == (
            match.fit in ("same", "excluded", "not_given")
        )


def test_an_excluded_disease_is_not_offered_as_a_question_for_the_medicine() -> None:
    found = match_report(read_report("BRAF V600E"), "Colorectal cancer")
    card = next(tumour_card(m, "en", version="v") for m in found.matches if m.fit == "excluded")
    assert "does this count for me" in card.todo[0]


def test_unknown_findings_never_read_as_no_treatment() -> None:
    page = tumour_page(match_report(read_report("BRCA2 loss\nSTK11 loss"), "Ovarian cancer"), "en")
    assert page.cards == ()
    assert "There may still be a good treatment for you." in page.intro[-1]
    assert page.lines == (
        "BRCA2 loss is not in our list. That does not mean that there is no treatment.",
        "Our list knows BRCA2, but not this change in it.",
        "STK11 loss is not in our list. That does not mean that there is no treatment.",
    )


def test_the_english_safety_lines_repeat_what_the_page_says_and_nothing_else() -> None:
    met = tumour_page(match_report(read_report("EGFR T790M\nSTK11 loss"), "NSCLC"), "es")
    assert say("tumours.none", "en") not in met.english_safety
    assert say("tumours.line.not_in_list", "en", finding="STK11 loss") in met.english_safety
    nothing = tumour_page(match_report(read_report("STK11 loss"), "NSCLC"), "es")
    assert say("tumours.none", "en") in nothing.english_safety
    assert tumour_page(match_report(read_report("STK11 loss"), "NSCLC"), "en").english_safety == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_line_is_told(language: Language) -> None:
    typed = "KRAS wild type\nG12C\nEGFR L858R A123V\nEGFR T790M not detected\nBRCA2 x VUS\nFoo\nMSI-H"
    page = tumour_page(match_report(read_report(typed), "Melanoma"), language)
    assert len(page.lines) == 6
    text = "\n".join((page.title, *page.intro, *page.lines, *page.todo, *page.sources))
    names = (
        FACTS.version,
        "KRAS wild type",
        "G12C",
        "EGFR L858R A123V",
        "EGFR T790M not detected",
        "BRCA2 x VUS",
        "Foo",
    )
    assert page_problems(text, language, names) == []
    assert len(actions_in(page.todo, language)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_a_sentence_and_says_that_nothing_was_kept(language: Language) -> None:
    for code in REFUSALS:
        text = tumour_refused(code, language, ("KRAS wild type", "KRAS G12C"))
        assert text.endswith(say("tumours.refused.nothing_kept", language))
    assert "KRAS wild type" in tumour_refused("contradiction", language, ("KRAS wild type", "KRAS G12C"))


def test_medicines_are_listed_in_words() -> None:
    assert medicine_list(("a",), "en", all_of=True) == "a"
    assert medicine_list(("a", "b", "c"), "en", all_of=False) == "a, b or c"
    assert medicine_list(("nivolumab", "ipilimumab"), "es", all_of=True) == "nivolumab e ipilimumab"
    assert medicine_list(("afatinib", "osimertinib"), "es", all_of=False) == "afatinib u osimertinib"


def test_the_doctors_part_holds_the_row() -> None:
    found = match_report(read_report("EGFR T790M"), "NSCLC")
    lines = "\n".join(tumour_card(found.matches[0], "en", version="v").for_your_doctor)
    assert "EGFR T790M, Non-small cell lung cancer" in lines
    assert "level A" in lines
    assert "not signed by an oncologist" in lines
