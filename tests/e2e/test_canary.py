"""Marker strings in every sealed field, a whole journey, and then a look into everything that leaves the house."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import redis

from mendly_core.genes.samples import array_file
from mendly_core.ids import uuid7
from tests.backend.notify.browsers import Browser, PushService, running_push_service
from tests.e2e.servers import Server

pytestmark = [pytest.mark.both_databases, pytest.mark.xdist_group("server")]
FIELDS = (
    *("name", "medicine", "ingredient", "strength", "form", "purpose", "how", "notes", "unit"),
    *("reason", "subject", "body", "answer", "filename", "laboratory", "method", "note", "source"),
    *("proxy", "missing", "question", "barrier", "effect", "typed", "why"),
)
CANARY = {field: f"zqx{index:02d}canary{field}" for index, field in enumerate(FIELDS)}
NUMBERS = {"systolic": 143, "diastolic": 91}


def make_id() -> str:
    return str(uuid7(time.time_ns() // 1_000_000))


@pytest.fixture(scope="module")
def push_service() -> Iterator[PushService]:
    with running_push_service() as service:
        yield service


class Visitor:
    """One person's requests; keeps every address asked for, every header and every error body."""

    def __init__(self, server: Server, who: str) -> None:
        self.client = server.client(who)
        self.seen: list[str] = []

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        answer = self.client.request(method, path, **options)
        self.seen += [str(answer.url), str(answer.headers)]
        if answer.status_code >= 400:
            self.seen.append(answer.text)
        return answer


def test_no_marker_leaves_the_house(server: Server, push_service: PushService, tmp_path: Path) -> None:
    server.new_tokens()
    patient = server.people["sam"].patient
    sam, quill = Visitor(server, "sam"), Visitor(server, "quill")
    base = f"/api/v1/patients/{patient}/"
    browser = Browser(push_service, "sam")
    is_embedded = "MENDLY_MODE" not in server.environment
    if is_embedded:
        assert sam.ask("POST", "/api/v1/push/subscriptions/", json=browser.subscription).status_code == 201
    _live_through(sam, quill, base)
    _go_wrong(sam, quill, base)
    if is_embedded:
        deadline = time.monotonic() + 30
        while not push_service.received and time.monotonic() < deadline:
            time.sleep(0.1)
        assert push_service.received
    hits = list(_hits(sam.seen + quill.seen, "address, header or error"))
    hits += _hits([str(each) for each in push_service.received], "push")
    hits += _hits([browser.read(each.body).decode() for each in push_service.received], "push content")
    hits += _hits([server.log.read_text(errors="replace")], "log or e-mail")
    for path in server.data.rglob("*"):
        if path.is_file() and "static" not in path.parts:
            hits += _hits([path.read_bytes().decode("latin-1")], f"file {path.name}")
    if "MENDLY_REDIS_URL" in server.environment:
        hits += _hits(_everything_in_redis(server.environment["MENDLY_REDIS_URL"]), "broker")
    assert hits == []


def test_the_search_finds_a_marker_that_is_there(tmp_path: Path) -> None:
    assert list(_hits([f"x{CANARY['body']}x"], "here")) == [("here", "body")]


def _live_through(sam: Visitor, quill: Visitor, base: str) -> None:
    """Everything a patient and a provider write, with a marker in each field that is sealed."""
    made = {"name": CANARY["name"], "birth_date": "1980-01-01"}
    assert sam.ask("PUT", base, json=made).status_code == 200
    words = {field: CANARY[field] for field in ("ingredient", "strength", "form", "purpose", "how", "notes")}
    answer = sam.ask("POST", f"{base}medicines/", json={"name": CANARY["medicine"], **words})
    assert answer.status_code == 201, answer.text
    medicine = answer.json()["id"]
    plan = {
        "id": str(uuid4()),
        "rule": {"kind": "daily", "times": [{"slot": 1, "at": "08:00"}]},
        "amount": "1",
        "unit": CANARY["unit"],
    }
    assert sam.ask("POST", f"{base}medicines/{medicine}/schedules/", json=plan).status_code == 201
    at = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    intake = dict.fromkeys(
        ("occurrence", "schedule", "local_date", "slot", "taken_at", "amount", "supersedes")
    )
    intake |= {
        "id": make_id(),
        "kind": "skipped",
        "medicine": medicine,
        "logged_at": at,
        "device_zone": "UTC",
        "reason": CANARY["reason"],
        "hlc": f"{time.time_ns() // 1_000_000:016x}-0000-canary",
    }
    sam.ask("POST", f"{base}intakes/", json=intake)
    barrier = {"medicine": medicine, "answer": "other", "words": CANARY["barrier"]}
    assert sam.ask("POST", f"{base}barrier-answers/", json=barrier).status_code == 201
    effect = {"id": make_id(), "what": "other", "words": CANARY["effect"], "severity": "severe"}
    effect |= {"medicine": medicine, "since": "2026-01-01", "signs": ["breathing"]}
    assert sam.ask("POST", f"{base}side-effects/", json=effect).status_code == 201
    stock = {"id": make_id(), "kind": "counted", "amount": "30", "expires": CANARY["question"]}
    assert sam.ask("POST", f"{base}medicines/{medicine}/stock/", json=stock).status_code == 400
    del stock["expires"]
    answer = sam.ask("POST", f"{base}medicines/{medicine}/stock/", json=stock)
    assert answer.json()["unit"] == CANARY["unit"], answer.text
    sam.ask("POST", f"{base}medicines/", json={"name": "Warfarin"})
    assert sam.ask("POST", "/api/v1/medicine-names/", json={"q": CANARY["typed"]}).status_code == 200
    warning = sam.ask("GET", f"{base}medicine-warnings/").json()["shown"][0]["id"]
    why = {"reason": "other", "note": CANARY["why"]}
    assert sam.ask("POST", f"{base}medicine-warnings/{warning}/hide/", json=why).status_code == 204
    reading = {
        "id": make_id(),
        "type": "blood_pressure",
        "taken_at": at,
        "values": NUMBERS,
        "note": CANARY["note"],
    }
    assert sam.ask("POST", f"{base}observations/", json=reading).status_code == 201
    points = [[time.time_ns() // 1_000_000, 61]]
    batch = {
        "type": "heart_rate",
        "source": CANARY["source"],
        "unit": "/min",
        "zone_offset_min": 0,
        "points": points,
    }
    assert sam.ask("POST", f"{base}samples/", json={"batches": [batch]}).status_code in {200, 201}
    started = {"subject": CANARY["subject"], "body": CANARY["body"]}
    conversation = sam.ask("POST", f"{base}conversations/", json=started).json()["conversation"]
    reply = {"id": make_id(), "body": CANARY["answer"]}
    assert quill.ask("POST", f"{base}conversations/{conversation}/messages/", json=reply).status_code == 201
    dna = b"".join(array_file({"CYP2C19": ("*2", "*2")}, lines=2_000, seed=3, vendor="23andme"))
    headers = {"Content-Type": "application/octet-stream", "X-File-Name": CANARY["filename"]}
    assert sam.ask("POST", f"{base}genome/uploads/", content=dna, headers=headers).status_code == 202
    lab = {"gene": "CYP2C19", "diplotype": "*2/*2", "reported_on": "2026-01-01"}
    lab |= {"laboratory": CANARY["laboratory"], "method": CANARY["method"]}
    assert quill.ask("POST", f"{base}genome/lab-results/", json=lab).status_code == 201
    ends = datetime.now(UTC).replace(hour=23).isoformat()
    proxy = {"email": "friend@example.test", "name": CANARY["proxy"], "scopes": ["view"], "ends_at": ends}
    sam.ask("POST", f"{base}proxies/", json=proxy)
    for part in (
        "",
        "medicines/",
        "adherence/",
        "side-effects/",
        "barrier-answers/",
        "weekly-summaries/",
        "observations/",
        "conversations/",
        "genome/results/",
        "insights/",
        "access-log/",
    ):
        assert sam.ask("GET", f"{base}{part}").status_code == 200


def _go_wrong(sam: Visitor, quill: Visitor, base: str) -> None:
    """Wrong values, wrong addresses and refused files that carry markers."""
    missing, question = CANARY["missing"], CANARY["question"]
    for path, body in (
        (f"{base}medicines/", {"name": missing, "rxnorm": question}),
        (f"{base}observations/", {"id": make_id(), "type": question, "taken_at": missing, "values": {}}),
        (f"{base}consents/", {"provider": question, "answers": {missing: question}}),
        (f"{base}genome/lab-results/", {"gene": missing, "diplotype": question, "laboratory": "x"}),
        (
            "/api/v1/sync/events/",
            {"events": [{"id": make_id(), "kind": "intake", "at": missing, "body": {}}]},
        ),
        ("/api/v1/devices/pair/", {"code": missing[:8]}),
    ):
        assert sam.ask("POST", path, json=body).status_code in {400, 404, 422}
    assert sam.ask("POST", f"{base}medicines/", content=f'{{"{missing}'.encode()).status_code in {400, 415}
    bad = f"{missing}\n{question}\n".encode() * 50
    headers = {"Content-Type": "application/octet-stream", "X-File-Name": missing}
    sam.ask("POST", f"{base}genome/uploads/", content=bad, headers=headers)
    stranger = quill.ask("GET", f"/api/v1/patients/{uuid4()}/medicines/")
    assert stranger.status_code == 404


def _hits(texts: list[str], where: str) -> Iterator[tuple[str, str]]:
    for text in texts:
        for field, marker in CANARY.items():
            if marker in text:
                yield where, field


def _everything_in_redis(url: str) -> list[str]:
    client = redis.Redis.from_url(url, decode_responses=False)
    found = []
    for key in client.scan_iter():
        kind = client.type(key)
        if kind == b"string":
            found.append(str(client.get(key)))
        elif kind == b"list":
            found.append(str(client.lrange(key, 0, -1)))
        elif kind == b"hash":
            found.append(str(client.hgetall(key)))
        elif kind == b"set":
            found.append(str(client.smembers(key)))
        found.append(str(key))
    return found
