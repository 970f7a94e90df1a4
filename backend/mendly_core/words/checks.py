"""Checks for patient text, run over every sentence and card that can be produced.

Each check returns what is wrong in words for the person who writes sentences; an empty tuple means nothing.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time
from decimal import Decimal
from functools import lru_cache

from mendly_core.words.cards import CardText
from mendly_core.words.formats import LANGUAGES, Language
from mendly_core.words.glossary import unlinked_jargon
from mendly_core.words.grade import MAX_SENTENCE_WORDS, grade, mask_names, sentences_of, words_of
from mendly_core.words.registry import Kind, Mark, Rendered, Sentence, SlotValue, forms, render
from mendly_core.words.speech import REGISTRY

MAX_LENGTH_RATIO = 1.6  # Spanish against English
_SHORT_TEXT = 40  # a ratio says little about a few words: below this many characters, twenty more are allowed
_SHORT_TEXT_ROOM = 20

# Words that make an order about a medicine: at the start of a sentence, or after "should", "please" etc.
_ORDER_EN = re.compile(
    r"(?:^|\b(?:please|should|must|can|could|may|to|and|then|or|not)\s+)"
    r"(?:stop|start|quit|restart|pause|change|double|halve|increase|raise|reduce|lower|switch|skip"
    r"|leave out)\b"
    r".*\b(?:medicines?|doses?|tablets?|pills?|drugs?|taking|using|it|them|Bo)\b",
    re.IGNORECASE,
)
_ORDER_ES = re.compile(
    r"(?:(?:^|\b(?:no|y|o|luego)\s+)(?:deje|suspenda|pare|empiece|inicie|comience|cambie|aumente|suba|baje"
    r"|reduzca|doble|duplique|sáltese|salte|retome|pause)"
    r"|\b(?:debe|puede|tiene que|hay que|debería)\s+(?:dejar|suspender|parar|empezar|iniciar|comenzar|cambiar"
    r"|aumentar|subir|bajar|reducir|doblar|duplicar|saltar|retomar|pausar))\b"
    r".*\b(?:medicinas?|medicamentos?|dosis|pastillas?|tabletas?|fármacos?|tomar|usar|Bo)\b",
    re.IGNORECASE,
)
_WITH_CARE_TEAM = re.compile(
    r"care team|pharmacist|prescribe|doctor|equipo de salud|farmacia|receta|médico", re.IGNORECASE
)
_FORBIDDEN: dict[Language, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "en": (
        ("says 'normal'", re.compile(r"\b(?:ab)?normal", re.IGNORECASE)),
        (
            "relative risk",
            re.compile(
                r"\b(?:twice|double|triple|half)\s+(?:as|the)\b|\btimes\s+(?:more|less|higher|as)"
                r"|%|\bper ?cent\b|\brisk",
                re.IGNORECASE,
            ),
        ),
        ("blames", re.compile(r"\b(?:fail|failed|forgot|forget|missed|fault of yours)\b", re.IGNORECASE)),
    ),
    "es": (
        ("says 'normal'", re.compile(r"\b(?:a)?normal", re.IGNORECASE)),
        (
            "relative risk",
            re.compile(
                r"\b(?:el doble|el triple|la mitad)\b|\bveces\s+(?:más|menos|mayor)(?!\s+en)"
                r"|%|\bpor ciento\b|\briesgo",
                re.IGNORECASE,
            ),
        ),
        ("blames", re.compile(r"\b(?:falló usted|olvidó|olvida|fracas\w+)\b", re.IGNORECASE)),
    ),
}
_USUAL_CLAIMS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\busual way\b|\bfit the usual\b|\bworks fully\b", re.IGNORECASE),
    "es": re.compile(r"\bforma usual\b|\bcon el uso usual\b|\btrabaja del todo\b", re.IGNORECASE),
}
_EXTREMES: dict[Kind, tuple[SlotValue, ...]] = {
    Kind.MEDICINE: ("codeine", "sulfamethoxazole and trimethoprim 800 mg/160 mg"),
    Kind.GENE: ("F5", "CACNA1S"),
    Kind.PERSON: ("Bo", "Dr María del Carmen Fernández-Villaverde"),
    Kind.NAME: ("112", "HLA-B*57:01"),
    Kind.COUNT: (0, 1, 2, 1000),
    Kind.NUMBER: (0, Decimal("128.5"), 12345),
    Kind.DATE: (date(2026, 5, 1), date(2026, 9, 30)),
    Kind.TIME: (time(0, 0), time(13, 5)),
    Kind.AT: (time(1, 0), time(13, 5)),
}


def producible(entry: Sentence, language: Language) -> Iterator[Rendered]:
    """Yield the sentence with every combination of extreme slot values."""
    values = [_EXTREMES[kind] for kind in entry.slots.values()]
    for chosen in itertools.product(*values):
        yield render(entry, language, dict(zip(entry.slots, chosen, strict=True)))


def sentence_problems(entry: Sentence, language: Language) -> tuple[str, ...]:
    """Check everything that holds for a single sentence; the reading grade is for whole cards and pages."""
    if Mark.DOCTOR in entry.marks:
        return ()
    problems: list[str] = []
    linked = _LINKED_ON_PAGE.get(entry.key.split(".")[0], ())
    for rendered in producible(entry, language):
        masked = mask_names(rendered.text, rendered.names)
        problems += [f"{entry.key}: {problem}" for problem in text_problems(masked, language, linked)]
    if Mark.NOTICE in entry.marks and entry.slots:
        problems.append(f"{entry.key}: a notice leaves the house and may hold no slot")
    return tuple(dict.fromkeys(problems))


# Terms that the page of a topic links to the glossary.
_LINKED_ON_PAGE = {"uploads": ("vcf",)}


@lru_cache(maxsize=4096)
def text_problems(text: str, language: Language, linked: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Check a text whose names are masked: length, jargon, forbidden phrases, orders, open slots."""
    problems = [
        f"{len(words_of(part))} words in one sentence: {part!r}"
        for part in sentences_of(text)
        if len(words_of(part)) > MAX_SENTENCE_WORDS
    ]
    problems += [f"unlinked jargon {key!r}" for key in unlinked_jargon(text, language, linked)]
    problems += [f"{name}: {text!r}" for name, pattern in _FORBIDDEN[language] if pattern.search(text)]
    problems += orders_about_medicine(text, language)
    if "{" in text or "}" in text:
        problems.append(f"an unfilled slot: {text!r}")
    return tuple(problems)


def orders_about_medicine(text: str, language: Language) -> tuple[str, ...]:
    """Find sentences that tell someone to start, stop or change a medicine or dose without the care team.

    The care team must be named in the same sentence or the next one.
    """
    pattern = _ORDER_ES if language == "es" else _ORDER_EN
    parts = sentences_of(text)
    return tuple(
        f"an order about a medicine: {part!r}"
        for part, following in itertools.zip_longest(parts, parts[1:], fillvalue="")
        if pattern.search(part) and not _WITH_CARE_TEAM.search(f"{part} {following}")
    )


def translation_problems(entry: Sentence) -> tuple[str, ...]:
    """Compare the languages of one sentence: same slots, same digits, same ending, not much longer."""
    problems: list[str] = []
    english = forms(entry.wordings["en"])
    for spanish, template in zip(forms(entry.wordings["es"]), english, strict=False):
        if sorted(re.findall(r"\{.*?\}", spanish)) != sorted(re.findall(r"\{.*?\}", template)):
            problems.append(f"{entry.key}: the slots differ")
        if sorted(re.findall(r"\d+", spanish)) != sorted(re.findall(r"\d+", template)):
            problems.append(f"{entry.key}: the numbers differ")
        if _ending(spanish) != _ending(template):
            problems.append(f"{entry.key}: the endings differ")
        room = max(
            MAX_LENGTH_RATIO * len(template), len(template) + _SHORT_TEXT_ROOM * (len(template) < _SHORT_TEXT)
        )
        if len(spanish) > room:
            problems.append(f"{entry.key}: Spanish is {len(spanish) / len(template):.2f} times as long")
    return tuple(problems)


def _ending(text: str) -> str:
    last = text[-1:]
    return last if last in ".?!:" else ""


def claims_usual(lines: Iterable[str], language: Language) -> bool:
    """Whether a text says that all is as usual, which is only right for a fully seen result."""
    return any(_USUAL_CLAIMS[language].search(line) for line in lines)


def actions_in(lines: Iterable[str], language: Language) -> tuple[str, ...]:
    """Return the lines that are action sentences of the registry."""
    return tuple(line for line in lines if line in _ACTION_TEXTS[language])


_ACTION_TEXTS: dict[Language, frozenset[str]] = {
    language: frozenset(
        render(entry, language, {}).text
        for entry in REGISTRY.values()
        if Mark.ACTION in entry.marks and not entry.slots
    )
    for language in LANGUAGES
}


def patient_text(card: CardText) -> str:
    """Return the part of a card that the patient is meant to read, one line per sentence group."""
    return "\n".join(
        (
            card.title,
            card.headline,
            *card.saw,
            *card.means,
            *card.right_now,
            *card.todo,
            *card.sure,
            *card.not_looked_at,
            *card.sources,
        )
    )


def card_problems(card: CardText, language: Language, names: Sequence[str]) -> tuple[str, ...]:
    """Check a whole card: grade, sentence length, jargon, phrases, one action, the safety line last."""
    text = patient_text(card)
    masked = mask_names(text, names)
    problems = [problem for line in masked.splitlines() for problem in text_problems(line, language)]
    found = grade(masked, language)
    if not found.passes:
        problems.append(f"the grade is {found.fkgl or found.inflesz:.1f}: {text!r}")
    if len(actions_in(card.todo, language)) != 1:
        problems.append(f"not one action: {card.todo!r}")
    if card.todo[-1] != render(REGISTRY["guidance.safety"], language, {}).text:
        problems.append("the safety line is missing")
    return tuple(problems)
