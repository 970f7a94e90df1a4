"""One function per kind of event: from the phone's body to the room's own service.

Each returns True when the event was new and False when it was known already.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from mendly.messaging import services as messaging
from mendly.policy import Actor

T = TypeVar("T")
Apply = Callable[[Actor, UUID, UUID, dict[str, Any]], bool]


class EventRefused(ValueError):
    """The event's body is not what its kind needs."""


class MessageBody(msgspec.Struct, frozen=True):
    conversation: UUID
    body: str


class ReadBody(msgspec.Struct, frozen=True):
    conversation: UUID
    message: UUID


def _send_message(actor: Actor, patient_id: UUID, event_id: UUID, body: dict[str, Any]) -> bool:
    given = _typed(body, MessageBody)
    _, created = messaging.send_message(
        actor, patient_id, given.conversation, message_id=event_id, body=given.body
    )
    return created


def _mark_read(actor: Actor, patient_id: UUID, event_id: UUID, body: dict[str, Any]) -> bool:
    given = _typed(body, ReadBody)
    messaging.mark_read(actor, patient_id, given.conversation, given.message)
    return True


def _typed(body: dict[str, Any], kind: type[T]) -> T:
    try:
        return msgspec.convert(body, kind)
    except msgspec.ValidationError as error:
        raise EventRefused(f"This event is not complete: {error}") from None


APPLY: dict[str, Apply] = {
    "message": _send_message,
    "read": _mark_read,
}
