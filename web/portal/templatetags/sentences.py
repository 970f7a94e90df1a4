"""Patient sentences in templates: `{% load sentences %}`.

The words come from the registry `mendly_core.words`, in the active language; a template never writes a
medical sentence of its own.
"""

from datetime import date, time
from secrets import token_hex
from typing import Any

from django import template
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from mendly_core import words
from mendly_core.words.glossary import explain
from mendly_core.words.shapes import AdviceFacts
from portal import wording

register = template.Library()


@register.simple_tag
def say(key: str, **slots: Any) -> SafeString:
    """`{% say "dose.taken" at=time %}`: one sentence of the registry.

    A safety sentence whose translation nobody has signed yet is followed by its English wording.
    """
    language = wording.active_language()
    text = words.say(key, language, **_spoken(slots))
    with translation.override("en"):
        english = words.english_too(key, language, **_spoken(slots))
    if english is None:
        return format_html("{}", text)
    return format_html('{} <small lang="en" dir="ltr">{}</small>', text, english)


def _spoken(slots: dict[str, Any]) -> dict[str, Any]:
    """Slots that are words of ours, in the language active now."""
    return {name: str(value) if isinstance(value, Promise) else value for name, value in slots.items()}


@register.filter
def for_a_doctor(row: AdviceFacts) -> list[str]:
    """What a guideline row says, in the words of the field."""
    return words.advice_lines(row, wording.active_language())


@register.simple_tag
def emergency_number() -> Promise:
    """Whom to call, as words: Mendly does not know where the reader is."""
    return pgettext_lazy("whom to call in an emergency", "your local emergency number")


@register.simple_tag
def term(key: str, shown: str = "") -> SafeString:
    """`{% term "genotype" %}`: a hard word that opens its plain words, without any script.

    `shown` stands in the text instead of the word itself (another form, say). Raises KeyError for
    a term that the glossary does not have.
    """
    explained = explain(key, wording.active_language())
    return format_html(
        '<dfn><button type="button" class="term" popovertarget="{0}">{1}</button></dfn>'
        '<span popover id="{0}" class="gloss"><strong>{2}: {3}</strong> {4}</span>',
        f"term-{key}-{token_hex(4)}",  # a fragment that is fetched again must not repeat an id of the page
        shown or explained.word,
        explained.word,
        explained.plain,
        explained.definition,
    )


@register.filter
def clock(moment: time) -> str:
    """`{{ dose.at|clock }}`: a wall time as sentences write it: "1:00 pm" in English, "13:00" in Spanish."""
    return wording.clock(moment)


@register.filter
def day(moment: date) -> str:
    """`{{ row.at|day }}`: a date as sentences write it: "22 November 2026", "22 de noviembre de 2026"."""
    return wording.full_day(moment)
