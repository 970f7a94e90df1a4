"""The one socket: hello, replay, live, reset. It says "look at number 812" and never carries content.

Back-pressure needs no queue: a socket remembers only the newest number it has told. Rows hold the rest.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from mendly.live import selectors
from mendly.live.hub import hub
from mendly.live.kinds import may_see
from mendly.live.models import Event
from mendly.policy import Actor

UNAUTHENTICATED, REVOKED, SLOW, POLICY, TRY_AGAIN = 4001, 4003, 4008, 1008, 1013
LONGEST_FRAME = 4096
HELLO_SECONDS = 20.0
SEND_SECONDS = 10.0
"""A client that cannot take one frame in this time is cut off; it comes back and replays."""
CHECK_SECONDS = 60.0
"""So often a socket asks again whether its sign-in still stands, busy or quiet."""

log = logging.getLogger("mendly.live")
Identify = Callable[[dict[str, Any]], Awaitable[Actor | None]]


class LiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One connection of one person. `identify` is given by the composition root (`asgi.py`)."""

    identify: Identify

    def __init__(self, identify: Identify) -> None:
        super().__init__()
        self.identify = identify
        self._actor: Actor | None = None
        self._sent = 0
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._doubted = self._gone = False

    async def connect(self) -> None:
        self._actor = await self.identify(self.scope)
        await self.accept()
        if self._actor is None:
            await self.close(UNAUTHENTICATED)
            return
        self._hello: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._serve(self._actor))

    async def disconnect(self, code: int) -> None:
        """`_gone` beside the cancelling: a wait that ends in the same moment swallows it (before Python 3.12)."""
        self._gone = True
        if self._task is not None:
            self._task.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        frame = _parsed(text_data)
        if frame is None:
            await self.close(POLICY)
        elif "ping" in frame:
            await self.send(json.dumps({"pong": self._sent}))
        elif self._task is not None and not self._hello.done():
            hello = frame.get("hello")
            self._hello.set_result(hello.get("last_seq") if isinstance(hello, dict) else None)

    def hint(self, seq: int) -> None:
        if seq == 0 or seq > self._sent:
            self._wake.set()

    def revoke(self) -> None:
        self._doubted = True
        self._wake.set()

    async def _serve(self, actor: Actor) -> None:
        """Follow until the end. A fault closes the socket, so that the client comes back and replays."""
        assert actor.user_id is not None
        code = TRY_AGAIN
        try:
            code = await self._follow(actor, actor.user_id)
        except TimeoutError:
            code = SLOW
        except Exception:
            log.exception("a live socket failed")
        finally:
            hub.discard(actor.user_id, self)
        if not self._gone:
            await self.close(code)

    async def _follow(self, actor: Actor, user: UUID) -> int:
        """Register first, replay next, then follow hints; a number already told is never told again.

        Returns the code to close with, once the sign-in ended.
        """
        async with asyncio.timeout(HELLO_SECONDS):
            last_seq = await self._hello
        hub.add(user, self)
        await self._start_from(last_seq, actor)
        clock = asyncio.get_running_loop().time
        checked = clock()
        while not self._gone:
            self._wake.clear()
            if self._doubted or clock() - checked > CHECK_SECONDS:
                self._doubted, checked = False, clock()
                current = await self.identify(self.scope)
                if current is None:
                    return REVOKED
                actor = current
            await self._catch_up(actor)
            try:
                async with asyncio.timeout(CHECK_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                self._doubted = True
        return TRY_AGAIN

    async def _start_from(self, last_seq: Any, actor: Actor) -> None:
        is_number = isinstance(last_seq, int) and not isinstance(last_seq, bool) and 0 <= last_seq < 1 << 62
        if is_number and await database_sync_to_async(selectors.can_replay_from)(actor.user_id, last_seq):
            self._sent = last_seq
            return
        self._sent = await database_sync_to_async(selectors.newest_seq)(actor.user_id)
        await self._tell(json.dumps({"reset": {"seq": self._sent}}))

    async def _catch_up(self, actor: Actor) -> None:
        while True:
            page = await database_sync_to_async(_page_for)(actor, self._sent)
            for event, visible in page:
                if visible:
                    await self._tell(_frame(event))
                self._sent = event.seq
            if len(page) < selectors.PAGE:
                return

    async def _tell(self, text: str) -> None:
        async with asyncio.timeout(SEND_SECONDS):
            await self.send(text)


def _page_for(actor: Actor, sent: int) -> list[tuple[Event, bool]]:
    """The next events with the policy's answer of this very moment."""
    assert actor.user_id is not None
    events = selectors.events_after(actor.user_id, sent)
    return [(event, may_see(actor, event.kind, event.ids)) for event in events]


def _frame(event: Event) -> str:
    at = event.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return json.dumps(
        {"seq": event.seq, "kind": event.kind, "ids": event.ids, "at": at}, separators=(",", ":")
    )


def _parsed(text: str | None) -> dict[str, Any] | None:
    """A small JSON object, or None for anything else."""
    if text is None or len(text) > LONGEST_FRAME:
        return None
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return frame if isinstance(frame, dict) else None
