"""The one SQLite file: how it is opened, its transactions, and who hears of a change."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SCHEMA_VERSION = 1
SCHEMA = """
CREATE TABLE record (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    state TEXT NOT NULL,
    day INTEGER,
    generation INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE INDEX record_by_day ON record (kind, day);
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX outbox_by_state ON outbox (state, seq);
"""
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA foreign_keys=ON",
)

Listener = Callable[[frozenset[str]], None]


class WrongSchema(Exception):
    """The file was written by another version of the app."""


class Database:
    """One connection, used by one thread. FULL: what was committed survives a power cut."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._listeners: list[Listener] = []
        self._rollbacks: list[Callable[[], None]] = []
        self._changed: set[str] = set()
        self._connection = self._opened()

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            connection.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version={SCHEMA_VERSION}; COMMIT;")
        elif version != SCHEMA_VERSION:
            connection.close()
            raise WrongSchema(str(version))
        return connection

    def read(self, statement: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        return self._connection.execute(statement, values).fetchall()

    def write(self, statement: str, values: tuple[object, ...], *, changes: str) -> int:
        """Run one statement of a transaction; `changes` is what listeners hear of. Returns rows touched."""
        if not self._connection.in_transaction:
            raise RuntimeError("a write needs a transaction")
        self._changed.add(changes)
        return self._connection.execute(statement, values).rowcount

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Listeners hear of the changed kinds after the commit. Transactions do not nest."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            self._changed.clear()
            for forget in self._rollbacks:
                forget()
            raise
        changed, self._changed = frozenset(self._changed), set()
        for listener in tuple(self._listeners):
            listener(changed)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with the changed kinds after each commit. The answer ends the subscription."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def after_rollback(self, forget: Callable[[], None]) -> None:
        self._rollbacks.append(forget)

    def close(self) -> None:
        self._connection.close()


def remove_files(path: Path) -> None:
    """Delete a closed database with its side files."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
