"""How each kind of document is loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from mendly.accounts.selectors import language_of_patient, profile_of
from mendly.alerts.documents import alert_documents
from mendly.insights.selectors import insight_documents
from mendly.medicines import documents as medicines
from mendly.messaging import documents as messaging
from mendly.policy import Actor
from mendly.vitals.documents import observation_documents

Documents = dict[UUID, dict[str, Any]]


Load = Callable[[Actor, UUID, Sequence[UUID]], Documents]
"""Goes through its room's selectors, so each pull is decided and recorded there."""


def _profiles(actor: Actor, patient_id: UUID, ids: Sequence[UUID]) -> Documents:
    profile = profile_of(actor, patient_id)
    return {patient_id: {"name": profile.name, "language": profile.language, "zone": profile.zone}}


def _insights(actor: Actor, patient_id: UUID, ids: Sequence[UUID]) -> Documents:
    return insight_documents(actor, patient_id, ids, language_of_patient(patient_id))


def _alerts(actor: Actor, patient_id: UUID, ids: Sequence[UUID]) -> Documents:
    return alert_documents(actor, patient_id, ids, language_of_patient(patient_id))


LOADERS: dict[str, Load] = {
    "profile": _profiles,
    "medicine": medicines.medicine_documents,
    "schedule": medicines.revision_documents,
    "intake": medicines.intake_documents,
    "observation": observation_documents,
    "alert": _alerts,
    "insight": _insights,
    "conversation": messaging.conversation_documents,
    "message": messaging.message_documents,
    "receipt": messaging.receipt_documents,
}
