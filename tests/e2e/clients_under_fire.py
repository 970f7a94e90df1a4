"""Clients that write and read while the server's parts are killed, and note what they were told."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx

from mendly_core.ids import uuid7
from tests.e2e.ledger import FAILED, OK, READ, UNKNOWN, Ledger
from tests.e2e.servers import Server

TABLES = {"message": "messaging_message", "reading": "vitals_observation", "dose": "medicines_intakeevent"}
WRITERS = (("amara", "amara"), ("bo", "bo"), ("carmen", "carmen"), ("imani", "amara"), ("dario", "amara"))
"""Who acts, and on whose record. The first three also count their own profile up, which nobody else writes."""


def make_id() -> str:
    return str(uuid7(time.time_ns() // 1_000_000))


@dataclass(frozen=True, slots=True)
class Record:
    """Where a client writes: one patient, one of their medicines, one conversation of the client's own."""

    patient: str
    medicine: str
    conversation: str


class Client(threading.Thread):
    """Writes and reads until told to stop. What got no answer is sent once more, as a phone does."""

    def __init__(self, server: Server, who: str, record: Record, ledger: Ledger, *, counts: bool) -> None:
        super().__init__(daemon=True, name=who)
        self.server, self.who, self.record, self.counts = server, who, record, counts
        self.pen = ledger.pen_of(who)
        self.stopping = threading.Event()
        self.random = random.Random(who)
        self.http = httpx.Client(timeout=10)
        self.written = self.acknowledged = 0
        self.failure: BaseException | None = None

    def run(self) -> None:
        acts = [self.add, self.add, self.add, self.add]
        if self.counts:
            acts += [self.count_up, self.look_up, self.look_up]
        try:
            while not self.stopping.is_set():
                self.random.choice(acts)()
        except BaseException as failure:
            self.failure = failure

    def add(self) -> None:
        identifier = make_id()
        kind = self.random.choice(tuple(TABLES))
        path, body = getattr(self, f"_{kind}")(identifier)
        outcome, _ = self._send("POST", path, body)
        self.pen.write(kind, identifier, outcome)

    def count_up(self) -> None:
        """Only this client writes this name, so a later read must show at least what was acknowledged."""
        self.written += 1
        number = self.written
        outcome, _ = self._send("PUT", "", {"name": f"Number {number}", "birth_date": None})
        if outcome == OK:
            self.acknowledged = number

    def look_up(self) -> None:
        before = self.acknowledged
        outcome, answer = self._send("GET", "")
        if outcome != OK or not str(answer["name"]).startswith("Number "):
            return
        self.pen.write(READ, f"{str(answer['name']).removeprefix('Number ')}/{before}", OK)

    def _send(self, method: str, path: str, body: Any = None) -> tuple[str, Any]:
        url = f"{self.server.url}/api/v1/patients/{self.record.patient}/{path}"
        for _ in range(2):
            try:
                headers = {"Authorization": f"Bearer {self.server.people[self.who].access}"}
                answer = self.http.request(method, url, json=body, headers=headers)
            except httpx.HTTPError:
                time.sleep(0.05)
                continue
            if answer.status_code < 300:
                return OK, answer.json()
            if answer.status_code in {401, 500, 502, 503, 504}:
                time.sleep(0.05)
                continue
            return FAILED, None
        return UNKNOWN, None

    def _message(self, identifier: str) -> tuple[str, Mapping[str, Any]]:
        path = f"conversations/{self.record.conversation}/messages/"
        return path, {"id": identifier, "body": identifier}

    def _reading(self, identifier: str) -> tuple[str, Mapping[str, Any]]:
        values = {"systolic": self.random.randint(110, 130), "diastolic": 80}
        at = datetime.now(UTC).isoformat()
        return "observations/", {"id": identifier, "type": "blood_pressure", "taken_at": at, "values": values}

    def _dose(self, identifier: str) -> tuple[str, Mapping[str, Any]]:
        at = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        return "intakes/", {
            "id": identifier,
            "kind": "taken",
            "medicine": self.record.medicine,
            "taken_at": at,
            "logged_at": at,
            "device_zone": "Europe/Madrid",
            "amount": "1",
            "hlc": f"{time.time_ns() // 1_000_000:016x}-0000-{self.who}",
        }


def clients_of(server: Server, ledger: Ledger) -> list[Client]:
    clients = []
    for who, whose in WRITERS:
        patient = server.people[whose].patient
        assert patient is not None
        with server.client(whose) as owner:
            base = f"/api/v1/patients/{patient}"
            medicines = owner.get(f"{base}/medicines/").json()
            if not medicines:
                told = {"name": "Simvastatin", "ingredient": "simvastatin"}
                medicines = [owner.post(f"{base}/medicines/", json=told).json()]
            started = {"id": str(uuid4()), "subject": f"For {who}", "body": "First"}
            conversation = owner.post(f"{base}/conversations/", json=started).json()["conversation"]
        record = Record(patient, medicines[0]["id"], conversation)
        clients.append(Client(server, who, record, ledger, counts=who == whose))
    return clients
