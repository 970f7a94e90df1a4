"""The same journey on either size: a DNA file, a dose, a reading and a message, over real HTTP and sockets."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

import httpx
import pytest

from mendly_core.genes.samples import array_file
from mendly_core.ids import uuid7
from tests.e2e.live_client import listening, next_frame
from tests.e2e.servers import Server

pytestmark = [pytest.mark.both_databases, pytest.mark.xdist_group("server")]


def make_id() -> str:
    return str(uuid7(time.time_ns() // 1_000_000))


def at(server: Server, who: str, path: str) -> str:
    return f"/api/v1/patients/{server.people[who].patient}/{path}"


def test_the_server_is_ready(server: Server) -> None:
    assert httpx.get(f"{server.url}/readyz").json()["status"] == "ok"


def test_a_message_reaches_the_other_sides_open_socket(server: Server) -> None:
    async def talk() -> None:
        with server.client("amara") as amara, server.client("imani") as imani:
            conversation = amara.get(at(server, "amara", "conversations/")).json()[0]["id"]
            path = at(server, "amara", f"conversations/{conversation}/messages/")
            async with listening(server, "amara") as socket:
                sent = {"id": make_id(), "body": "Hello from the clinic"}
                answer = await asyncio.to_thread(imani.post, path, json=sent)
                assert answer.status_code == 201
                frame = await next_frame(socket, "message")
                assert frame["ids"]["message"] == sent["id"]
                lines = amara.get(path).json()
                assert [line["body"] for line in lines if line["id"] == sent["id"]] == [sent["body"]]

    asyncio.run(talk())


def test_a_dna_file_becomes_an_insight_by_the_background_worker(server: Server) -> None:
    with server.client("bo") as bo:
        medicine = {"name": "Clopidogrel", "ingredient": "clopidogrel"}
        assert bo.post(at(server, "bo", "medicines/"), json=medicine).status_code == 201
        body = b"".join(array_file({"CYP2C19": ("*2", "*2")}, lines=5_000, seed=9, vendor="ancestry"))
        answer = bo.post(
            at(server, "bo", "genome/uploads/"),
            content=body,
            headers={"Content-Type": "application/octet-stream", "X-File-Name": "ancestry.txt"},
        )
        assert answer.status_code == 202, answer.text
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            cards = bo.get(at(server, "bo", "insights/")).json()
            if any(card["genes"] == ["CYP2C19"] and card["level"] == "act" for card in cards):
                return
            time.sleep(0.2)
    raise AssertionError("no insight within 40 seconds")


def test_readings_raise_an_alert_in_the_providers_queue(server: Server) -> None:
    with server.client("carmen") as carmen, server.client("imani") as imani:
        for _ in range(2):
            reading = {
                "id": make_id(),
                "type": "blood_pressure",
                "taken_at": datetime.now(UTC).isoformat(),
                "values": {"systolic": 171, "diastolic": 103},
            }
            assert carmen.post(at(server, "carmen", "observations/"), json=reading).status_code == 201
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            items = imani.get("/api/v1/worklist/").json()
            if any(
                item["kind"] == "alert" and item["patient"] == server.people["carmen"].patient
                for item in items
            ):
                return
            time.sleep(0.2)
    raise AssertionError("no alert in the queue within 30 seconds")
