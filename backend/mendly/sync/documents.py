"""How each kind of document is loaded, and which category of data it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mendly.accounts.selectors import language_of_patient, profile_of
from mendly.alerts.documents import alert_documents
from mendly.insights.selectors import insight_documents
from mendly.medicines import documents as medicines
from mendly.messaging import documents as messaging
from mendly.policy import Actor, Category
from mendly.vitals.documents import observation_documents

Documents = dict[UUID, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Loader:
    """`load` goes through its room's selectors, so each pull is decided and recorded there."""

    category: Category
    load: Callable[[Actor, UUID, Sequence[UUID]], Documents]


def _profiles(actor: Actor, patient_id: UUID, ids: Sequence[UUID]) -> Documents:
    profile = profile_of(actor, patient_id)
    return {patient_id: {"name": profile.name, "language": profile.language, "zone": profile.zone}}


def _insights(actor: Actor, patient_id: UUID, ids: Sequence[UUID]) -> Documents:
    return insight_documents(actor, patient_id, ids, language_of_patient(patient_id))


def _alerts(actor: Actor, patient_id: UUID, ids: Sequence[UUID]) -> Documents:
    return alert_documents(actor, patient_id, ids, language_of_patient(patient_id))


LOADERS: dict[str, Loader] = {
    "profile": Loader(Category.PROFILE, _profiles),
    "medicine": Loader(Category.MEDICINES, medicines.medicine_documents),
    "schedule": Loader(Category.MEDICINES, medicines.revision_documents),
    "intake": Loader(Category.MEDICINES, medicines.intake_documents),
    "observation": Loader(Category.READINGS, observation_documents),
    "alert": Loader(Category.READINGS, _alerts),
    "insight": Loader(Category.GENES, _insights),
    "conversation": Loader(Category.MESSAGES, messaging.conversation_documents),
    "message": Loader(Category.MESSAGES, messaging.message_documents),
    "receipt": Loader(Category.MESSAGES, messaging.receipt_documents),
}
