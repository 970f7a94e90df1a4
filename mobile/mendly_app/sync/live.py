"""The live socket: its frames only say "look now". A lost frame costs time, never data."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from mendly_app.sync.api import SignedOut, Unreached
from mendly_app.sync.backoff import Backoff
from mendly_app.sync.trust import trusted

PING_SECONDS = 25.0
SILENCE_SECONDS = 60.0
UNAUTHENTICATED, REVOKED = 4001, 4003
RESET = "reset"
LARGEST_FRAME = 64 * 1024

log = logging.getLogger("mendly.phone.live")


class Socket(Protocol):
    """One open connection, as `websockets` gives it."""

    async def send(self, message: str) -> None: ...

    async def recv(self) -> str | bytes: ...


Connect = Callable[[str, str], AbstractAsyncContextManager[Socket]]
"""Opens a socket: address, access token."""


def open_socket(address: str, token: str) -> AbstractAsyncContextManager[Any]:
    """Open the socket; the token travels in a header, never in the address."""
    secure = address.startswith("wss:")
    return connect(
        address,
        additional_headers={"Authorization": f"Bearer {token}"},
        ssl=trusted() if secure else None,
        proxy=None,
        open_timeout=10,
        close_timeout=2,
        ping_interval=None,
        max_size=LARGEST_FRAME,
    )


def live_address(server: str) -> str:
    """ "https://mendly.example" -> "wss://mendly.example/ws/live"."""
    return "ws" + server.removeprefix("http") + "/ws/live"


@dataclass(slots=True)
class Live:
    """Keeps one socket open. `on_hint(seq)` is called for each frame and once at each connect.

    `on_kind(kind)` tells what a frame is about; "reset" that anything may have changed.

    `token()` gives the access token, `renew(refused)` a new one in its place; `last_seq()` is the newest
    number whose changes are stored.
    """

    address: str
    token: Callable[[], str]
    renew: Callable[[str], Awaitable[str]]
    last_seq: Callable[[], int]
    on_hint: Callable[[int], None]
    connect: Connect = open_socket
    on_kind: Callable[[str], None] = lambda kind: None
    backoff: Backoff = field(default_factory=lambda: Backoff(lowest=0.0, first=0.5, highest=30.0))
    ping_seconds: float = PING_SECONDS
    silence_seconds: float = SILENCE_SECONDS
    connected: bool = False
    _again: asyncio.Event = field(default_factory=asyncio.Event)

    def retry_now(self) -> None:
        """The network may be back: end the wait between two tries."""
        self.backoff.reset()
        self._again.set()

    async def run(self) -> None:
        """Stay connected. Ends when the server closes the door for good, also to a new token.

        There is a pause before every try. It grows while tries fail, also where each new token is welcomed and
        at once refused, so that no fault of the server makes phones storm it.
        """
        clock = asyncio.get_running_loop().time
        refused_in_a_row = 0
        with suppress(SignedOut):
            while refused_in_a_row < 2:
                token, opened = self.token(), clock()
                heard, code = await self._one_connection(token)
                was_refused = code in {UNAUTHENTICATED, REVOKED}
                if heard and (not was_refused or clock() - opened > self.backoff.highest):
                    self.backoff.reset()
                if was_refused:
                    refused_in_a_row = 1 if heard else refused_in_a_row + 1
                    with suppress(Unreached):
                        await self.renew(token)
                await self._pause()
        log.info("the live socket stays closed")

    async def _pause(self) -> None:
        self._again.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(self.backoff.next()):
                await self._again.wait()

    async def _one_connection(self, token: str) -> tuple[bool, int | None]:
        """Connect, listen until the end. Tells whether a frame came and the close code, if any."""
        heard = False
        try:
            async with self.connect(self.address, token) as socket:
                await socket.send(json.dumps({"hello": {"last_seq": self.last_seq()}}))
                self.connected = True
                self.on_hint(self.last_seq())
                pinging = asyncio.create_task(self._ping(socket))
                try:
                    while True:
                        async with asyncio.timeout(self.silence_seconds):
                            text = await socket.recv()
                        heard = True
                        self._read(text)
                finally:
                    pinging.cancel()
        except ConnectionClosed as closed:
            return heard, closed.rcvd.code if closed.rcvd else None
        except (OSError, TimeoutError, InvalidHandshake, InvalidURI) as problem:
            log.info("no live socket: %s", type(problem).__name__)
            return heard, None
        finally:
            self.connected = False

    async def _ping(self, socket: Socket) -> None:
        with suppress(ConnectionClosed):
            while True:
                await asyncio.sleep(self.ping_seconds)
                await socket.send(json.dumps({"ping": self.last_seq()}))

    def _read(self, text: str | bytes) -> None:
        """A frame or a reset starts a pull; a pong, or what we do not know, only shows a living server."""
        try:
            frame = json.loads(text)
        except ValueError:
            return
        if not isinstance(frame, dict):
            return
        reset = frame.get("reset")
        seq = reset.get("seq") if isinstance(reset, dict) else frame.get("seq")
        if isinstance(seq, int):
            self.on_hint(seq)
            self.on_kind(RESET if isinstance(reset, dict) else str(frame.get("kind", "")))
