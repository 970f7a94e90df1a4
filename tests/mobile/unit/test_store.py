"""The sealed store: what is on disk, what a transaction promises, what a lost key costs."""

from __future__ import annotations

import secrets
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from mendly_app.sync.outbox import Event
from mendly_app.sync.records import RecordState
from mendly_app.sync.seal import Seal, Unreadable
from mendly_app.sync.store import FILE, KeyLost, Store, WrongSchema, open_store

SECRET = "Simvastatin for Amara"


def put(store: Store, identifier: str, text: str = SECRET, kind: str = "medicine") -> None:
    with store.transaction():
        store.records.put(kind, identifier, {"name": text}, RecordState.SYNCED)


def test_a_record_comes_back_after_a_restart(tmp_path: Path) -> None:
    key = secrets.token_bytes(32)
    store = open_store(tmp_path, key)
    put(store, "m1")
    store.close()
    again = open_store(tmp_path, key)
    record = again.records.get("medicine", "m1")
    assert record is not None
    assert record.body == {"name": SECRET}
    again.close()


def test_nothing_of_a_body_can_be_read_on_disk(tmp_path: Path) -> None:
    store = open_store(tmp_path, secrets.token_bytes(32))
    put(store, "m1")
    with store.transaction():
        store.outbox.add(Event("e1", "message", "2026-11-22T12:00:00Z", {"body": SECRET}))
        store.keep("draft", SECRET)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Simvastatin" not in written
    assert b"Amara" not in written
    store.close()


def test_erased_rows_leave_no_trace_in_the_file(tmp_path: Path) -> None:
    store = open_store(tmp_path, secrets.token_bytes(32))
    put(store, "m1")
    [(sealed,)] = sqlite3.connect(tmp_path / FILE).execute("SELECT body FROM record WHERE kind = 'medicine'")
    store.forget_all()
    assert all(sealed not in path.read_bytes() for path in tmp_path.iterdir())
    assert store.records.all("medicine") == ()
    store.close()


def test_a_body_moved_to_another_row_cannot_be_opened() -> None:
    seal = Seal(secrets.token_bytes(32))
    sealed = seal.close("medicine", "m1", {"name": SECRET})
    assert seal.open("medicine", "m1", sealed) == {"name": SECRET}
    with pytest.raises(Unreadable):
        seal.open("medicine", "m2", sealed)
    with pytest.raises(Unreadable):
        seal.open("message", "m1", sealed)
    with pytest.raises(Unreadable):
        seal.open("medicine", "m1", sealed[:-1])


def test_a_failed_transaction_changes_nothing_and_tells_nobody(store: Store) -> None:
    put(store, "m1", "before")
    heard: list[frozenset[str]] = []
    store.subscribe(heard.append)

    def fail_half_way() -> None:
        with store.transaction():
            store.records.put("medicine", "m1", {"name": "after"}, RecordState.SYNCED)
            store.records.put("medicine", "m2", {"name": "new"}, RecordState.SYNCED)
            store.outbox.add(Event("e1", "intake", "2026-11-22T12:00:00Z", {}))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert [record.body["name"] for record in store.records.all("medicine")] == ["before"]
    assert store.outbox.waiting() == 0
    assert heard == []


def test_listeners_hear_of_each_commit_once_with_all_changed_kinds(store: Store) -> None:
    heard: list[frozenset[str]] = []
    end = store.subscribe(heard.append)
    with store.transaction():
        store.records.put("intake", "i1", {}, RecordState.PENDING)
        store.outbox.add(Event("i1", "intake", "2026-11-22T12:00:00Z", {}))
    end()
    put(store, "m1")
    assert heard == [frozenset({"intake", "outbox"})]


def test_a_write_outside_a_transaction_is_refused(store: Store) -> None:
    with pytest.raises(RuntimeError):
        store.records.put("medicine", "m1", {}, RecordState.SYNCED)


def test_records_are_read_by_the_day(store: Store) -> None:
    with store.transaction():
        for day in (20, 21, 22):
            store.records.put("intake", f"i{day}", {}, RecordState.SYNCED, day=date(2026, 11, day))
    found = store.records.of_days("intake", date(2026, 11, 21), date(2026, 11, 30))
    assert [record.id for record in found] == ["i21", "i22"]


def test_a_lost_key_is_told_with_the_number_of_unsent_entries(tmp_path: Path) -> None:
    store = open_store(tmp_path, secrets.token_bytes(32))
    refused = Event("e3", "intake", "2026-11-22T12:00:00Z", {})
    with store.transaction():
        for identifier in ("e1", "e2"):
            store.outbox.add(Event(identifier, "intake", "2026-11-22T12:00:00Z", {}))
        store.outbox.add(refused)
        store.outbox.put_aside(refused, None)
    store.close()
    with pytest.raises(KeyLost) as lost:
        open_store(tmp_path, secrets.token_bytes(32))
    assert lost.value.unsent == 3


def test_a_file_of_a_later_version_is_not_touched(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(WrongSchema):
        open_store(tmp_path, secrets.token_bytes(32))


def test_the_file_is_written_through_to_the_disk(store: Store) -> None:
    assert store._database.read("PRAGMA journal_mode") == [("wal",)]
    assert store._database.read("PRAGMA synchronous") == [(2,)]
    assert store._database.read("PRAGMA secure_delete") == [(1,)]
    assert store._database.read("PRAGMA temp_store") == [(2,)]


def test_events_leave_the_outbox_in_the_order_they_came(store: Store) -> None:
    events = [Event(name, "message", "2026-11-22T12:00:00Z", {"body": name}) for name in ("c", "a", "b")]
    with store.transaction():
        for event in events:
            store.outbox.add(event)
        store.outbox.add(events[0])
    assert store.outbox.first(10) == events
    with store.transaction():
        store.outbox.put_aside(events[0], "no")
    assert store.outbox.first(10) == events[1:]
    assert [(item.event, item.reason) for item in store.outbox.set_aside()] == [(events[0], "no")]
    with store.transaction():
        store.outbox.queue_again(events[0])
    assert store.outbox.first(10) == events


def test_the_outbox_remembers_an_id_only_while_it_is_queued(store: Store) -> None:
    event = Event("a", "message", "2026-11-22T12:00:00Z", {})
    with store.transaction():
        store.outbox.add(event)
        store.outbox.remove("a")
    assert store.outbox.waiting() == 0
