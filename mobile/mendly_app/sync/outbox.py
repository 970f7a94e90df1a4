"""The outbox: what this phone still has to tell the server, first in, first out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from mendly_app.sync.database import Database
from mendly_app.sync.seal import Body, Seal

CHANGED = "outbox"
"""What listeners hear when the outbox changes."""
_WAITING, _SET_ASIDE = "waiting", "set_aside"


@dataclass(frozen=True, slots=True)
class Event:
    """One act of the person or reading of the phone, as it goes to the server."""

    id: str
    kind: str
    at: str
    """When it happened, UTC."""
    body: Body

    def to_json(self) -> Body:
        return {"id": self.id, "kind": self.kind, "at": self.at, "body": self.body}


@dataclass(frozen=True, slots=True)
class SetAside:
    """An event that the server refused, with its reason (None when it gave none)."""

    event: Event
    reason: str | None


class Outbox:
    """Order is kept over all events, so also within each conversation and each dose."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    def add(self, event: Event) -> None:
        """Queue an event, in the transaction that writes its record. The same id again changes nothing."""
        self._database.write(
            "INSERT INTO outbox (id, kind, state, body) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
            (event.id, event.kind, _WAITING, self._sealed(event, None)),
            changes=CHANGED,
        )

    def first(self, limit: int) -> list[Event]:
        """The oldest waiting events."""
        rows = self._database.read(
            "SELECT id, body FROM outbox WHERE state = ? ORDER BY seq LIMIT ?", (_WAITING, limit)
        )
        return [item.event for item in self._opened(rows)]

    def waiting(self) -> int:
        return self._count(_WAITING)

    def set_aside(self) -> list[SetAside]:
        """The refused events, oldest first."""
        rows = self._database.read("SELECT id, body FROM outbox WHERE state = ? ORDER BY seq", (_SET_ASIDE,))
        return self._opened(rows)

    def count_set_aside(self) -> int:
        return self._count(_SET_ASIDE)

    def remove(self, identifier: str) -> None:
        self._database.write("DELETE FROM outbox WHERE id = ?", (identifier,), changes=CHANGED)

    def put_aside(self, event: Event, reason: str | None) -> None:
        """Take a refused event out of the queue, to be shown as "could not send"."""
        self._move(event, _SET_ASIDE, reason)

    def queue_again(self, event: Event) -> None:
        """Put a refused event back to its old place in the queue."""
        self._move(event, _WAITING, None)

    def _move(self, event: Event, state: str, reason: str | None) -> None:
        self._database.write(
            "UPDATE outbox SET state = ?, body = ? WHERE id = ?",
            (state, self._sealed(event, reason), event.id),
            changes=CHANGED,
        )

    def _count(self, state: str) -> int:
        rows = self._database.read("SELECT count(*) FROM outbox WHERE state = ?", (state,))
        return cast("int", rows[0][0])

    def _sealed(self, event: Event, reason: str | None) -> bytes:
        return self._seal.close(CHANGED, event.id, {"event": event.to_json(), "reason": reason})

    def _opened(self, rows: list[tuple[object, ...]]) -> list[SetAside]:
        opened = []
        for identifier, sealed in cast("list[tuple[str, bytes]]", rows):
            body = self._seal.open(CHANGED, identifier, sealed)
            opened.append(SetAside(Event(**body["event"]), body["reason"]))
        return opened
