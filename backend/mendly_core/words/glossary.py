"""Hard words and their plain ones. The hard words are the jargon list: no text may use them unexplained."""

import re
from collections.abc import Collection
from types import MappingProxyType

from mendly_core.words.formats import LANGUAGES
from mendly_core.words.grade import words_of
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
    plain = text.casefold()
    words = {part for word in words_of(plain) for part in (word, *word.split("-"))}
    places = {form: plain.find(form) for form in words & _WORDS[language]}
    places |= {form: plain.find(form) for form in _PHRASES[language] if _holds_phrase(plain, form)}
    keys = (_KEY_OF_FORM[language][form] for form in sorted(places, key=lambda form: places[form]))
    return tuple(dict.fromkeys(key for key in keys if key not in linked))


def _holds_phrase(text: str, phrase: str) -> bool:
    return phrase in text and re.search(rf"\b{re.escape(phrase)}\b", text) is not None


def _forms(term: Term, language: str) -> tuple[str, ...]:
    explanation = explain(term.key, language)
    return (explanation.word, *explanation.other_forms)


_KEY_OF_FORM: dict[str, dict[str, str]] = {
    language: {form.casefold(): term.key for term in TERMS for form in _forms(term, language)}
    for language in LANGUAGES
}
_WORDS = {
    language: frozenset(form for form in forms if " " not in form) for language, forms in _KEY_OF_FORM.items()
}
_PHRASES = {
    language: tuple(form for form in forms if " " in form) for language, forms in _KEY_OF_FORM.items()
}
