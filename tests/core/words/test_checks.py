"""The checks themselves: each planted fault must be found, and honest sentences must pass."""

from dataclasses import replace
from datetime import date

import pytest

from mendly_core.genes import guidance_for, lab_result
from mendly_core.words import gene_medicine_card, say
from mendly_core.words.checks import (
    card_problems,
    orders_about_medicine,
    producible,
    sentence_problems,
    text_problems,
    translation_problems,
)
from mendly_core.words.formats import Language
from mendly_core.words.registry import Mark, Plural, sentence


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Stop this medicine."),
        ("en", "Please stop taking it."),
        ("en", "You should double the dose."),
        ("en", "You can skip Bo."),
        ("en", "Start Bo at half the dose. Drink water."),
        ("en", "Drink water and lower your dose."),
        ("es", "Deje esta medicina."),
        ("es", "Debe dejar de tomar Bo."),
        ("es", "Puede bajar la dosis."),
        ("es", "No cambie esta medicina."),
        ("es", "Suba la dosis. Beba agua."),
    ],
)
def test_an_order_about_a_medicine_is_found(language: Language, text: str) -> None:
    assert orders_about_medicine(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Do not change this medicine by yourself. Talk to your care team."),
        ("en", "Ask your pharmacist before you stop taking it."),
        ("en", "You took your dose at 8:04 am."),
        ("en", "The plan changed on 1 May. Past doses stay as they were."),
        ("es", "No cambie esta medicina por su cuenta. Hable con su equipo de salud."),
        ("es", "Baje el archivo otra vez."),
        ("es", "El plan cambió el 1 de mayo."),
    ],
)
def test_honest_sentences_are_no_orders(language: Language, text: str) -> None:
    assert orders_about_medicine(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Your result is normal.", "normal"),
        ("en", "You are twice as likely to bleed.", "relative risk"),
        ("en", "Side effects are 3 times more likely.", "relative risk"),
        ("en", "Your risk is 30% higher.", "relative risk"),
        ("en", "You missed a dose.", "blames"),
        ("en", "Your phenotype is known.", "jargon"),
        ("en", "It is {due}.", "unfilled"),
        ("en", " ".join(["word"] * 21) + ".", "21 words"),
        ("es", "Su resultado es normal.", "normal"),
        ("es", "Tiene el doble de riesgo.", "relative risk"),
        ("es", "Es tres veces más fácil.", "relative risk"),
        ("es", "Usted olvidó una dosis.", "blames"),
        ("es", "Su fenotipo se conoce.", "jargon"),
    ],
)
def test_a_forbidden_phrase_is_found(language: Language, text: str, words: str) -> None:
    assert any(words in problem for problem in text_problems(text, language))


def test_every_extreme_value_of_a_slot_is_produced() -> None:
    entry = sentence(
        "a.key",
        Plural("{medicine:medicine}: {n:count} day", "{medicine:medicine}: {n:count} days"),
        Plural("{medicine:medicine}: {n:count} día", "{medicine:medicine}: {n:count} días"),
    )
    texts = [rendered.text for rendered in producible(entry, "en")]
    assert len(texts) == 2 * 4
    assert any(text.endswith(": 0 days") for text in texts)
    assert any(text.endswith(": 1 day") for text in texts)
    assert any(text.endswith(": 1,000 days") for text in texts)


def test_a_fault_that_shows_with_one_value_only_is_found() -> None:
    entry = sentence(
        "a.key",
        Plural("{n:count} dose is normal.", "{n:count} doses."),
        Plural("{n:count} dosis.", "{n:count} dosis."),
    )
    assert sentence_problems(entry, "en")
    assert sentence_problems(entry, "es") == ()


def test_a_notice_with_a_slot_is_found() -> None:
    entry = sentence("a.key", "Time for {medicine:medicine}.", "Hora de {medicine:medicine}.", Mark.NOTICE)
    assert sentence_problems(entry, "en")


@pytest.mark.parametrize(
    ("en", "es", "words"),
    [
        ("Wait 5 minutes.", "Espere 6 minutos.", "numbers"),
        ("Wait a bit.", "Espere un poco", "endings"),
        ("Yes.", "Sí, claro que sí, por supuesto, cuando usted quiera.", "times as long"),
    ],
)
def test_a_translation_that_strays_is_found(en: str, es: str, words: str) -> None:
    assert any(words in problem for problem in translation_problems(sentence("a.key", en, es)))


def test_a_card_without_its_safety_line_or_with_two_actions_is_found() -> None:
    results = {"CYP2C19": lab_result("CYP2C19", phenotype="Poor Metabolizer")}
    (guidance,) = guidance_for("clopidogrel", results)
    card = gene_medicine_card(guidance, medicine_name="Plavix", language="en", updated_on=date(2026, 11, 22))
    names = ("Plavix", "CYP2C19", f"CPIC {guidance.advice[0].guideline}", guidance.knowledge_version)
    assert card_problems(card, "en", names) == ()
    assert card_problems(replace(card, todo=card.todo[:1]), "en", names)
    assert card_problems(replace(card, todo=card.todo[1:]), "en", names)
    two = (say("guidance.do.monitor", "en"), *card.todo)
    assert card_problems(replace(card, todo=two), "en", names)
    hard = ("Pharmacological considerations necessitate individualised therapeutic decisions continually.",)
    assert card_problems(replace(card, means=hard * 9), "en", names)
