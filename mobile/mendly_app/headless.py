"""The real app without a screen, told what to do on stdin: for end-to-end tests against a real server.

    python -m mendly_app.headless --data DIR --server URL [--pair CODE]

One JSON object a line, in and out. Every command `{"do": ...}` is answered by `{"re": ..., "ok": true, ...}` or
`{"re": ..., "ok": false, "problem": "..."}`. Between answers come events: `ready`, `link`, `notification`, and
`message_visible` with the id and the monotonic time of the frame in which a message first stood on the screen.

    pair {code}            take, skip, undo {index}     send {text, index?}     add_reading {kind, values}
    open {screen, index?}  tap {test_id}                offline                 online
    sync                   state                        read                    shot {path}
    quit
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from mendly_app import offscreen
from mendly_app.companion import Companion, open_phone
from mendly_app.devices.desktop.host import SystemClock
from mendly_app.devices.desktop.vault import FileVault
from mendly_app.devices.fakes import fake_devices
from mendly_app.patient.account import PairingFailed
from mendly_app.patient.doses import Dose
from mendly_app.patient.readings import BadReading, ReadingType, check
from mendly_app.sync.engine import Link
from mendly_app.sync.live import Socket, open_socket
from mendly_app.sync.trust import trusted
from mendly_app.ui.app import MendlyApp
from mendly_app.ui.picture import save_picture
from mendly_app.ui.reading_order import reading_order

SYNC_SECONDS = 20.0
SIZE = (offscreen.WIDTH, offscreen.HEIGHT)


def tell(**line: Any) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


class Gate(httpx.AsyncBaseTransport):
    """The way to the network, which can be shut."""

    def __init__(self) -> None:
        self._inner = httpx.AsyncHTTPTransport(verify=trusted())
        self._sockets: set[Any] = set()
        self.is_open = True

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self.is_open:
            raise httpx.ConnectError("offline")
        return await self._inner.handle_async_request(request)

    @asynccontextmanager
    async def connect(self, address: str, token: str) -> AsyncIterator[Socket]:
        if not self.is_open:
            raise ConnectionError("offline")
        async with open_socket(address, token) as socket:
            self._sockets.add(socket)
            try:
                yield socket
            finally:
                self._sockets.discard(socket)

    async def shut(self) -> None:
        self.is_open = False
        for socket in tuple(self._sockets):
            await socket.close()

    async def aclose(self) -> None:
        await self._inner.aclose()


class TellingNotifier:
    """Tells of notifications instead of showing them."""

    def show(self, title: str, text: str) -> None:
        tell(event="notification", title=title, text=text)


class Headless:
    """Carries out commands on one app."""

    def __init__(self, folder: Path, server: str) -> None:
        self._server = server
        self._gate = Gate()
        clock = SystemClock()
        devices = replace(fake_devices(clock, FileVault(folder)), notifier=TellingNotifier())
        self._companion = Companion(
            open_phone(folder, devices.vault), devices, transport=self._gate, connect=self._gate.connect
        )
        self._app = MendlyApp(self._companion)
        self._seen: set[str] = set()
        self._link = Link.UNKNOWN

    async def run(self, code: str | None) -> None:
        """Run until `quit` or the end of stdin."""
        self._companion.listen(self._tell_link)
        self._app.bind(on_start=lambda app: app.root_window.bind(on_flip=self._tell_visible))
        async with self._companion.running():
            if code:
                await self._companion.pair(self._server, code)
            listening = asyncio.create_task(self._listen())
            await self._app.async_run("asyncio")
            listening.cancel()

    async def _listen(self) -> None:
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        tell(event="ready", size=SIZE, monotonic=time.monotonic())
        while line := await reader.readline():
            command = json.loads(line)
            try:
                answer = await self._carry_out(command)
            except (PairingFailed, BadReading, LookupError, ValueError, OSError, TimeoutError) as problem:
                tell(re=command.get("do"), ok=False, problem=f"{type(problem).__name__}: {problem}")
            else:
                tell(re=command["do"], ok=True, monotonic=time.monotonic(), **answer)
            if command.get("do") == "quit":
                break
        self._app.stop()

    async def _carry_out(self, command: dict[str, Any]) -> dict[str, Any]:
        match command["do"]:
            case "pair":
                await self._companion.pair(command.get("server", self._server), command["code"])
            case "take" | "skip" | "undo" as act:
                dose = self._doses()[command["index"]]
                return {"changed": getattr(self._companion.doses, act)(dose.key), "key": dose.key}
            case "send":
                thread = self._companion.messages.threads()[command.get("index", 0)]
                return {"id": str(self._companion.messages.send(thread.id, command["text"]))}
            case "add_reading":
                draft = check(ReadingType(command["kind"]), command["values"])
                return {"id": str(self._companion.readings.add(draft))}
            case "open":
                self._app.go(command["screen"], **self._about(command))
            case "tap":
                self._tap(command["test_id"])
            case "offline":
                await self._gate.shut()
                await self._companion.engine.sync_once()
            case "online":
                self._gate.is_open = True
                self._companion.network_is_back()
            case "sync":
                await self._until_synced()
            case "state":
                return self._state()
            case "read":
                return {"texts": [spoken.text for spoken in reading_order(self._app.root)]}
            case "shot":
                save_picture(command["path"])
            case "quit":
                pass
            case unknown:
                raise ValueError(f"no such command: {unknown}")
        return {}

    async def _until_synced(self) -> None:
        """Wait until the outbox is empty and the server was reached."""
        self._companion.engine.kick()
        async with asyncio.timeout(SYNC_SECONDS):
            while await self._companion.engine.sync_once() is not Link.ONLINE:
                await asyncio.sleep(0.2)

    def _about(self, command: dict[str, Any]) -> dict[str, Any]:
        """What a screen is about, by index."""
        index = command.get("index", 0)
        match command["screen"]:
            case "thread":
                return {"conversation": self._companion.messages.threads()[index].id}
            case "medicine":
                return {"medicine": self._companion.medicines.all()[index].id}
            case "insight":
                return {"insight": self._companion.insights.all()[index].id}
            case "topic":
                return {"topic": UUID(command["topic"])}
            case "dose":
                return {"dose": self._doses()[index].key}
            case "add_reading":
                return {"kind": command.get("kind", ReadingType.BLOOD_PRESSURE.value)}
        return {}

    def _tap(self, test_id: str) -> None:
        found = (w for w in self._app.root.walk() if getattr(w, "test_id", "") == test_id)
        widget = next(found, None)
        if widget is None:
            raise LookupError(f"nothing on the screen is called {test_id}")
        widget.dispatch("on_release")

    def _doses(self) -> list[Dose]:
        return list(self._companion.doses.today().doses)

    def _state(self) -> dict[str, Any]:
        companion, store = self._companion, self._companion.store
        return {
            "signed_in": companion.account.is_signed_in(),
            "name": companion.account.profile().name,
            "link": companion.status.link.value,
            "screen": self._app.current.name,
            "outbox": store.outbox.waiting(),
            "set_aside": [item.reason for item in store.outbox.set_aside()],
            "lost": companion.lost,
            "doses": [
                {
                    "key": dose.key,
                    "medicine": dose.medicine.label,
                    "at": dose.state.occurrence.due_time,
                    "state": dose.state.state.value,
                    "sent": dose.sent.value if dose.sent else None,
                }
                for dose in self._doses()
            ],
            "threads": [self._thread(thread.id) for thread in companion.messages.threads()],
            "insights": [card.title for card in companion.insights.all()],
            "medicines": [medicine.label for medicine in companion.medicines.all()],
            "readings": {kind.value: len(companion.readings.recent(kind)) for kind in ReadingType},
        }

    def _thread(self, conversation: Any) -> dict[str, Any]:
        messages = self._companion.messages
        thread = messages.thread(conversation)
        return {
            "id": str(conversation),
            "subject": thread.subject if thread else "",
            "unread": thread.unread if thread else 0,
            "messages": [
                {"id": str(m.id), "text": m.body, "mine": m.mine, "delivery": m.delivery.value}
                for m in messages.of(conversation)
            ],
        }

    def _tell_link(self) -> None:
        link = self._companion.status.link
        if link is not self._link:
            self._link = link
            tell(event="link", link=link.value, monotonic=time.monotonic())

    def _tell_visible(self, _window: Any) -> None:
        """After a frame was shown: which messages stand in it for the first time."""
        for identifier in self._visible() - self._seen:
            self._seen.add(identifier)
            tell(event="message_visible", id=identifier, monotonic=time.monotonic())

    def _visible(self) -> set[str]:
        screen = self._app.current
        if screen.name == "thread":
            return {bubble.message_id for bubble in screen.ids.list.layout_manager.children}
        if screen.name == "today" and screen.model.message is not None:
            return {str(screen.model.message.message)}
        return set()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="The phone app without a screen, told what to do on stdin.")
    parser.add_argument("--data", type=Path, required=True, help="where the store and its key lie")
    parser.add_argument("--server", required=True, help="address of the server")
    parser.add_argument("--pair", metavar="CODE", help="pair with this code first")
    given = parser.parse_args()
    asyncio.run(Headless(given.data, given.server).run(given.pair))


if __name__ == "__main__":
    main()
