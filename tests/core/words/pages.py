"""Every finding, tumour row, letter and insurance page that the facts can produce, and the gates for whole pages."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import cache

from mendly_core.predisposition import (
    CategoryAnswer,
    Choice,
    Finding,
    categories,
    findings_for,
    predisposition_facts,
)
from mendly_core.tumour import TumourMatch, tumour_facts
from mendly_core.words import CardText, grade
from mendly_core.words.checks import text_problems
from mendly_core.words.formats import Language
from mendly_core.words.grade import mask_names
from tests.core.predisposition.readings import reading

FITS = ("same", "wider", "any_solid", "narrower", "excluded", "other", "not_given")
# Categories with rules over two places of one gene, where the phase makes a difference.
_PAIRED = ("bowel", "lungs_liver", "bleeding", "iron", "memory")
CATEGORIES = [category.key for category in categories(minor=False)]


@cache
def answers() -> tuple[CategoryAnswer, ...]:
    """One answer per category and combination of no place, no change, one change, two changes at its places."""
    return tuple(dict.fromkeys(_answers()))


def _answers() -> Iterator[CategoryAnswer]:
    sites = predisposition_facts().sites
    for key in CATEGORIES:
        places = [site for site in sites.values() if site.category == key]
        shapes = [
            (None, (site.other, site.other), (site.other, site.risk), (site.risk, site.risk))
            for site in places
        ]
        for chosen in itertools.islice(itertools.product(*shapes), 64):
            seen = {site.rsid: bases for site, bases in zip(places, chosen, strict=True) if bases}
            for phase in (None, "PS1") if key in _PAIRED else (None,):
                (answer,) = findings_for(reading(seen, phase=phase), {key: Choice.SHOW}, minor=False)
                yield answer
    (single,) = findings_for(
        reading({"rs1050828": "T", "rs5030868": "G"}), {"red_cells": Choice.SHOW}, minor=False
    )
    yield single


def findings() -> list[Finding]:
    """Every different finding of these answers."""
    return list(dict.fromkeys(finding for answer in answers() for finding in answer.findings))


def tumour_matches() -> Iterator[TumourMatch]:
    """Every row of the list with every fit, with and without something against its medicines."""
    for row in tumour_facts().evidence:
        for fit in FITS:
            for against in ((), row.therapies) if row.meaning == "may_help" else ((),):
                yield TumourMatch(row, fit, (row.profile,), against)  # type: ignore[arg-type]


def card_text(card: CardText) -> str:
    """The part of a card that the patient is meant to read."""
    parts = (card.title, card.headline, *card.saw, *card.means, *card.todo, *card.sure, *card.not_looked_at)
    return "\n".join((*parts, *card.sources))


def page_problems(text: str, language: Language, names: Sequence[str]) -> list[str]:
    """What the gates say about a whole page: length, jargon, phrases, orders, and the reading grade."""
    masked = mask_names(text, names)
    problems = [problem for line in masked.splitlines() for problem in text_problems(line, language)]
    found = grade(masked, language)
    if not found.passes:
        problems.append(f"grade {found.fkgl or found.inflesz}: {masked!r}")
    return problems


def worst(texts: Iterator[tuple[str, Sequence[str]]], language: Language) -> float:
    """The worst score of the texts: the highest Flesch-Kincaid grade, the lowest INFLESZ."""
    scores = [grade(mask_names(text, names), language) for text, names in texts]
    if language == "en":
        return max(score.fkgl for score in scores if score.fkgl is not None)
    return min(score.inflesz for score in scores if score.inflesz is not None)
