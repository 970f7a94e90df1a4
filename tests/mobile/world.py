"""A small server in memory that speaks the phone's protocol, and Amara's phone beside it."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import httpx

from mendly_app.companion import Companion, Opened, open_phone
from mendly_app.devices.fakes import FakeClock, MemoryVault, fake_devices
from mendly_app.devices.ports import Devices
from mendly_app.sync.session import Session, StoredSession, Tokens
from mendly_app.sync.store import Store
from tests.mobile.beyond import FakeBeyond

SUNDAY_NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ADDRESS = "https://mendly.example"
PAGE = 3
"""Changes on one page: small, so that every test of a pull turns pages."""


def ident(name: str) -> str:
    """A fixed id for a name."""
    return str(uuid5(UUID(int=1), name))


AMARA, BO, IMANI = ident("Amara"), ident("Bo"), ident("Dr Imani")
DEVICE = ident("Amara's phone")
TALK = ident("talk with Dr Imani")


class NetworkDown(httpx.ConnectError):
    def __init__(self) -> None:
        super().__init__("no network")


@dataclass
class FakeServer:
    """Holds events and documents.

    `faults` are taken one a request: "drop" before, "lose" after it took effect, "twice" for a request that
    arrives twice; "500", "429" and the like are answers.
    """

    clock: FakeClock
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    arrivals: list[str] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=lambda: {"ABCD2345": AMARA})
    access: str = "access-0"
    refresh: str = "refresh-0"
    epoch: int = 0
    seq: int = 0
    online: bool = True
    poison: Callable[[dict[str, Any]], bool] = lambda event: False
    beyond: FakeBeyond = field(default_factory=FakeBeyond)

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._handle)

    def document(self, kind: str, identifier: str, body: dict[str, Any] | None) -> None:
        """Say that a document changed; None that it is gone."""
        self.changes = [c for c in self.changes if (c["kind"], c["id"]) != (kind, identifier)]
        change = {
            "kind": kind,
            "id": identifier,
            "deleted": body is None,
            "body": body,
            "seq": self.next_seq(),
        }
        self.changes.append(change)

    def next_seq(self) -> int:
        self.seq += 1
        return self.seq

    def forget_cursors(self) -> None:
        self.epoch += 1

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        if not self.online:
            raise NetworkDown
        path = request.url.path.removeprefix("/api/v1/")
        self.requests.append((request.method, path))
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "drop":
            raise NetworkDown
        if fault.isdigit():
            return httpx.Response(int(fault), json={"detail": "not now"})
        if fault == "twice":
            self._answer(request, path)
        answer = self._answer(request, path)
        if fault == "lose":
            raise httpx.ReadTimeout("the answer was lost")
        return answer

    def _answer(self, request: httpx.Request, path: str) -> httpx.Response:
        if path == "devices/pair/":
            return self._pair(_json_of(request))
        if path == "devices/refresh/":
            return self._refresh(_json_of(request))
        if request.headers.get("Authorization") != f"Bearer {self.access}":
            return httpx.Response(401, json={"detail": "Please sign in."})
        if path == "sync/events/":
            return self._take(_json_of(request))
        if path == "sync/changes/":
            return self._tell(request)
        if path.startswith("devices/") and request.method == "DELETE":
            return httpx.Response(204)
        if answer := self.beyond.answer(request, path):
            return answer
        return httpx.Response(404, json={"detail": "We could not find this."})

    def _pair(self, body: dict[str, Any]) -> httpx.Response:
        patient = self.codes.pop(body["code"], None)
        if patient is None:
            return httpx.Response(400, json={"detail": "This code does not work."})
        tokens = {"access_token": self.access, "refresh_token": self.refresh}
        person = {
            "device": DEVICE,
            "user": AMARA,
            "patient": patient or None,
            "language": "en",
            "zone": "Europe/Madrid",
        }
        return httpx.Response(201, json=tokens | person)

    def _refresh(self, body: dict[str, Any]) -> httpx.Response:
        """Rotates; the token before the last still gets the same answer, as in the grace time."""
        current = int(self.refresh.split("-")[1])
        if body["refresh_token"] == self.refresh:
            self.access, self.refresh = f"access-{current + 1}", f"refresh-{current + 1}"
        elif body["refresh_token"] != f"refresh-{current - 1}":
            return httpx.Response(401, json={"detail": "Please pair this phone again."})
        return httpx.Response(200, json={"access_token": self.access, "refresh_token": self.refresh})

    def _take(self, body: dict[str, Any]) -> httpx.Response:
        if any(self.poison(event) for event in body["events"]):
            return httpx.Response(400, json={"detail": "We could not use this."})
        results = [self._take_one(event) for event in body["events"]]
        return httpx.Response(200, json={"server_time": self.clock.now().isoformat(), "results": results})

    def _take_one(self, event: dict[str, Any]) -> dict[str, Any]:
        if event["id"] in self.refuse:
            return {"id": event["id"], "status": "rejected", "reason": self.refuse[event["id"]]}
        if event["id"] in self.events:
            return {"id": event["id"], "status": "duplicate", "reason": None}
        self.events[event["id"]] = event
        self.arrivals.append(event["id"])
        if event["kind"] == "intake":
            self.document("intake", event["id"], event["body"])
        if event["kind"] == "medicine":
            body = {"id": event["id"], "ingredient": "", "strength": "", "form": "", "purpose": "", "how": ""}
            self.document("medicine", event["id"], body | {"name": event["body"]["name"], "status": "active"})
        if event["kind"] == "schedule":
            self.document("schedule", ident(f"row of {event['id']}"), event["body"])
        if event["kind"] == "zone":
            person = {"name": "Amara Okafor", "language": "en", "zone": event["body"]["zone"]}
            self.document("profile", AMARA, person)
        if event["kind"] == "message":
            self.message(event["id"], event["body"]["body"], mine=True)
        return {"id": event["id"], "status": "accepted", "reason": None}

    def _tell(self, request: httpx.Request) -> httpx.Response:
        cursor = request.url.params.get("cursor")
        epoch, seq = map(int, cursor.split(":")) if cursor else (self.epoch, 0)
        if epoch != self.epoch:
            return httpx.Response(410, json={"detail": "Please start afresh."})
        newer = [change for change in self.changes if change["seq"] > seq]
        page = newer[:PAGE]
        last = page[-1]["seq"] if page else seq
        shown = [{name: change[name] for name in ("kind", "id", "deleted", "body")} for change in page]
        return httpx.Response(
            200, json={"changes": shown, "cursor": f"{self.epoch}:{last}", "has_more": len(newer) > PAGE}
        )

    # What a clinic does

    def message(self, identifier: str, text: str, *, mine: bool = False) -> None:
        numbers = [c["body"]["number"] for c in self.changes if c["kind"] == "message" and c["body"]]
        body = {
            "id": identifier,
            "conversation": TALK,
            "number": max(numbers, default=0) + 1,
            "author": AMARA if mine else IMANI,
            "author_name": "Amara Okafor" if mine else "Dr Imani",
            "mine": mine,
            "body": text,
            "sent_at": self.clock.now().isoformat(),
        }
        self.document("message", identifier, body)

    def receipt(self, reader: str, number: int, *, by_provider: bool) -> None:
        body = {"conversation": TALK, "user": reader, "by_provider": by_provider, "read_number": number}
        self.document("receipt", ident(f"receipt {reader}"), body)

    def plan(self, name: str, strength: str, how: str, times: list[str], **more: Any) -> str:
        """A medicine with a daily schedule; returns the medicine's id."""
        medicine, schedule = ident(name), ident(f"schedule of {name}")
        body = {
            "id": medicine,
            "name": name,
            "ingredient": name.lower(),
            "strength": strength,
            "form": "tablet",
        }
        self.document("medicine", medicine, body | {"purpose": "", "how": how, "status": "active"} | more)
        self.document("schedule", schedule, schedule_body(schedule, medicine, times))
        return medicine

    def alert(self, text: str, *, urgent: bool = False, state: str = "notified") -> str:
        identifier = ident(f"alert {text}")
        body = {"id": identifier, "rule": "blood_pressure", "state": state, "urgent": urgent, "text": text}
        self.document("alert", identifier, body | {"at": self.clock.now().isoformat()})
        return identifier

    def insight(self, name: str, **more: Any) -> str:
        identifier = ident(f"insight {name}")
        body = {
            "id": identifier,
            "kind": "medicine_gene",
            "title": f"Your genes and {name.lower()}",
            "medicine": ident(name),
            "genes": ["SLCO1B1"],
            "level": "act",
            "saw": ["Your file shows a slower form of one gene."],
            "means": [
                "Your body clears this medicine slowly.",
                "More of it stays in your blood, so sore muscles are more likely.",
            ],
            "todo": ["Do not change it by yourself. Ask your care team if another choice is better for you."],
            "sure": ["Many good studies agree on this."],
            "sources": ["CPIC 2022"],
            "not_checked_note": "We did not look at other genes.",
            "updated_at": "2026-11-20T10:00:00Z",
            "language": "en",
        }
        self.document("insight", identifier, body | more)
        return identifier


def schedule_body(schedule: str, medicine: str, times: list[str], **more: Any) -> dict[str, Any]:
    slots = [{"slot": number, "at": at} for number, at in enumerate(times, start=1)]
    return {
        "id": schedule,
        "rev": 1,
        "medicine": medicine,
        "rule": {"kind": "daily", "times": slots},
        "amount": "1",
        "unit": "tablet",
        "zone_policy": "floating",
        "home_zone": "Europe/Madrid",
        "valid_from": "2026-11-01",
        "valid_to": None,
        "early_minutes": 60,
        "late_minutes": 240,
        **more,
    }


def fill(server: FakeServer) -> None:
    """Amara's record as in the pictures of the look."""
    server.document("profile", AMARA, {"name": "Amara Okafor", "language": "en", "zone": "Europe/Madrid"})
    server.plan("Lisinopril", "10 mg", "with water", ["08:00"], purpose="High blood pressure")
    server.plan("Metformin", "500 mg", "with food", ["13:00"], purpose="Diabetes")
    server.plan("Simvastatin", "20 mg", "at bedtime", ["21:00"], purpose="Cholesterol")
    server.insight("Simvastatin")
    server.document("conversation", TALK, {"id": TALK, "subject": "Blood pressure", "with": ["Dr Imani"]})
    server.message(
        ident("message 1"), "Your readings look steadier this week. Well done. Let us keep the dose as it is."
    )


@dataclass(frozen=True)
class Phone:
    """Amara's phone and what lies around it."""

    companion: Companion
    store: Store
    devices: Devices
    clock: FakeClock
    server: FakeServer


def make_phone(
    folder: Path,
    clock: FakeClock,
    server: FakeServer,
    *,
    paired: bool = True,
    vault: MemoryVault | None = None,
) -> Phone:
    devices = fake_devices(clock, vault)
    opened = open_phone(folder, devices.vault)
    if paired:
        sign_in(opened, server)
    companion = Companion(opened, devices, transport=server.transport)
    return Phone(companion, opened.store, devices, clock, server)


def sign_in(opened: Opened, server: FakeServer) -> None:
    tokens = Tokens(server.access, server.refresh)
    session = Session(ADDRESS, DEVICE, AMARA, AMARA, "en", "Europe/Madrid", tokens)
    StoredSession(opened.store).save(session)


def _json_of(request: httpx.Request) -> dict[str, Any]:
    content = request.content
    if request.headers.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    body: dict[str, Any] = json.loads(content)
    return body
