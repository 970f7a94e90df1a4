"""Gates over every sentence of the registry: each producible form, each language, each topic as a page."""

import string
from collections import defaultdict

import pytest

from mendly_core.words import REGISTRY, Mark, Sentence, grade
from mendly_core.words.checks import producible, sentence_problems, translation_problems
from mendly_core.words.formats import LANGUAGES, Language
from mendly_core.words.grade import MAX_FKGL, MIN_INFLESZ
from mendly_core.words.registry import NAME_KINDS, forms

FOR_PATIENTS = [entry for entry in REGISTRY.values() if Mark.DOCTOR not in entry.marks]
TOPICS: dict[str, list[Sentence]] = defaultdict(list)
for _entry in FOR_PATIENTS:
    TOPICS[_entry.key.split(".")[0]].append(_entry)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_producible_sentence_passes_length_jargon_and_phrase_checks(language: Language) -> None:
    assert [problem for entry in REGISTRY.values() for problem in sentence_problems(entry, language)] == []


def test_there_is_something_to_check() -> None:
    produced = sum(1 for entry in FOR_PATIENTS for language in LANGUAGES for _ in producible(entry, language))
    assert len(FOR_PATIENTS) > 500
    assert produced > 2000


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_every_topic_reads_at_grade_as_a_page(topic: str, language: Language) -> None:
    shown = [next(producible(entry, language)) for entry in TOPICS[topic] if Mark.LABEL not in entry.marks]
    found = grade("\n".join(each.text for each in shown), language, [n for each in shown for n in each.names])
    assert found.passes, found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_single_text_is_far_above_the_grade(language: Language) -> None:
    """A few words give a noisy figure, so only texts of eight words and more, and with some room."""
    for entry in FOR_PATIENTS:
        shown = next(producible(entry, language))
        found = grade(shown.text, language, shown.names)
        if found.words >= 8:
            assert found.fkgl is None or found.fkgl <= MAX_FKGL + 3, entry.key
            assert found.inflesz is None or found.inflesz >= MIN_INFLESZ - 10, entry.key


def test_translations_have_the_same_slots_numbers_and_endings_and_are_not_much_longer() -> None:
    assert [problem for entry in REGISTRY.values() for problem in translation_problems(entry)] == []


def test_spanish_addresses_the_reader_as_usted() -> None:
    informal = {"tú", "tu", "tus", "te", "contigo", "eres", "tienes", "puedes", "debes", "quieres", "os"}
    for entry in FOR_PATIENTS:
        for template in forms(entry.wordings["es"]):
            words = {word.strip(string.punctuation + "¿¡").casefold() for word in template.split()}
            assert not words & informal, entry.key


def test_notices_that_leave_the_house_hold_no_slot_and_no_health_detail() -> None:
    telling = (
        "medicine",
        "dose",
        "gene",
        "blood",
        "pressure",
        "sugar",
        "pulse",
        "clinic",
        "doctor",
        "medicina",
        "dosis",
        "gen ",
        "sangre",
        "presión",
        "azúcar",
        "pulso",
        "clínica",
        "médico",
    )
    notices = [entry for entry in REGISTRY.values() if Mark.NOTICE in entry.marks]
    assert len(notices) >= 15
    for entry in notices:
        assert not entry.slots
        for language in LANGUAGES:
            for template in forms(entry.wordings[language]):
                assert not any(word in template.casefold() for word in telling), entry.key


def test_headings_hold_at_most_one_name() -> None:
    for entry in FOR_PATIENTS:
        if Mark.LABEL in entry.marks:
            assert sum(kind in NAME_KINDS for kind in entry.slots.values()) <= 1


def test_keys_are_lower_case_and_grouped_by_topic() -> None:
    allowed = set(string.ascii_lowercase + string.digits + "._")
    assert all(set(key) <= allowed and "." in key for key in REGISTRY)


def test_every_safety_line_is_marked() -> None:
    for key in (
        "guidance.safety",
        "interactions.safety",
        "interactions.none_known",
        "interactions.not_checked",
        "interactions.not_reviewed",
        "interactions.never_all",
        "doses.not_sure",
        "consent.dna.not_medical",
        "findings.do.confirm",
        "findings.safety",
        "findings.not_found.means",
        "findings.not_tested.means",
        "choices.not_all",
        "tumours.safety",
        "tumours.none",
        "tumours.line.not_in_list",
        "family.safety",
        "insurance.unknown",
        "insurance.to_be_confirmed",
        "papers.card.safety",
    ):
        assert Mark.SAFETY in REGISTRY[key].marks
    emergencies = [entry for entry in REGISTRY.values() if entry.key.startswith("emergency.")]
    assert all(Mark.SAFETY in entry.marks for entry in emergencies)
