"""The app as its own process: told what to do, killed without warning, started again."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mendly_app.companion import Companion, open_phone
from mendly_app.devices.desktop.vault import FileVault
from mendly_app.devices.fakes import FakeClock, fake_devices
from mendly_app.sync.session import StoredSession
from tests.mobile.world import FakeServer, Phone, fill, ident, sign_in

pytestmark = pytest.mark.phone

LIMIT_SECONDS = 60.0
NOWHERE = "http://127.0.0.1:9"
ROOT = Path(__file__).resolve().parents[3]


class Process:
    """The headless app in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._events: list[dict[str, Any]] = []

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        text = self._process.stdout.readline()
        assert text, "the app ended"
        line: dict[str, Any] = json.loads(text)
        if "event" in line:
            self._events.append(line)
        return line

    def wait_for(self, event: str) -> dict[str, Any]:
        """The next event of a kind, also one that came while something else was waited for."""
        while True:
            found = next((line for line in self._events if line["event"] == event), None)
            if found is not None:
                self._events.remove(found)
                return found
            self._line()

    def do(self, what: str, **more: Any) -> dict[str, Any]:
        """Send a command and wait for its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": what, **more}) + "\n")
        self._process.stdin.flush()
        while True:
            line = self._line()
            if line.get("re") == what:
                return line

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)


@contextmanager
def headless(folder: Path) -> Iterator[Process]:
    paths = os.pathsep.join(str(ROOT / part) for part in ("mobile", "backend"))
    process = subprocess.Popen(
        [sys.executable, "-m", "mendly_app.headless", "--data", str(folder), "--server", NOWHERE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths, "TZ": "UTC"},
        text=True,
    )
    too_long = threading.Timer(LIMIT_SECONDS, process.kill)
    too_long.start()
    try:
        yield Process(process)
    finally:
        too_long.cancel()
        process.kill()
        process.communicate()


def opened(folder: Path, server: FakeServer, clock: FakeClock) -> Phone:
    """The phone's own files, opened in this process."""
    devices = fake_devices(clock, FileVault(folder))
    made = open_phone(folder, devices.vault)
    return Phone(Companion(made, devices, transport=server.transport), made.store, devices, clock, server)


def prepared(folder: Path) -> tuple[FakeServer, FakeClock]:
    """Amara's phone on disk, filled, with a server that cannot be reached."""
    clock = FakeClock(datetime.now(UTC))
    server = FakeServer(clock)
    fill(server)
    for name in ("Lisinopril", "Metformin", "Simvastatin"):
        schedule = next(c for c in server.changes if c["id"] == ident(f"schedule of {name}"))
        schedule["body"]["valid_from"] = (clock.now() - timedelta(days=3)).date().isoformat()
    made = open_phone(folder, FileVault(folder))
    sign_in(made, server)
    made.store.close()
    phone = opened(folder, server, clock)
    asyncio.run(phone.companion.engine.sync_once())
    keeper = StoredSession(phone.store)
    session = keeper.load()
    assert session is not None
    keeper.save(replace(session, server=NOWHERE))
    phone.store.close()
    return server, clock


def test_three_intakes_survive_a_kill_and_reach_the_server_once(tmp_path: Path) -> None:
    server, clock = prepared(tmp_path)
    with headless(tmp_path) as app:
        app.wait_for("ready")
        keys = [app.do("take", index=index)["key"] for index in range(3)]
        app.kill()
    with headless(tmp_path) as again:
        again.wait_for("ready")
        state = again.do("state")
        assert state["outbox"] == 3
        assert [dose["key"] for dose in state["doses"] if dose["state"] == "taken"] == keys
        assert not again.do("take", index=0)["changed"]
        again.kill()
    phone = opened(tmp_path, server, clock)
    keeper = StoredSession(phone.store)
    session = keeper.load()
    assert session is not None
    keeper.save(replace(session, server="https://mendly.example"))
    for _ in range(2):
        asyncio.run(phone.companion.engine.sync_once())
    assert [server.events[event]["body"]["occurrence"] for event in server.arrivals] == keys
    assert phone.store.outbox.waiting() == 0
    phone.store.close()


def test_the_app_says_what_it_can_and_cannot_do(tmp_path: Path) -> None:
    prepared(tmp_path)
    with headless(tmp_path) as app:
        ready = app.wait_for("ready")
        assert ready["size"] == [412, 915]
        seen = app.wait_for("message_visible")
        assert seen["id"] == ident("message 1")
        assert app.do("open", screen="thread")["ok"]
        sent = app.do("send", text="Thank you.")
        assert app.wait_for("message_visible")["id"] == sent["id"]
        state = app.do("state")
        assert state["screen"] == "thread"
        assert state["link"] == "offline"
        assert [m["delivery"] for m in state["threads"][0]["messages"]] == ["sent", "queued"]
        assert app.do("add_reading", kind="blood_pressure", values={"systolic": "128", "diastolic": "82"})[
            "ok"
        ]
        refused = app.do("add_reading", kind="weight", values={"weight": "heavy"})
        assert (refused["ok"], refused["problem"]) == (False, "BadReading: weight: not-a-number")
        assert app.do("shot", path=str(tmp_path / "shot.png"))["ok"]
        assert (tmp_path / "shot.png").read_bytes().startswith(b"\x89PNG")
        assert not app.do("dance")["ok"]
        assert app.do("quit")["ok"]
