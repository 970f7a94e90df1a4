"""Hard words and their plain ones. The hard words are the jargon list: no text may use them unexplained."""

import re
from collections.abc import Collection
from functools import lru_cache
from types import MappingProxyType

from mendly_core.words.formats import LANGUAGES
from mendly_core.words.terms import TERMS
from mendly_core.words.terms.shape import Explanation, Term

__all__ = ["GLOSSARY", "Explanation", "Term", "explain", "unlinked_jargon"]

GLOSSARY = MappingProxyType({term.key: term for term in TERMS})


def explain(key: str, language: str) -> Explanation:
    """Return the plain word and definition of a term. Raises KeyError for an unknown term or language."""
    if language not in LANGUAGES:
        raise KeyError(language)
    return GLOSSARY[key].es if language == "es" else GLOSSARY[key].en


def unlinked_jargon(text: str, language: str, linked: Collection[str] = ()) -> tuple[str, ...]:
    """Return the keys of glossary terms that the text uses without a link, in the order of the text.

    `linked` names the terms that the page links to the glossary.
    """
    keys = (_KEY_OF_FORM[language][found.casefold()] for found in _pattern(language).findall(text))
    return tuple(dict.fromkeys(key for key in keys if key not in linked))


def _forms(term: Term, language: str) -> tuple[str, ...]:
    explanation = explain(term.key, language)
    return (explanation.word, *explanation.other_forms)


_KEY_OF_FORM: dict[str, dict[str, str]] = {
    language: {form.casefold(): term.key for term in TERMS for form in _forms(term, language)}
    for language in LANGUAGES
}


@lru_cache(maxsize=len(LANGUAGES))
def _pattern(language: str) -> re.Pattern[str]:
    longest_first = sorted(_KEY_OF_FORM[language], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
