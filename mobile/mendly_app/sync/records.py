"""Records: what the phone knows, one sealed body a row. Clear are only kind, random id, state and day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import cast

from mendly_app.sync.database import Database
from mendly_app.sync.seal import Body, Seal


class RecordState(StrEnum):
    """Where a record stands with the server. LOCAL ones never leave the phone."""

    SYNCED = "synced"
    PENDING = "pending"
    REFUSED = "refused"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Record:
    """One row. Do not change the body: write a new one with `Records.put`."""

    kind: str
    id: str
    state: RecordState
    body: Body


class Records:
    """Reads and writes records. Opened bodies are kept in memory until their row changes."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal
        self._opened: dict[tuple[str, str], Body] = {}
        database.after_rollback(self._opened.clear)

    def get(self, kind: str, identifier: str) -> Record | None:
        rows = self._database.read(
            "SELECT id, state, body FROM record WHERE kind = ? AND id = ?", (kind, identifier)
        )
        return next(self._read(kind, rows), None)

    def all(self, kind: str) -> list[Record]:
        """Every record of a kind, in the order of their ids (which for our own ids is the order of birth)."""
        rows = self._database.read("SELECT id, state, body FROM record WHERE kind = ? ORDER BY id", (kind,))
        return list(self._read(kind, rows))

    def of_days(self, kind: str, first: date, last: date) -> list[Record]:
        """Records whose day lies within first <= day <= last, in the order of their ids."""
        rows = self._database.read(
            "SELECT id, state, body FROM record WHERE kind = ? AND day BETWEEN ? AND ? ORDER BY id",
            (kind, first.toordinal(), last.toordinal()),
        )
        return list(self._read(kind, rows))

    def put(
        self,
        kind: str,
        identifier: str,
        body: Body,
        state: RecordState,
        *,
        day: date | None = None,
        generation: int = 0,
    ) -> None:
        """Write a record, new or not, inside a transaction."""
        self._database.write(
            "INSERT INTO record (kind, id, state, day, generation, body) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (kind, id) DO UPDATE SET state = excluded.state, day = excluded.day,"
            " generation = excluded.generation, body = excluded.body",
            (
                kind,
                identifier,
                state.value,
                day.toordinal() if day else None,
                generation,
                self._seal.close(kind, identifier, body),
            ),
            changes=kind,
        )
        self._opened[kind, identifier] = body

    def set_state(self, kind: str, identifier: str, state: RecordState) -> None:
        """Change where a record stands; a record that is not there is no error."""
        self._database.write(
            "UPDATE record SET state = ? WHERE kind = ? AND id = ?",
            (state.value, kind, identifier),
            changes=kind,
        )

    def delete(self, kind: str, identifier: str) -> None:
        """Remove a record; one that is not there is no error."""
        self._database.write("DELETE FROM record WHERE kind = ? AND id = ?", (kind, identifier), changes=kind)
        self._opened.pop((kind, identifier), None)

    def delete_older_than(self, generation: int) -> None:
        """Remove the server's records that a full resync did not bring again; own unsent ones stay."""
        values = (RecordState.SYNCED.value, generation)
        old = self._database.read("SELECT kind, id FROM record WHERE state = ? AND generation < ?", values)
        for kind, identifier in cast("list[tuple[str, str]]", old):
            self.delete(kind, identifier)

    def _read(self, kind: str, rows: list[tuple[object, ...]]) -> Iterator[Record]:
        for identifier, state, sealed in cast("list[tuple[str, str, bytes]]", rows):
            body = self._opened.get((kind, identifier))
            if body is None:
                body = self._opened[kind, identifier] = self._seal.open(kind, identifier, sealed)
            yield Record(kind, identifier, RecordState(state), body)
