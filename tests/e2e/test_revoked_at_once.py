"""From an acknowledged revoke on: no page, no answer of the API, no frame on an open socket, no archive.

What was asked for after the acknowledgement is denied, and nothing that was written after it is sent.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from mendly_core.ids import uuid7
from tests.e2e.servers import Server
from tests.prepared import ROOT

pytestmark = [pytest.mark.both_databases, pytest.mark.xdist_group("server")]

PATIENT, PROVIDER = "bo", "jules"
DENIED: Final = frozenset({403, 404})
BEFORE, AFTER = 0.2, 0.5
"""Seconds of reading and writing before the revoke and after its acknowledgement."""
PROMISED: Final = 1.0
"""Seconds from the acknowledgement to the first denied read, and to the last frame."""
TOKENS_LAST: Final = 200.0
WORKER_ENDS: Final = 3.0
"""Longer than a worker needs to pack what it had begun."""
KINDS: Final = ("profile", "medicines", "readings", "genes", "tumours", "messages")


def make_id() -> str:
    return str(uuid7(time.time_ns() // 1_000_000))


class Hand:
    """What the patient does in a browser of their own (see own_hand.py): one process for the whole test."""

    def __init__(self, server: Server) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.own_hand"],
            env=dict(server.environment),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, order: str, **facts: Any) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"do": order, **facts}) + "\n")
        self.process.stdin.flush()
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told

    def put_down(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def hand(server: Server) -> Iterator[Hand]:
    """Whatever the test closed is open again afterwards: other tests use the same clinic."""
    hand = Hand(server)
    yield hand
    hand.do("account", patient=server.people[PATIENT].patient, active=True)
    hand.do("share", patient=server.people[PATIENT].patient, email=server.people[PROVIDER].email)
    hand.put_down()


@dataclass
class Asked:
    """One read of the provider: when it began and ended, and its status."""

    began: float
    ended: float
    status: int


@dataclass
class Reader:
    """Asks for one address again and again."""

    client: httpx.Client
    address: str
    asked: list[Asked] = field(default_factory=list)

    def __call__(self, stopping: threading.Event) -> None:
        while not stopping.is_set():
            began = time.monotonic()
            status = self.client.get(self.address).status_code
            self.asked.append(Asked(began, time.monotonic(), status))

    def seconds_until_denied(self, acknowledged: float) -> float:
        """To the end of the first read that was denied and began after it; those in between must not be answered."""
        later = [one for one in self.asked if one.began > acknowledged]
        assert any(one.status == 200 for one in self.asked), f"{self.address} was never open"
        assert later, f"nobody asked for {self.address} afterwards"
        assert {one.status for one in later} <= DENIED, f"{self.address}: {later}"
        return later[0].ended - acknowledged


@dataclass
class Writer:
    """The patient's phone: a reading after the other, with the moment at which each was begun."""

    client: httpx.Client
    record: str
    begun: dict[str, float] = field(default_factory=dict)

    def __call__(self, stopping: threading.Event) -> None:
        while not stopping.is_set():
            reading = {
                "id": make_id(),
                "type": "weight",
                "taken_at": datetime.now(UTC).isoformat(),
                "values": {"weight": "80.0"},
            }
            self.begun[reading["id"]] = time.monotonic()
            answer = self.client.post(f"{self.record}observations/", json=reading)
            assert answer.status_code == 201, answer.text


@dataclass
class Listener:
    """The provider's open socket: every frame with the moment at which it came."""

    server: Server
    frames: list[tuple[float, dict[str, Any]]] = field(default_factory=list)
    open: threading.Event = field(default_factory=threading.Event)

    def __call__(self, stopping: threading.Event) -> None:
        token = {"Authorization": f"Bearer {self.server.people[PROVIDER].access}"}
        with connect(self.server.socket_url, additional_headers=token) as socket:
            socket.send(json.dumps({"hello": {"last_seq": None}}))
            assert "reset" in json.loads(socket.recv(10))
            self.open.set()
            while not stopping.is_set():
                try:
                    frame = json.loads(socket.recv(0.1))
                except TimeoutError:
                    continue
                except ConnectionClosed:
                    return
                self.frames.append((time.monotonic(), frame))

    def seconds_until_silent(self, acknowledged: float, writer: Writer, patient: str) -> float:
        """To the last frame about the patient; none may be of something that was begun after it."""
        theirs = [(at, f["ids"]) for at, f in self.frames if patient in f.get("ids", {}).values()]
        assert any(at < acknowledged and "observation" in ids for at, ids in theirs), (
            "the socket heard nothing"
        )
        unheard = {ids["observation"] for _, ids in theirs if "observation" in ids} & {
            each for each, began in writer.begun.items() if began > acknowledged
        }
        assert unheard == set(), "readings that were taken after the revoke were announced"
        return max(0.0, max(at for at, _ in theirs) - acknowledged)


@dataclass
class Worst:
    page: float = 0.0
    api: float = 0.0
    socket: float = 0.0

    def take(self, page: float, api: float, socket: float) -> None:
        self.page, self.api = max(self.page, page), max(self.api, api)
        self.socket = max(self.socket, socket)

    def __str__(self) -> str:
        return f"page {self.page * 1000:.0f} ms, API {self.api * 1000:.0f} ms, socket {self.socket * 1000:.0f} ms"


def take_back_consent(client: httpx.Client, record: str, opened: dict[str, str]) -> None:
    answers = dict.fromkeys(KINDS, "deny")
    body = {"provider": opened["provider"], "answers": answers}
    answer = client.post(f"{record}consents/", json=body)
    assert answer.status_code == 201, answer.text


def end_care(client: httpx.Client, record: str, opened: dict[str, str]) -> None:
    answer = client.post(f"{record}relationships/{opened['relationship']}/end/")
    assert answer.status_code == 204, answer.text


WAYS: Final[tuple[Callable[[httpx.Client, str, dict[str, str]], None], ...]] = (take_back_consent, end_care)


def one_round(
    server: Server, hand: Hand, cookie: dict[str, str], number: int, worst: Worst, at_most: float | None
) -> None:
    """Open, read, write and listen; revoke in the middle; judge what came afterwards."""
    patient = str(server.people[PATIENT].patient)
    record = f"/api/v1/patients/{patient}/"
    opened = hand.do("share", patient=patient, email=server.people[PROVIDER].email)
    stopping = threading.Event()
    with ExitStack() as stack:
        mine, phone, theirs = (stack.enter_context(server.client(w)) for w in (PATIENT, PATIENT, PROVIDER))
        browser = stack.enter_context(httpx.Client(base_url=server.url, timeout=30))
        browser.cookies.set(cookie["name"], cookie["value"])
        api, page = Reader(theirs, f"{record}medicines/"), Reader(browser, f"/patients/{patient}/")
        writer, listener = Writer(phone, record), Listener(server)
        parts = [threading.Thread(target=part, args=(stopping,)) for part in (listener, api, page, writer)]
        for part in parts:
            part.start()
        try:
            assert listener.open.wait(20)
            _wait_until(lambda: bool(listener.frames and api.asked and page.asked))
            time.sleep(BEFORE)
            WAYS[number % len(WAYS)](mine, record, opened)
            acknowledged = time.monotonic()
            time.sleep(AFTER)
            _wait_until(
                lambda: (
                    all(reader.asked[-1].began > acknowledged for reader in (api, page))
                    and max(writer.begun.values()) > acknowledged
                )
            )
        finally:
            stopping.set()
            for part in parts:
                part.join(30)
    until_page, until_api = (reader.seconds_until_denied(acknowledged) for reader in (page, api))
    silent = listener.seconds_until_silent(acknowledged, writer, patient)
    worst.take(until_page, until_api, silent)
    if at_most is not None:
        assert max(until_page, until_api, silent) < at_most, worst


def rounds(server: Server, hand: Hand, number: int, at_most: float | None = None) -> Worst:
    worst, made = Worst(), 0.0
    cookie: dict[str, str] = {}
    for count in range(number):
        if not cookie or time.monotonic() - made > TOKENS_LAST:
            server.new_tokens()
            cookie = hand.do("browser", email=server.people[PROVIDER].email)
            made = time.monotonic()
        one_round(server, hand, cookie, count, worst, at_most)
    return worst


def test_what_is_asked_after_a_revoke_is_denied_and_nothing_later_is_sent(server: Server, hand: Hand) -> None:
    rounds(server, hand, 3)


@pytest.mark.long
def test_a_hundred_revokes_hold_within_a_second(
    server: Server, hand: Hand, capsys: pytest.CaptureFixture[str]
) -> None:
    worst = rounds(server, hand, 100, PROMISED)
    with capsys.disabled():
        print(f"\n  worst of 100 from the acknowledged revoke: {worst}")


@pytest.mark.parametrize("how", ["taken back", "account closed"])
def test_a_running_export_stops_and_gives_no_file(server: Server, hand: Hand, how: str) -> None:
    """Stopped while it is being built; asked for with all that the person may have, there is nothing to fetch."""
    server.new_tokens()
    patient = str(server.people[PATIENT].patient)
    big = hand.do("big_file", patient=patient)
    export = hand.do("take_along", patient=patient)["export"]
    _wait_until(lambda: hand.do("state_of", export=export)["state"] == "building")
    with server.client(PATIENT) as client:
        address = f"/api/v1/patients/{patient}/exports/{export}/"
        if how == "taken back":
            assert client.delete(address).status_code == 204
        else:
            hand.do("account", patient=patient, active=False)
        _wait_until(lambda: hand.do("state_of", export=export)["state"] == "stopped")
        hand.do("account", patient=patient, active=True)
        hand.do("settle")
        time.sleep(WORKER_ENDS if server.environment.get("MENDLY_MODE") == "production" else 0.0)
        assert hand.do("state_of", export=export) == {"state": "stopped", "file": False, "passphrase": False}
        assert hand.do("fetch", patient=patient, export=export) == {"refused": "Gone"}
        assert client.post(f"{address}file/").status_code >= 400
    hand.do("forget_file", file=big["file"])


def _wait_until(it_is: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not it_is():
        assert time.monotonic() < deadline
        time.sleep(0.02)
