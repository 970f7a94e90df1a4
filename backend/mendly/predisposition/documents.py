"""Findings and choices as clients read them: sentences of the registry, in the reader's language."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from mendly.predisposition.selectors import ChoicesMade, FindingsShown, ShownCategory
from mendly_core.words import CardText, category_page, say


def choices_json(made: ChoicesMade, language: str) -> dict[str, Any]:
    lines = [
        {
            "id": line.place,
            "category": line.key,
            "name": say(f"choices.name.{line.key}", language),
            "about": say(f"choices.about.{line.key}", language),
            "opt_in": line.opt_in,
            "choice": line.choice,
        }
        for line in made.categories
    ]
    return {"before_adult_age": made.minor, "birth_date_known": made.born, "categories": lines}


def findings_json(shown: FindingsShown, language: str) -> dict[str, Any]:
    return {"file": shown.file, "categories": [_category_json(each, language) for each in shown.categories]}


def _category_json(shown: ShownCategory, language: str) -> dict[str, Any]:
    """A card per finding, with its id; where nothing was found, one card that says so, without an id."""
    page = category_page(shown.answer, language)
    places: list[UUID | None] = [found.place for found in shown.findings] or [None]
    return {
        "id": shown.place,
        "category": shown.answer.category,
        "title": page.title,
        "cards": [
            _card_json(card) | {"finding": place} for card, place in zip(page.cards, places, strict=True)
        ],
        "silence": list(page.silence),
        "english": list(page.english),
        "knowledge_version": shown.answer.knowledge_version,
    }


def _card_json(card: CardText) -> dict[str, Any]:
    return {
        "title": card.title,
        "headline": card.headline,
        "saw": list(card.saw),
        "means": list(card.means),
        "todo": list(card.todo),
        "sure": list(card.sure),
        "not_looked_at": list(card.not_looked_at),
        "sources": list(card.sources),
        "for_your_doctor": list(card.for_your_doctor),
        "english_safety": list(card.english_safety),
    }
