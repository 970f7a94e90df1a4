"""The store: records, outbox and small settings of one patient, sealed with one key, in one file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from mendly_app.sync.database import Database, Listener, WrongSchema, remove_files
from mendly_app.sync.outbox import Outbox
from mendly_app.sync.records import Records, RecordState
from mendly_app.sync.seal import Seal, Unreadable

FILE = "mendly.sqlite"
KEPT = "kept"
"""The kind of the phone's own settings and marks."""
_CANARY = "canary"


class KeyLost(Exception):
    """The file cannot be read with this key. `unsent` entries in it are lost."""

    def __init__(self, unsent: int) -> None:
        super().__init__("the key does not fit the file")
        self.unsent = unsent


class Store:
    """Everything the phone keeps on disk. Open it with `open_store`."""

    def __init__(self, database: Database, key: bytes) -> None:
        seal = Seal(key)
        self._database = database
        self.records = Records(database, seal)
        self.outbox = Outbox(database, seal)

    def transaction(self) -> AbstractContextManager[None]:
        """One act = one transaction: the record and its outbox row together, or neither."""
        return self._database.transaction()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear of changed kinds after each commit; see `Database.subscribe`."""
        return self._database.subscribe(listener)

    def kept(self, name: str, default: Any = None) -> Any:
        """Read a setting or mark of the phone itself."""
        record = self.records.get(KEPT, name)
        return record.body["value"] if record else default

    def keep(self, name: str, value: Any) -> None:
        """Write a setting or mark, inside a transaction. `value` is anything JSON can hold."""
        self.records.put(KEPT, name, {"value": value}, RecordState.LOCAL)

    def forget_all(self, *, keeping: tuple[str, ...] = ()) -> None:
        """Erase every row but the named settings, for good: deleted pages are overwritten."""
        saved = {name: self.kept(name) for name in (*keeping, _CANARY)}
        with self.transaction():
            for record in self._database.read("SELECT kind, id FROM record"):
                self.records.delete(str(record[0]), str(record[1]))
            for row in self._database.read("SELECT id FROM outbox"):
                self.outbox.remove(str(row[0]))
            for name, value in saved.items():
                if value is not None:
                    self.keep(name, value)
        self._database.read("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self._database.close()


def open_store(folder: Path, key: bytes) -> Store:
    """Open the store in `folder`, making it when it is not there. Raises `KeyLost`, `WrongSchema`."""
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(folder / FILE)
    store = Store(database, key)
    try:
        known = store.kept(_CANARY)
    except Unreadable:
        unsent = store.outbox.waiting() + store.outbox.count_set_aside()
        database.close()
        raise KeyLost(unsent) from None
    if known is None:
        with store.transaction():
            store.keep(_CANARY, True)
    return store


def discard_store(folder: Path) -> None:
    """Remove the file of a store that is closed or cannot be opened."""
    remove_files(folder / FILE)


__all__ = ["FILE", "KeyLost", "Store", "WrongSchema", "discard_store", "open_store"]
