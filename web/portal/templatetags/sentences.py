"""Patient sentences in templates: `{% load sentences %}`.

The words come from the registry `mendly_core.words`, in the active language; a template never writes a
medical sentence of its own.
"""

from datetime import time
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from mendly_core import words

from portal import wording

register = template.Library()


@register.simple_tag
def say(key: str, **slots: Any) -> SafeString:
    """`{% say "dose.taken" at=time %}`: one sentence of the registry.

    A safety sentence whose translation nobody has signed yet is followed by its English wording.
    """
    language = wording.active_language()
    text = words.say(key, language, **slots)
    english = words.english_too(key, language, **slots)
    if english is None:
        return format_html("{}", text)
    return format_html('{} <small lang="en" dir="ltr">{}</small>', text, english)


@register.filter
def clock(moment: time) -> str:
    """`{{ dose.at|clock }}`: a wall time as sentences write it: "1:00 pm" in English, "13:00" in Spanish."""
    return wording.clock(moment)
