"""The glossary: plain words and short definitions, and the search for hard words in a text."""

import pytest

from mendly_core.words import GLOSSARY, explain, grade, unlinked_jargon
from mendly_core.words.formats import LANGUAGES, Language
from mendly_core.words.grade import words_of

MAX_DEFINITION_WORDS = 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_definitions_are_short_and_at_grade(language: Language) -> None:
    definitions = [explain(key, language).definition for key in GLOSSARY]
    assert all(len(words_of(definition)) <= MAX_DEFINITION_WORDS for definition in definitions)
    assert grade("\n".join(definitions), language).passes


@pytest.mark.parametrize("language", LANGUAGES)
def test_definitions_and_plain_words_use_no_hard_word(language: Language) -> None:
    for key in GLOSSARY:
        entry = explain(key, language)
        assert unlinked_jargon(f"{entry.plain}. {entry.definition}", language) == (), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_belongs_to_two_terms(language: Language) -> None:
    forms = [
        form.casefold()
        for key in GLOSSARY
        for form in (explain(key, language).word, *explain(key, language).other_forms)
    ]
    assert len(forms) == len(set(forms))


def test_there_are_enough_terms() -> None:
    assert len(GLOSSARY) >= 45


def test_hard_words_are_found_in_any_case_and_form_but_not_inside_other_words() -> None:
    text = "Your Phenotype and two variants; oxygen saturation. An invariant thing, enzyme-based."
    assert unlinked_jargon(text, "en") == ("phenotype", "variant", "oxygen_saturation", "enzyme")
    assert unlinked_jargon("Tiene una mutación y presión sistólica.", "es") == ("mutation", "systolic")
    assert unlinked_jargon("Your body clears this slowly.", "en") == ()


def test_linked_words_are_allowed() -> None:
    assert unlinked_jargon("A phenotype and an allele.", "en", linked=("phenotype",)) == ("allele",)


def test_unknown_terms_and_languages_are_refused() -> None:
    with pytest.raises(KeyError):
        explain("sparkle", "en")
    with pytest.raises(KeyError):
        explain("allele", "fr")
