"""What a patient is told by their genes and cards as they are stored now, for a before and an after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import msgspec

from mendly.genome.selectors import GeneFinding
from mendly.insights.models import Insight
from mendly_core.answers import Answer, gene_answer, medicine_answer
from mendly_core.genes import Guidance


@dataclass(frozen=True, slots=True)
class AnswersTold:
    """Answers by gene, and by the place of each open card."""

    genes: Mapping[str, Answer]
    cards: Mapping[str, Answer]

    def with_cards_of(self, other: AnswersTold) -> AnswersTold:
        """Only the cards that the other one has too."""
        return replace(
            self, cards={place: card for place, card in self.cards.items() if place in other.cards}
        )

    def to_json(self) -> dict[str, Any]:
        return {"genes": dict(self.genes), "cards": dict(self.cards)}


def answers_told(patient_id: UUID, findings: Mapping[str, GeneFinding]) -> AnswersTold:
    genes: dict[str, Answer] = {}
    for gene, finding in findings.items():
        genes[gene] = gene_answer(finding.result)
        if finding.other is not None:
            genes[f"{gene} (file)"] = gene_answer(finding.other)
    cards = {}
    for row in Insight.objects.filter(patient_id=patient_id, ended_at=None).order_by("id"):
        guidance = msgspec.convert(row.facts, Guidance)
        cards[bytes(row.place).hex()] = {**medicine_answer(guidance), "ingredient": guidance.ingredient}
    return AnswersTold(genes, cards)
