"""The phone app against a running server: offline, killed and back; a message from the clinic to its screen."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from mendly_core.ids import uuid7
from tests.e2e.phone import Phone, paired_phone
from tests.e2e.servers import Server, free_port
from tests.e2e.splitter import start_splitter

pytestmark = [pytest.mark.phone, pytest.mark.both_databases, pytest.mark.xdist_group("server")]


def make_id() -> str:
    return str(uuid7(time.time_ns() // 1_000_000))


def open_doses(phone: Phone) -> list[int]:
    doses = phone.do("state")["doses"]
    return [
        index for index, dose in enumerate(doses) if dose["state"] in {"upcoming", "due", "late", "missed"}
    ]


def intakes_on_server(server: Server) -> set[str]:
    with server.client("amara") as amara:
        today = datetime.now(UTC).date()
        span = {"from": str(today - timedelta(days=2)), "to": str(today + timedelta(days=2))}
        answer = amara.get(f"/api/v1/patients/{server.people['amara'].patient}/intakes/", params=span)
        assert answer.status_code == 200, answer.text
        found = [intake["id"] for intake in answer.json()]
        assert len(found) == len(set(found))
        return set(found)


def plan_late_doses(server: Server) -> None:
    """A medicine with four doses at the end of today, so that there is something to log at any hour."""
    base = f"/api/v1/patients/{server.people['amara'].patient}/medicines/"
    with server.client("amara") as amara:
        medicine = amara.post(base, json={"name": "Vitamin drops"}).json()["id"]
        times = [{"slot": n, "at": f"23:5{5 + n}"} for n in range(1, 5)]
        plan = {"id": str(uuid4()), "rule": {"kind": "daily", "times": times}, "amount": "1", "unit": "drop"}
        assert amara.post(f"{base}{medicine}/schedules/", json=plan).status_code == 201


def test_three_intakes_offline_survive_a_kill_and_reach_the_server_once(
    server: Server, tmp_path: Path
) -> None:
    server.new_tokens()
    plan_late_doses(server)
    with paired_phone(server, "amara", tmp_path) as phone:
        before = intakes_on_server(server)
        phone.do("offline")
        for index in open_doses(phone)[:3]:
            phone.do("take", index=index)
        assert phone.do("state")["outbox"] == 3
        phone.kill()
        phone.start()
        assert phone.do("state")["outbox"] == 3
        phone.do("online")
        phone.do("sync")
        assert phone.do("state")["outbox"] == 0
        assert len(intakes_on_server(server) - before) == 3
        phone.do("sync")
        assert len(intakes_on_server(server) - before) == 3


def test_a_message_from_the_clinic_shows_on_the_phone_at_once(server: Server, tmp_path: Path) -> None:
    print(delays_of(server, tmp_path, 20))


@pytest.mark.long
@pytest.mark.parametrize("pause", [0, 0.3], ids=["one upon the other", "with a breath between"])
def test_five_hundred_messages_from_the_clinic(server: Server, tmp_path: Path, pause: float) -> None:
    print(delays_of(server, tmp_path, 500, pause))


def delays_of(server: Server, data: Path, count: int, pause: float = 0) -> str:
    """From the provider's POST to the frame in which the message stands on the phone's screen, in ms.

    Without a `pause` (seconds) the next message also waits for what the phone does after the last: its receipt.
    """
    delays = []
    with conversation_on_phone(server, server.url, data) as (phone, path), server.client("imani") as imani:
        for number in range(count):
            if number % 100 == 99:
                server.new_tokens()
                imani.headers["Authorization"] = f"Bearer {server.people['imani'].access}"
            sent = {"id": make_id(), "body": f"Message {number}"}
            time.sleep(pause)
            started = time.monotonic()
            assert imani.post(path, json=sent).status_code == 201
            shown = phone.wait_for(
                lambda e, i=sent["id"]: e.get("event") == "message_visible" and e["id"] == i
            )
            delays.append((shown["monotonic"] - started) * 1000)
    delays.sort()
    p50, p95 = statistics.median(delays), delays[int(len(delays) * 0.95)]
    return (
        f"\nprovider to phone screen, {count} messages, {pause} s apart: p50 {p50:.0f} ms, p95 {p95:.0f} ms"
    )


def test_a_socket_cut_at_random_shows_each_message_once_and_in_order(server: Server, tmp_path: Path) -> None:
    cut_often(server, tmp_path, messages=20, cuts=5)


@pytest.mark.long
def test_a_hundred_cuts_show_each_message_once_and_in_order(server: Server, tmp_path: Path) -> None:
    cut_often(server, tmp_path, messages=200, cuts=100)


def cut_often(server: Server, data: Path, *, messages: int, cuts: int) -> None:
    port, chance = int(server.url.rsplit(":", 1)[1]), random.Random(100)
    front = free_port()
    with (
        start_splitter(front, http=port, sockets=port) as line,
        conversation_on_phone(server, f"http://127.0.0.1:{front}", data) as (phone, path),
        server.client("imani") as imani,
    ):
        sent: list[str] = []
        cut_after = sorted(chance.randrange(messages) for _ in range(cuts))
        for number in range(messages):
            sent.append(make_id())
            assert imani.post(path, json={"id": sent[-1], "body": f"Cut {number}"}).status_code == 201
            for _ in range(cut_after.count(number)):
                line.cut_sockets()
                time.sleep(chance.uniform(0, 0.15))
        wanted = set(sent)
        phone.wait_for(lambda e: e.get("event") == "message_visible" and e["id"] == sent[-1], seconds=90)
        threads = phone.do("state")["threads"]
        shown = [m["id"] for thread in threads for m in thread["messages"] if m["id"] in wanted]
        assert shown == sent
        told = [e["id"] for e in phone.events if e.get("event") == "message_visible" and e["id"] in wanted]
        assert len(told) == len(set(told))
        print(f"\n{messages} messages with {cuts} cuts: each shown once, in order")


@contextmanager
def conversation_on_phone(server: Server, url: str, data: Path) -> Iterator[tuple[Phone, str]]:
    """Amara's phone with one thread open; gives the phone and the address to post to."""
    server.new_tokens()
    with server.client("amara") as amara:
        base = f"/api/v1/patients/{server.people['amara'].patient}/conversations/"
        started = amara.post(base, json={"subject": "Test", "body": "First"}).json()
    with paired_phone(server, "amara", data, url=url) as phone:
        threads = [thread["id"] for thread in phone.do("state")["threads"]]
        phone.do("open", screen="thread", index=threads.index(started["conversation"]))
        phone.wait_for(lambda e: e.get("event") == "message_visible" and e["id"] == started["message"])
        yield phone, f"{base}{started['conversation']}/messages/"
