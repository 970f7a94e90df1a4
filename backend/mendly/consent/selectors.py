"""Reading decisions: the patient's own overview of who may see what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from mendly.audit.services import enter
from mendly.care.selectors import care_since
from mendly.clock import now
from mendly.consent.models import Answer, ConsentRecord
from mendly.policy import SHAREABLE, Action, Actor, Category


def consents_of(actor: Actor, patient_id: UUID) -> list[ConsentRecord]:
    """Every decision ever made, newest first."""
    enter(actor, Action.VIEW, patient_id, Category.SHARING, "consents")
    return list(ConsentRecord.objects.filter(patient_id=patient_id).order_by("-number"))


def sharing_with(actor: Actor, patient_id: UUID, provider_id: UUID) -> Mapping[Category, bool]:
    """For each category: may this provider see it now, as far as consent goes?"""
    newest: dict[str, ConsentRecord] = {}
    for record in reversed(consents_of(actor, patient_id)):
        if record.recipient == provider_id:
            newest[record.category] = record
    since = care_since(provider_id, [patient_id]).get(patient_id)
    return {
        category: category in newest
        and newest[category].answer == Answer.PERMIT
        and is_in_force(newest[category], since)
        for category in SHAREABLE
    }


def is_in_force(record: ConsentRecord, since: datetime | None) -> bool:
    """Does this decision hold now? A permit counts for the care in which it was given; a deny outlives it.

    `since`: when the open relationship with its provider began. Without one (None) nobody is let in by a permit
    alone: the policy asks for the relationship apart.
    """
    if record.answer == Answer.PERMIT and since is not None and record.starts_at < since:
        return False
    return record.starts_at <= now() < record.ends_at
