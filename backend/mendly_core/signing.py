"""What a clinic's clinician signs: one guideline row with the sentences that patients read because of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache

from mendly_core.genes import Advice, Guidance
from mendly_core.words import gene_medicine_card

_LANGUAGES = ("en", "es")
_ANY_DAY = date(2026, 1, 1)
_ROWS_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class RowToSign:
    """One row. `name` stays the same through all packs; `checksum` changes with the row or its sentences.

    `sentences`: what the row makes a patient read, by language.
    """

    name: str
    checksum: str
    ingredient: str
    advice: Advice
    sentences: dict[str, tuple[str, ...]]


def rows_to_sign(guidance: Guidance) -> tuple[RowToSign, ...]:
    """The rows that a card rests on, in their order; none where no guideline speaks."""
    return tuple(_row(guidance.ingredient, advice) for advice in guidance.advice)


@lru_cache(_ROWS_REMEMBERED)
def _row(ingredient: str, advice: Advice) -> RowToSign:
    sentences = {language: _sentences(ingredient, advice, language) for language in _LANGUAGES}
    keys = (ingredient, *advice.genes, *advice.lookups, advice.population, advice.source)
    content = json.dumps([ingredient, asdict(advice), sentences], sort_keys=True)
    return RowToSign(
        name=hashlib.sha256("|".join(keys).encode()).hexdigest()[:16],
        checksum=hashlib.sha256(content.encode()).hexdigest()[:32],
        ingredient=ingredient,
        advice=advice,
        sentences=sentences,
    )


def _sentences(ingredient: str, advice: Advice, language: str) -> tuple[str, ...]:
    """What a card of this row alone says of the medicine, whoever reads it."""
    alone = Guidance(ingredient, (), "advice", advice.action, advice.effect, (advice,), (), "any")
    card = gene_medicine_card(alone, medicine_name=ingredient, language=language, updated_on=_ANY_DAY)
    return (card.headline, *card.means, *card.todo)
