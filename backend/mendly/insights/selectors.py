"""Cards as people read them: stored facts, spoken in the reader's language at the moment of reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from mendly.audit.services import enter
from mendly.errors import NotFound
from mendly.insights.models import Insight
from mendly.insights.signatures import standing_for
from mendly.medicines.models import Medicine, Status
from mendly.medicines.selectors import medicines_of
from mendly.policy import Action, Actor, Category
from mendly_core.genes import Guidance, RightNow, listed_ingredients
from mendly_core.words import CardText, influence_lines, medicine_card_now

MOST_URGENT_FIRST = ("act", "watch", "unknown", "info")


@dataclass(frozen=True, slots=True)
class InsightCard:
    """One card: its words in one language and the facts behind them.

    `now_by_gene`: for each gene that another medicine acts on at this moment, the sentences that say so.
    """

    id: UUID
    medicine: UUID
    text: CardText
    guidance: Guidance
    now_by_gene: Mapping[str, tuple[str, ...]]
    changed_at: datetime
    dismissed: bool
    checked_by_clinic: bool


def insights_of(actor: Actor, patient_id: UUID, language: str) -> list[InsightCard]:
    """Every open card, the most urgent first. One that waits for the clinic's signature is for providers only."""
    enter(actor, Action.VIEW, patient_id, Category.DRUG_RESPONSE, "insights")
    rows = Insight.objects.filter(patient_id=patient_id, ended_at=None)
    cards = _cards(actor, patient_id, rows, language)
    return sorted(cards, key=lambda card: (MOST_URGENT_FIRST.index(card.text.level), card.text.title))


def insight_of(actor: Actor, patient_id: UUID, insight_id: UUID, language: str) -> InsightCard:
    card = next((c for c in insights_of(actor, patient_id, language) if c.id == insight_id), None)
    if card is None:
        raise NotFound
    return card


def insight_documents(
    actor: Actor, patient_id: UUID, ids: Sequence[UUID], language: str
) -> dict[UUID, dict[str, Any]]:
    """Cards as the phone keeps them."""
    enter(actor, Action.VIEW, patient_id, Category.DRUG_RESPONSE, "insights")
    rows = Insight.objects.filter(patient_id=patient_id, id__in=ids, ended_at=None)
    return {card.id: card_json(card, language) for card in _cards(actor, patient_id, rows, language)}


def card_json(card: InsightCard, language: str) -> dict[str, Any]:
    text = card.text
    return {
        "id": str(card.id),
        "kind": "medicine_gene",
        "title": text.title,
        "medicine": str(card.medicine),
        "genes": [use.gene for use in card.guidance.genes],
        "level": text.level,
        "headline": text.headline,
        "saw": list(text.saw),
        "means": list(text.means),
        "right_now": list(text.right_now),
        "todo": list(text.todo),
        "sure": list(text.sure),
        "not_looked_at": list(text.not_looked_at),
        "sources": list(text.sources),
        "for_your_doctor": list(text.for_your_doctor),
        "english_safety": list(text.english_safety),
        "dismissed": card.dismissed,
        "checked_by_clinic": card.checked_by_clinic,
        "knowledge_version": card.guidance.knowledge_version,
        "updated_at": card.changed_at.isoformat(),
        "language": language,
    }


def _cards(actor: Actor, patient_id: UUID, rows: Any, language: str) -> list[InsightCard]:
    medicines = medicines_of(actor, patient_id)
    names = {medicine.id: medicine.name for medicine in medicines}
    known = known_names(medicines)
    standing = standing_for(actor, patient_id)
    cards = []
    for row in rows:
        guidance = msgspec.convert(row.facts, Guidance)
        if standing.withholds(guidance):
            continue
        checked = standing.covers(guidance)
        entries = msgspec.convert(row.right_now or [], tuple[RightNow, ...])
        text = medicine_card_now(
            guidance,
            entries,
            names=known,
            medicine_name=names.get(row.medicine, guidance.ingredient),
            language=language,
            updated_on=row.changed_at.date(),
            checked_by_clinic=checked,
        )
        now_by_gene = {entry.gene: influence_lines(entry, language, known) for entry in entries}
        dismissed = row.dismissed_at is not None
        cards.append(
            InsightCard(row.id, row.medicine, text, guidance, now_by_gene, row.changed_at, dismissed, checked)
        )
    return cards


def known_names(medicines: Iterable[Medicine]) -> dict[str, str]:
    """What the person calls each ingredient that matters to genes: the name of the medicine it is in."""
    names: dict[str, str] = {}
    for medicine in medicines:
        if medicine.status == Status.ACTIVE:
            for ingredient in listed_ingredients([medicine.name, medicine.ingredient]):
                names.setdefault(ingredient, medicine.name)
    return names
