"""The one registry of sentences that patients read.

A sentence has a key, typed slots and one wording per language. Slots are written inside the wording as
`{name:kind}`; the two languages must hold the same slots, which is checked when the module is loaded. A
wording that depends on a count is a `Plural`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cache
from string import Formatter
from types import MappingProxyType

from mendly_core.words.formats import LANGUAGES, Language, format_at, format_date, format_number, format_time

SlotValue = str | int | Decimal | date | time


class SentenceError(LookupError):
    """A sentence was asked for wrongly: unknown key, language or slot, or a value of the wrong kind."""


class Kind(StrEnum):
    """What fills a slot. Names (medicine, gene, person, name) are masked when a text is graded."""

    MEDICINE = "medicine"
    GENE = "gene"
    PERSON = "person"
    NAME = "name"  # any other proper name or code: a clinic, a file, a guideline, a phone number
    COUNT = "count"  # a whole number of things; chooses the plural form
    NUMBER = "number"
    DATE = "date"
    TIME = "time"  # a wall time: "1:00 pm"
    AT = "at"  # a wall time with its preposition: "at 1:00 pm", "a las 13:00"


_KINDS = frozenset(kind.value for kind in Kind)
NAME_KINDS = frozenset({Kind.MEDICINE, Kind.GENE, Kind.PERSON, Kind.NAME})


class Mark(StrEnum):
    """What a sentence does, where a check must know it."""

    ACTION = "action"  # asks the reader to do one thing
    SAFETY = "safety"  # must be understood: English is shown too until the translation is signed
    USUAL = "usual"  # says that something works in the usual way: only for fully seen results
    DOCTOR = "doctor"  # for professionals: terms allowed, no reading gate
    LABEL = "label"  # a heading or a button, no full sentence
    NOTICE = "notice"  # leaves the house (push, e-mail): no slots


@dataclass(frozen=True, slots=True)
class Plural:
    """Two forms of a wording; the sentence's only `count` slot chooses: 1 = `one`, all else = `other`."""

    one: str
    other: str


Wording = str | Plural


@dataclass(frozen=True, slots=True)
class Sentence:
    """One entry: `slots` maps slot names to kinds, `reviewed` names the languages a person has signed."""

    key: str
    wordings: MappingProxyType[Language, Wording]
    slots: MappingProxyType[str, Kind]
    marks: frozenset[Mark]
    reviewed: frozenset[Language]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished text and the names that were put into it, for masking when it is graded."""

    text: str
    names: tuple[str, ...]


def forms(wording: Wording) -> tuple[str, ...]:
    """Return the templates of a wording: one, or the two plural forms."""
    return (wording.one, wording.other) if isinstance(wording, Plural) else (wording,)


def sentence(
    key: str,
    en: Wording,
    es: Wording,
    *marks: Mark,
    reviewed: frozenset[Language] = frozenset({"en"}),
) -> Sentence:
    """Build one registry entry. Raises SentenceError if the languages or plural forms differ in their slots.

    English is the language of writing and counts as reviewed; a translation only once a person signs it.
    """
    wordings: dict[Language, Wording] = {"en": en, "es": es}
    slots = _slots_of(forms(en)[0], key)
    for wording in wordings.values():
        for template in forms(wording):
            if _slots_of(template, key) != slots:
                raise SentenceError(f"{key}: the wordings do not have the same slots")
        counts = [name for name, kind in slots.items() if kind is Kind.COUNT]
        if isinstance(wording, Plural) != (len(counts) == 1):
            raise SentenceError(f"{key}: a plural wording needs exactly one count slot, and a count a plural")
    return Sentence(key, MappingProxyType(wordings), MappingProxyType(slots), frozenset(marks), reviewed)


def _slots_of(template: str, key: str) -> dict[str, Kind]:
    slots: dict[str, Kind] = {}
    for _, name, kind, conversion in Formatter().parse(template):
        if name is None:
            continue
        if not name.isidentifier() or conversion or kind not in _KINDS:
            raise SentenceError(f"{key}: a slot must read {{name:kind}}, found {name!r} with {kind!r}")
        slots[name] = Kind(kind)
    return slots


def index(sentences: Iterable[Sentence]) -> MappingProxyType[str, Sentence]:
    """Return the sentences by key. Raises SentenceError for a key used twice."""
    by_key: dict[str, Sentence] = {}
    for entry in sentences:
        if entry.key in by_key:
            raise SentenceError(f"{entry.key}: used twice")
        by_key[entry.key] = entry
    return MappingProxyType(by_key)


def render(entry: Sentence, language: str, slots: dict[str, SlotValue]) -> Rendered:
    """Fill one sentence. Raises SentenceError for an unknown language, and for wrong or ill-typed slots."""
    tongue = _known(language, entry.key)
    if slots.keys() != entry.slots.keys():
        raise SentenceError(f"{entry.key}: wants the slots {sorted(entry.slots)}, got {sorted(slots)}")
    shown = {name: _shown(entry, name, value, tongue) for name, value in slots.items()}
    template = _chosen(entry, tongue, slots)
    text = "".join(literal + (shown[name] if name else "") for literal, name in _pieces(template))
    names = tuple(shown[name] for name, kind in entry.slots.items() if kind in NAME_KINDS)
    return Rendered(_sentence_case(text), names)


@cache
def _pieces(template: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(template))


def _known(language: str, key: str) -> Language:
    for known in LANGUAGES:
        if language == known:
            return known
    raise SentenceError(f"{key}: no such language: {language!r}")


def _chosen(entry: Sentence, language: Language, slots: dict[str, SlotValue]) -> str:
    wording = entry.wordings[language]
    if isinstance(wording, str):
        return wording
    count = next(slots[name] for name, kind in entry.slots.items() if kind is Kind.COUNT)
    return wording.one if count == 1 else wording.other


def _shown(entry: Sentence, name: str, value: SlotValue, language: Language) -> str:
    kind = entry.slots[name]
    if kind in NAME_KINDS and isinstance(value, str) and value.strip():
        return value.strip()
    if kind is Kind.DATE and isinstance(value, date) and not isinstance(value, datetime):
        return format_date(value, language)
    if kind is Kind.TIME and isinstance(value, time):
        return format_time(value, language)
    if kind is Kind.AT and isinstance(value, time):
        return format_at(value, language)
    if isinstance(value, int) and not isinstance(value, bool):
        if kind is Kind.NUMBER or (kind is Kind.COUNT and value >= 0):
            return format_number(value, language)
    elif kind is Kind.NUMBER and isinstance(value, Decimal) and value.is_finite():
        return format_number(value, language)
    raise SentenceError(f"{entry.key}: slot {name!r} wants a {kind}, got a {type(value).__name__}")


def _sentence_case(text: str) -> str:
    """Raise the first letter: a medicine's name may open a sentence, and people write it small."""
    return text[:1].upper() + text[1:]
