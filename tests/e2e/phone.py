"""The real phone app in a process of its own, offscreen, driven by lines on its standard input."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.e2e.servers import ROOT, Server

ANSWER_SECONDS = 40.0


class Phone:
    """Commands in, answers and events out. `events` keeps what the app told between answers."""

    def __init__(self, data: Path, url: str) -> None:
        self._command = [sys.executable, "-m", "mendly_app.headless", "--data", str(data), "--server", url]
        self.events: list[dict[str, Any]] = []
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("mobile", "backend")),
            "KIVY_NO_CONSOLELOG": "1",
        }
        self._process = subprocess.Popen(
            self._command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
        )
        threading.Thread(target=self._read, args=(self._process,), daemon=True).start()
        self.wait_for(lambda event: event.get("event") == "ready")

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("{"):
                told = json.loads(line)
                self._answers.put(told) if "re" in told else self.events.append(told)

    def do(self, what: str, **details: Any) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": what, **details}) + "\n")
        self._process.stdin.flush()
        answer = self._answers.get(timeout=ANSWER_SECONDS)
        assert answer["ok"], answer
        return answer

    def wait_for(self, wanted: Any, seconds: float = ANSWER_SECONDS) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for event in tuple(self.events):
                if wanted(event):
                    return event
            time.sleep(0.005)
        raise AssertionError(f"not told within {seconds} s; last events: {self.events[-5:]}")

    def kill(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()


@contextmanager
def paired_phone(server: Server, who: str, data: Path, *, url: str | None = None) -> Iterator[Phone]:
    phone = Phone(data, url or server.url)
    try:
        phone.start()
        phone.do("pair", code=pairing_code(server, who))
        phone.do("sync")
        yield phone
    finally:
        phone.stop()


def pairing_code(server: Server, who: str) -> str:
    """Sign in to the portal as this person and make a code there, as a person would."""
    login = server.people[who]
    with httpx.Client(
        base_url=server.url, cookies=login.known_browser, follow_redirects=True, timeout=30
    ) as browser:
        page = browser.get("/accounts/login/")
        form = {"login": login.email, "password": login.password, "csrfmiddlewaretoken": _token(page.text)}
        page = browser.post("/accounts/login/", data=form)
        assert page.url.path not in {"/accounts/login/", "/new-browser/"}, "the sign-in did not work"
        token = _token(browser.get("/devices/").text)
        answer = browser.post("/api/v1/devices/pairing-codes/", headers={"X-CSRFToken": token})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["code"])


def _token(page: str) -> str:
    marker = 'name="csrfmiddlewaretoken" value="'
    start = page.index(marker) + len(marker)
    return page[start : page.index('"', start)]
