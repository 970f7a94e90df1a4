"""Templates speak the registry's sentences and explain the glossary's words, in the request's language."""

import re
from datetime import time

import pytest
from django.template import Context, Template
from django.utils.translation import override

from mendly_core import words

SAFETY = "guidance.safety"


def drawn(source: str, **context: object) -> str:
    return Template("{% load sentences %}" + source).render(Context(context))


def test_a_sentence_is_said_in_the_active_language() -> None:
    assert drawn("{% say key %}", key=SAFETY) == words.say(SAFETY, "en").replace("'", "&#x27;")
    with override("es-mx"):
        assert drawn("{% say key %}", key=SAFETY).startswith(words.say(SAFETY, "es"))


def test_an_unsigned_safety_sentence_shows_its_english_too() -> None:
    with override("es"):
        html = drawn("{% say key %}", key=SAFETY)
    english = words.english_too(SAFETY, "es")
    if english is None:
        assert "<small" not in html
    else:
        assert f'<small lang="en" dir="ltr">{english}</small>' in html


def test_the_english_beside_a_sentence_is_english_throughout() -> None:
    source = "{% emergency_number as number %}{% say 'emergency.not_for_messages' number=number %}"
    with override("es"):
        spoken, _, english = drawn(source).partition("<small")
    assert "su zona" in spoken
    assert "your local emergency number" in english
    assert "su zona" not in english


def test_an_unknown_sentence_is_a_mistake_of_the_page() -> None:
    with pytest.raises(words.SentenceError):
        drawn("{% say 'no.such.sentence' %}")


def test_a_hard_word_opens_its_plain_words_without_a_script() -> None:
    html = drawn("{% term 'genotype' %} {% term 'genotype' 'Genotypes' %}")
    targets = re.findall(r'popovertarget="([\w-]+)"', html)
    assert len(set(targets)) == 2
    assert re.findall(r'<span popover id="([\w-]+)"', html) == targets
    assert ">Genotypes</button>" in html


def test_a_wall_time_is_written_as_in_sentences() -> None:
    assert drawn("{{ at|clock }}", at=time(13, 0)) == "1:00 pm"
    with override("es"):
        assert drawn("{{ at|clock }}", at=time(13, 0)) == "13:00"
