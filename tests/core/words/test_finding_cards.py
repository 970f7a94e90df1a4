"""Cards of inherited findings: every finding the rules can give, both languages."""

from __future__ import annotations

import re

import pytest

from mendly_core.predisposition import Choice, findings_for, predisposition_facts
from mendly_core.words import REGISTRY, category_page, finding_card, say
from mendly_core.words.finding_cards import _MEANS
from mendly_core.words.formats import LANGUAGES, Language
from tests.core.predisposition.readings import HandReading, reading
from tests.core.words.pages import CATEGORIES, answers, card_text, findings, page_problems, worst

FACTS = predisposition_facts()
GENES = sorted({site.gene for site in FACTS.sites.values()})
NAMES = (*GENES, FACTS.version)
ALL = findings()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_passes_the_gates(language: Language) -> None:
    cards = {card_text(finding_card(finding, language, version=FACTS.version)) for finding in ALL}
    assert [problem for text in cards for problem in page_problems(text, language, NAMES)] == []
    assert len(cards) >= 40
    score = worst(((text, NAMES) for text in cards), language)
    assert score <= 6.0 if language == "en" else score >= 65


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_category_page_passes_the_gates_whatever_was_seen(language: Language) -> None:
    pages = set()
    for answer in answers():
        page = category_page(answer, language)
        pages.add("\n".join((page.title, *(card_text(card) for card in page.cards), *page.silence)))
    assert [problem for text in pages for problem in page_problems(text, language, NAMES)] == []
    assert len(pages) > 150


def test_every_outcome_has_words_and_was_made() -> None:
    assert set(_MEANS) == set(FACTS.outcomes) == {finding.outcome for finding in ALL}
    assert all(f"findings.name.{key}" in REGISTRY for key in FACTS.conditions)
    assert all(f"choices.{part}.{key}" in REGISTRY for key in CATEGORIES for part in ("name", "about"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_asks_for_a_clinical_lab_and_ends_with_the_safety_line(language: Language) -> None:
    for finding in ALL:
        card = finding_card(finding, language, version=FACTS.version)
        assert card.todo[0] == say("findings.do.confirm", language)
        assert card.todo[-1] == say("findings.safety", language)
        assert (say("findings.do.counselor", language) in card.todo) == finding.opt_in
        assert say("findings.sure.home_test", language) in card.sure
        assert card.not_looked_at == (say("findings.not_found.means", language),)
        assert card.level == "watch"
        if language == "es":
            assert say("findings.do.confirm", "en") in card.english_safety


def test_numbers_are_only_those_of_the_facts() -> None:
    allowed = {
        finding.outcome: {str(n) for f in finding.frequencies for n in (f.low, f.high, f.age or 0, 100)}
        for finding in ALL
    }
    for finding in ALL:
        card = finding_card(finding, "en", version="v")
        text = card_text(card)
        for name in (*GENES, "e2", "e4", "alpha-1", "after age 60"):
            text = text.replace(name, "")
        assert set(re.findall(r"\d+", text)) <= allowed[finding.outcome], finding.outcome
        if not finding.frequencies:
            assert say("findings.chance.unknown", "en") in card.means


def test_the_chances_of_brca1_and_lrrk2_read_as_the_facts_state_them() -> None:
    by_outcome = {finding.outcome: finding_card(finding, "en", version="v").means for finding in ALL}
    assert (
        "About 70 out of 100 women with it get breast cancer by age 80." in by_outcome["breast_ovarian.brca1"]
    )
    assert (
        "About 40 out of 100 women with it get ovary cancer by age 80." in by_outcome["breast_ovarian.brca1"]
    )
    assert (
        "About 20 out of 100 women with it get ovary cancer by age 80." in by_outcome["breast_ovarian.brca2"]
    )
    assert any("25 to 40 out of 100" in line for line in by_outcome["parkinson.lrrk2"])
    assert any("About 3 out of 100" in line for line in by_outcome["coeliac.marker"])


def test_copies_are_told_as_seen_and_doubt_about_pairs_is_told() -> None:
    def saw(bases: dict[str, str], key: str, phase: str | None = None) -> tuple[str, ...]:
        (answer,) = findings_for(reading(bases, phase=phase), {key: Choice.SHOW}, minor=False)
        return finding_card(answer.findings[0], "en", version="v").saw

    assert saw({"rs6025": "CT"}, "clots") == ("We saw one copy of a known change in F5.",)
    assert saw({"rs6025": "TT"}, "clots") == ("We saw two copies of a known change in F5.",)
    assert saw({"rs1050828": "T"}, "red_cells") == ("We saw a known change in G6PD.",)
    assert len(saw({"rs6025": "CT", "rs1799963": "GA"}, "clots")) == 2
    pair = {"rs1800562": "GA", "rs1799945": "CG"}
    assert saw(pair, "iron")[1] == say("findings.saw.unproven", "en")
    assert len(saw({"rs1800562": "GA", "rs1799945": "GC"}, "iron", "PS1")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_silence_is_never_good_news(language: Language) -> None:
    for key in CATEGORIES:
        sites = [site for site in FACTS.sites.values() if site.category == key]
        seen = reading({site.rsid: (site.other, site.other) for site in sites})
        (answer,) = findings_for(seen, {key: Choice.SHOW}, minor=False)
        page = category_page(answer, language)
        assert say("findings.not_found.means", language) in page.cards[0].means
        (unread,) = findings_for(HandReading(37, ()), {key: Choice.SHOW}, minor=False)
        text = card_text(category_page(unread, language).cards[0])
        assert say("findings.not_tested.means", language) in text
        assert say("findings.headline.unread", language) in text
        assert say("findings.headline.none", language) not in text


def test_the_doctors_part_names_bases_place_rule_and_source() -> None:
    (answer,) = findings_for(reading({"rs6025": "CT"}), {"clots": Choice.SHOW}, minor=False)
    lines = "\n".join(finding_card(answer.findings[0], "en", version="v").for_your_doctor)
    for fact in ("rs6025", "C/T", "1 of 2 copies", "chr1:169549811", "169519049", "DEN160026", "pypgx"):
        assert fact in lines


def test_the_english_beside_spanish_repeats_only_what_the_page_says() -> None:
    for answer in answers():
        page = category_page(answer, "es")
        said = {*page.silence, *(line for card in page.cards for line in (*card.means, *card.not_looked_at))}
        shown = {*page.english, *(line for card in page.cards for line in card.english_safety)}
        for key in ("findings.not_found.means", "findings.not_tested.means"):
            assert (say(key, "en") in shown) == (say(key, "es") in said), answer.category
