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
    """Reads and writes records. What was read is kept in memory until it changes: only this object writes the rows."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal
        self._known: dict[tuple[str, str], Record] = {}
        self._whole: dict[str, tuple[Record, ...]] = {}
        database.after_rollback(self._known.clear)
        database.after_rollback(self._whole.clear)

    def get(self, kind: str, identifier: str) -> Record | None:
        known = self._known.get((kind, identifier))
        if known is not None:
            return known
        rows = self._database.read(
            "SELECT id, state, body FROM record WHERE kind = ? AND id = ?", (kind, identifier)
        )
        return next(self._read(kind, rows), None)

    def all(self, kind: str) -> tuple[Record, ...]:
        """Every record of a kind, in the order of their ids (which for our own ids is the order of birth).

        It is the same tuple, and each unchanged row the same record, until something changes: whoever works
        something out from them can tell by identity what to work out anew.
        """
        whole = self._whole.get(kind)
        if whole is None:
            rows = self._database.read(
                "SELECT id, state, body FROM record WHERE kind = ? ORDER BY id", (kind,)
            )
            whole = self._whole[kind] = tuple(self._read(kind, rows))
        return whole

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
        self._known[kind, identifier] = Record(kind, identifier, state, body)
        self._whole.pop(kind, None)

    def set_state(self, kind: str, identifier: str, state: RecordState) -> None:
        """Change where a record stands; a record that is not there is no error."""
        self._database.write(
            "UPDATE record SET state = ? WHERE kind = ? AND id = ?",
            (state.value, kind, identifier),
            changes=kind,
        )
        self._forget(kind, identifier)

    def delete(self, kind: str, identifier: str) -> None:
        """Remove a record; one that is not there is no error."""
        self._database.write("DELETE FROM record WHERE kind = ? AND id = ?", (kind, identifier), changes=kind)
        self._forget(kind, identifier)

    def delete_older_than(self, generation: int) -> None:
        """Remove the server's records that a full resync did not bring again; own unsent ones stay."""
        values = (RecordState.SYNCED.value, generation)
        old = self._database.read("SELECT kind, id FROM record WHERE state = ? AND generation < ?", values)
        for kind, identifier in cast("list[tuple[str, str]]", old):
            self.delete(kind, identifier)

    def _read(self, kind: str, rows: list[tuple[object, ...]]) -> Iterator[Record]:
        for identifier, state, sealed in cast("list[tuple[str, str, bytes]]", rows):
            record = self._known.get((kind, identifier))
            if record is None:
                body = self._seal.open(kind, identifier, sealed)
                record = self._known[kind, identifier] = Record(kind, identifier, RecordState(state), body)
            yield record

    def _forget(self, kind: str, identifier: str) -> None:
        self._known.pop((kind, identifier), None)
        self._whole.pop(kind, None)
