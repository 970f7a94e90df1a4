"""What a person is told, as facts to compare: two answers are equal when everything they read is the same.

The sentences of a card are among them, so that no fact that is spoken can be forgotten here. A knowledge version, a
year, a source or a detail that only a professional sees is no part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from mendly_core.genes import GeneResult, Guidance
from mendly_core.genes.results import plain_json
from mendly_core.words import gene_medicine_card

_ANY_DAY = date(2026, 1, 1)
Answer = dict[str, Any]
"""JSON types only."""


def gene_answer(result: GeneResult) -> Answer:
    """What the person reads about one gene."""
    return {
        "state": result.state,
        "reason": result.reason,
        "phenotypes": sorted(result.phenotypes),
        "lookups": [] if result.phenotypes else sorted(result.lookups),
        "key_places_missing": any(not allele.seen for allele in result.tier1),
        "change_seen": bool(result.variants),
        "from_lab": result.origin == "lab",
    }


def medicine_answer(guidance: Guidance) -> Answer:
    """What the person reads about one medicine and its genes."""
    advice = {
        (row.population, row.action, row.effect, row.strength, row.withdrawn) for row in guidance.advice
    }
    return {
        "verdict": guidance.verdict,
        "action": guidance.action,
        "effect": guidance.effect,
        "limits": sorted(guidance.limits),
        "genes": [
            {"gene": use.gene, "state": use.state, "lookup": use.lookup, "phenotypes": sorted(use.phenotypes)}
            for use in guidance.genes
        ],
        "advice": plain_json(sorted(advice)),
        "sentences": _sentences(guidance),
    }


def _sentences(guidance: Guidance) -> list[str]:
    """The card's own sentences. The sources and the part for the doctor name years and versions: left out."""
    card = gene_medicine_card(guidance, medicine_name=guidance.ingredient, language="en", updated_on=_ANY_DAY)
    return [card.level, card.headline, *card.saw, *card.means, *card.todo, *card.sure]


def gene_answers(results: Iterable[GeneResult]) -> dict[str, Answer]:
    return {result.gene: gene_answer(result) for result in results}


def changed_keys(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> tuple[str, ...]:
    """What was answered in another way, or only before, or only after."""
    return tuple(sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key)))
