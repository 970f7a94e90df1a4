"""The questions that this room answers for the policy."""

from __future__ import annotations

from uuid import UUID

from mendly.accounts.models import Provider
from mendly.clock import now
from mendly.consent.models import Answer, ConsentRecord
from mendly.policy import Question, predicate


@predicate("consent.permitted")
def is_permitted(question: Question) -> bool:
    return Answer.PERMIT in _answers_in_force(question)


@predicate("consent.not_denied")
def is_not_denied(question: Question) -> bool:
    return Answer.DENY not in _answers_in_force(question)


def _answers_in_force(question: Question) -> set[str]:
    """The newest answer for the provider and the newest for their clinic, where their period holds now.

    Both count, and a deny of either wins because the policy asks for a permit and for no deny.
    """
    provider = Provider.objects.filter(user_id=question.actor.user_id).first()
    if provider is None:
        return set()
    rows = ConsentRecord.objects.filter(
        patient_id=question.patient_id,
        recipient__in=[provider.id, provider.clinic_id],
        purpose=question.actor.purpose,
        category=question.category,
    ).order_by("id")
    newest: dict[UUID, ConsentRecord] = {row.recipient: row for row in rows}
    at = now()
    return {row.answer for row in newest.values() if row.starts_at <= at < row.ends_at}
