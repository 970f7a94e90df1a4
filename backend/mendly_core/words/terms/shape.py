"""The shape of a glossary entry: hard word, its other forms, plain word, definition of at most 25 words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """A term in one language. `other_forms` are inflections and synonyms that count as the same hard word."""

    word: str
    other_forms: tuple[str, ...]
    plain: str
    definition: str


@dataclass(frozen=True, slots=True)
class Term:
    """One entry. `key` is the same in all languages."""

    key: str
    en: Explanation
    es: Explanation


def term(
    key: str,
    en: tuple[str, tuple[str, ...], str, str],
    es: tuple[str, tuple[str, ...], str, str],
) -> Term:
    """Build an entry from (word, other forms, plain word, definition) per language."""
    return Term(key, Explanation(*en), Explanation(*es))
