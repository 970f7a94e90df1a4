"""How each kind of document is loaded, and which category of data it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mendly.accounts.selectors import profile_of
from mendly.messaging import documents as messaging
from mendly.policy import Actor, Category

Documents = dict[UUID, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Loader:
    """`load` goes through its room's selectors, so each pull is decided and recorded there."""

    category: Category
    load: Callable[[Actor, UUID, Sequence[UUID]], Documents]


def _profiles(actor: Actor, patient_id: UUID, ids: Sequence[UUID]) -> Documents:
    profile = profile_of(actor, patient_id)
    return {patient_id: {"name": profile.name, "language": profile.language, "zone": profile.zone}}


LOADERS: dict[str, Loader] = {
    "profile": Loader(Category.PROFILE, _profiles),
    "conversation": Loader(Category.MESSAGES, messaging.conversation_documents),
    "message": Loader(Category.MESSAGES, messaging.message_documents),
    "receipt": Loader(Category.MESSAGES, messaging.receipt_documents),
}
