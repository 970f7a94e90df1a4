"""Kills of the embedded server in the middle of mixed writes: what was acknowledged is there, once."""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from mendly_core.ids import uuid7
from tests.e2e.servers import Server, embedded_server, start_embedded

WRITERS = ("amara", "bo", "imani", "dario")
PAUSE = 0.01
"""Seconds between two writes of one client, so that a server which starts again can answer its health check."""


@dataclass
class Ledger:
    """What clients asked for and what they were told: written down by the clients alone."""

    asked: dict[str, str] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, kind: str, identifier: str) -> None:
        with self.lock:
            self.asked[identifier] = kind

    def acknowledge(self, identifier: str) -> None:
        with self.lock:
            self.acknowledged.add(identifier)


def make_id() -> str:
    return str(uuid7(time.time_ns() // 1_000_000))


class Writer(threading.Thread):
    """One client that writes messages, readings and doses and repeats what got no answer, until told to stop."""

    def __init__(
        self, server: Server, who: str, patient: str, conversation: str, medicine: str, ledger: Ledger
    ) -> None:
        super().__init__(daemon=True)
        self.server, self.who, self.patient = server, who, patient
        self.conversation, self.medicine, self.ledger = conversation, medicine, ledger
        self.stopping = threading.Event()
        self.random = random.Random(who)
        self.client = httpx.Client(timeout=10)

    def run(self) -> None:
        acts = [self.message, self.reading, self.dose]
        while not self.stopping.is_set():
            identifier = make_id()
            act: Callable[[str], tuple[str, str, dict[str, Any]]] = self.random.choice(acts)
            kind, path, body = act(identifier)
            self.ledger.ask(kind, identifier)
            if self.post(path, body):
                self.ledger.acknowledge(identifier)
            time.sleep(PAUSE)

    def post(self, path: str, body: dict[str, Any]) -> bool:
        """Send once, and once more when no answer came: that is what a phone does."""
        for _ in range(2):
            try:
                headers = {"Authorization": f"Bearer {self.server.people[self.who].access}"}
                url = f"{self.server.url}/api/v1/patients/{self.patient}/{path}"
                answer = self.client.post(url, json=body, headers=headers)
                if answer.status_code in {200, 201}:
                    return True
                assert answer.status_code in {401, 500, 502, 503}, (answer.status_code, answer.text)
            except httpx.HTTPError:
                time.sleep(0.05)
        return False

    def message(self, identifier: str) -> tuple[str, str, dict[str, Any]]:
        return (
            "message",
            f"conversations/{self.conversation}/messages/",
            {"id": identifier, "body": identifier},
        )

    def reading(self, identifier: str) -> tuple[str, str, dict[str, Any]]:
        body = {
            "id": identifier,
            "type": "blood_pressure",
            "taken_at": datetime.now(UTC).isoformat(),
            "values": {"systolic": self.random.randint(110, 130), "diastolic": 80},
        }
        return "reading", "observations/", body

    def dose(self, identifier: str) -> tuple[str, str, dict[str, Any]]:
        at = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        body = {
            "id": identifier,
            "kind": "taken",
            "medicine": self.medicine,
            "taken_at": at,
            "logged_at": at,
            "device_zone": "Europe/Madrid",
            "amount": "1",
            "hlc": f"{time.time_ns() // 1_000_000:016x}-0000-{self.who}",
        }
        return "dose", "intakes/", body


TABLES = {"message": "messaging_message", "reading": "vitals_observation", "dose": "medicines_intakeevent"}


def rows_by_id(data: Path) -> dict[str, list[str]]:
    """Every id in the three tables, and in which tables it stands; read with SQLite alone."""
    found: dict[str, list[str]] = {}
    with sqlite3.connect(data / "mendly.sqlite3") as database:
        for kind, table in TABLES.items():
            for (raw,) in database.execute(f"SELECT id FROM {table}"):
                found.setdefault(str(UUID(hex=raw)), []).append(kind)
    return found


def kill_often(data: Path, kills: int) -> tuple[Ledger, dict[str, list[str]], str]:
    ledger = Ledger()
    chance = random.Random(50)
    with embedded_server(data) as server:
        writers = _writers(server, ledger)
        for writer in writers:
            writer.start()
        for number in range(kills):
            time.sleep(chance.uniform(0.3, 1.2))
            server.kill()
            if number % 25 == 24:
                server.new_tokens()
            start_embedded(server)
        time.sleep(1.0)
        for writer in writers:
            writer.stopping.set()
        for writer in writers:
            writer.join(30)
        server.kill()
    with sqlite3.connect(data / "mendly.sqlite3") as database:
        integrity = database.execute("PRAGMA integrity_check").fetchone()[0]
    return ledger, rows_by_id(data), integrity


def _writers(server: Server, ledger: Ledger) -> list[Writer]:
    writers = []
    for who in WRITERS:
        patient = server.people["bo" if who == "bo" else "amara"]
        assert patient.patient is not None
        with server.client("bo" if who == "bo" else "amara") as client:
            base = f"/api/v1/patients/{patient.patient}"
            medicine = client.get(f"{base}/medicines/").json()[0]["id"]
            started = {"id": str(uuid4()), "subject": f"For {who}", "body": "First"}
            conversation = client.post(f"{base}/conversations/", json=started).json()["conversation"]
        writers.append(Writer(server, who, patient.patient, conversation, medicine, ledger))
    return writers


def check(ledger: Ledger, rows: dict[str, list[str]], integrity: str) -> str:
    lost = [i for i in ledger.acknowledged if rows.get(i) != [ledger.asked[i]]]
    doubled = [i for i, kinds in rows.items() if len(kinds) > 1]
    assert integrity == "ok"
    assert not lost, f"{len(lost)} acknowledged writes are gone"
    assert not doubled
    kept = sum(1 for i in ledger.asked if i in rows)
    return (
        f"{len(ledger.asked)} asked, {len(ledger.acknowledged)} acknowledged, {kept} kept, 0 lost, 0 doubled"
    )


def test_the_checker_notices_a_lost_and_a_misplaced_write() -> None:
    ledger = Ledger({"a": "message", "b": "dose"}, {"a", "b"})
    for rows in (
        {"a": ["message"]},
        {"a": ["message"], "b": ["reading"]},
        {"a": ["message", "dose"], "b": ["dose"]},
    ):
        with pytest.raises(AssertionError):
            check(ledger, rows, "ok")


def test_acknowledged_writes_survive_three_kills(tmp_path: Path) -> None:
    print(check(*kill_often(tmp_path, 3)))


@pytest.mark.long
def test_acknowledged_writes_survive_fifty_kills(tmp_path: Path) -> None:
    print(check(*kill_often(tmp_path, 50)))
