"""Reading what a knowledge pack changed for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mendly.insights.models import KnowledgeRun, KnowledgeStep
from mendly_core.answers import changed_keys


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """What changed for one patient: genes, and medicines by ingredient. Both empty once they took their file back."""

    patient: UUID
    genes: tuple[str, ...]
    ingredients: tuple[str, ...]
    told_at: datetime


def run_of(run_id: UUID) -> KnowledgeRun | None:
    return KnowledgeRun.objects.filter(id=run_id).first()


def patients_told(run_id: UUID) -> frozenset[UUID]:
    """Ids of those whose answer the run changed: what may be shown of each is still the policy's answer."""
    rows = KnowledgeStep.objects.filter(run_id=run_id, told_at__isnull=False)
    return frozenset(rows.values_list("patient_id", flat=True))


def changes_for_list(run_id: UUID, patient_ids: Iterable[UUID]) -> list[AnswerChange]:
    """What changed, for a list whose caller has decided and recorded who is on it."""
    rows = KnowledgeStep.objects.filter(
        run_id=run_id, patient_id__in=list(patient_ids), told_at__isnull=False
    )
    return [_change(row) for row in rows.order_by("patient_id")]


def _change(row: KnowledgeStep) -> AnswerChange:
    assert row.told_at is not None
    facts = row.facts or {"before": {"genes": {}, "cards": {}}, "after": {"genes": {}, "cards": {}}}
    before, after = facts["before"], facts["after"]
    places = changed_keys(before["cards"], after["cards"])
    cards = {**before["cards"], **after["cards"]}
    return AnswerChange(
        row.patient_id,
        genes=changed_keys(before["genes"], after["genes"]),
        ingredients=tuple(sorted({cards[place]["ingredient"] for place in places})),
        told_at=row.told_at,
    )
