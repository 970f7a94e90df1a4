"""One act = one transaction: the record that a screen shows and the event for the server, or neither."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from mendly_app.devices.ports import Clock
from mendly_app.sync.outbox import Event
from mendly_app.sync.records import RecordState
from mendly_app.sync.store import Store
from mendly_core.ids import uuid7


def instant_text(moment: datetime) -> str:
    """Write an instant as the API wants it: ISO 8601, UTC, with a Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def instant_of(text: Any) -> datetime | None:
    """Read an instant of the server; None for anything that is not one."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def new_id(clock: Clock) -> UUID:
    """An id made on this phone. Ids made later sort later."""
    return uuid7(int(clock.now().timestamp() * 1000))


def enqueue(store: Store, clock: Clock, kind: str, identifier: UUID, body: dict[str, Any]) -> None:
    """Queue an event, inside a transaction."""
    store.outbox.add(Event(str(identifier), kind, instant_text(clock.now()), body))


def put_pending(
    store: Store, kind: str, identifier: UUID, body: dict[str, Any], day: date | None = None
) -> None:
    """Write a record that the server does not have yet, inside a transaction."""
    store.records.put(kind, str(identifier), body, RecordState.PENDING, day=day)
