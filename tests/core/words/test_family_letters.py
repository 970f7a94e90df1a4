"""The family letter: plain, about one result, naming nobody."""

from __future__ import annotations

import pytest

from mendly_core.predisposition import Finding, predisposition_facts
from mendly_core.words import family_letter, medicine_gene_letter, phrase, say
from mendly_core.words.formats import LANGUAGES, Language
from tests.core.words.pages import findings, page_problems

FACTS = predisposition_facts()
ALL = findings()
GENES = {site.gene for site in FACTS.sites.values()}


def named(language: str, key: str) -> str:
    return phrase(f"findings.name.{key}", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_passes_the_gates(language: Language) -> None:
    letters = {
        (letter.text, letter.before): finding.genes
        for finding in ALL
        for confirmed in (True, False)
        for letter in (family_letter(finding, language, confirmed=confirmed),)
    }
    letter = medicine_gene_letter("CYP2C19", language, confirmed=False)
    letters[letter.text, letter.before] = ("CYP2C19",)
    for (text, before), genes in letters.items():
        assert page_problems("\n".join((*before, text)), language, (*genes, " / ".join(genes))) == []
    assert len(letters) > 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_holds_no_other_gene_or_condition(language: Language) -> None:
    for finding in ALL:
        text = family_letter(finding, language, confirmed=False).text
        assert all(gene in text for gene in finding.genes)
        words = text.replace("/", " ").replace(".", " ").split()
        assert not (GENES - set(finding.genes)) & set(words)
        assert named(language, finding.condition) in text
        others = [named(language, key) for key in FACTS.conditions if key != finding.condition]
        assert not any(other in text for other in others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_tells_what_is_not_confirmed_and_ends_with_the_safety_line(language: Language) -> None:
    finding = ALL[0]
    unsure = family_letter(finding, language, confirmed=False)
    assert say("family.not_confirmed", language) in unsure.text
    assert say("family.confirmed", language) not in unsure.text
    assert say("family.not_confirmed", language) not in family_letter(finding, language, confirmed=True).text
    assert unsure.paragraphs[-1] == say("family.safety", language)
    assert unsure.text.startswith(unsure.greeting)


def test_a_chance_of_50_is_told_for_one_copy_of_one_rare_change_only() -> None:
    def tells_50(finding: Finding) -> bool:
        return "50 out of 100" in family_letter(finding, "en", confirmed=True).text

    told = {finding.outcome for finding in ALL if tells_50(finding)}
    assert {"breast_ovarian.brca1", "clots.one_f5", "memory.one_e4", "prostate.hoxb13"} <= told
    assert not told & {"coeliac.marker", "iron.two_c282y", "g6pd.milder", "memory.two_e4", "clots.f5_and_f2"}
    for finding in ALL:
        if tells_50(finding) and finding.condition != "memory":
            assert [site.copies for site in finding.sites] == [1]


def test_a_pair_that_is_not_proven_says_nothing_certain_about_children() -> None:
    for finding in ALL:
        if finding.sharing == "two_copies":
            certain = "My children have at least one." in family_letter(finding, "en", confirmed=True).text
            assert certain == finding.proven
