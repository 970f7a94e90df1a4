"""The hub: hints `(user, seq)` from any thread or process to the sockets of this process.

In production the hint crosses Redis; it carries no content, and a lost one costs time, never data.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections import defaultdict
from contextvars import Context
from functools import cache
from typing import Protocol
from uuid import UUID

import redis
import redis.asyncio
from channels.db import database_sync_to_async
from django.conf import settings
from django.db import Error

from mendly.live.selectors import newest_seqs

CHANNEL = "mendly:hints"
REVOKED = -1
SWEEP_SECONDS = 25.0
log = logging.getLogger("mendly.live")


class Socket(Protocol):
    """What the hub needs of a connection. Both calls come from the event loop and never wait."""

    def hint(self, seq: int) -> None: ...

    def revoke(self) -> None: ...


class Hub:
    """Sockets of this process by person. Everything but `publish` runs on the event loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sockets: dict[UUID, set[Socket]] = defaultdict(set)

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def connected(self) -> tuple[UUID, ...]:
        return tuple(self._sockets)

    def add(self, user: UUID, socket: Socket) -> None:
        self._sockets[user].add(socket)

    def discard(self, user: UUID, socket: Socket) -> None:
        self._sockets[user].discard(socket)
        if not self._sockets[user]:
            del self._sockets[user]

    def publish(self, user: UUID, seq: int) -> None:
        """From any thread. A fresh context: what the publishing thread holds is not the socket's business."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.deliver, user, seq, context=Context())

    def deliver(self, user: UUID, seq: int) -> None:
        for socket in tuple(self._sockets.get(user, ())):
            socket.revoke() if seq == REVOKED else socket.hint(seq)

    async def sweep(self) -> None:
        """Find lost hints for ever: one query over everyone connected, each 25 seconds."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            with contextlib.suppress(Error):
                newest = await database_sync_to_async(newest_seqs)(self.connected())
                for user, seq in newest.items():
                    self.deliver(user, seq)

    async def listen(self) -> None:
        """Pass on hints from Redis for ever; after a lost connection, every socket looks at its rows again."""
        while True:
            try:
                await self._listen_once()
            except (redis.RedisError, OSError):
                log.warning("hint listener lost its connection")
                await asyncio.sleep(0.5)

    async def _listen_once(self) -> None:
        client = redis.asyncio.Redis.from_url(settings.REDIS_URL, health_check_interval=15)
        async with client, client.pubsub() as pubsub:
            await pubsub.subscribe(CHANNEL)
            for user in self.connected():
                self.deliver(user, 0)
            async for message in pubsub.listen():
                if message["type"] == "message":
                    user, seq = json.loads(message["data"])
                    self.deliver(UUID(user), seq)


hub = Hub()


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2)


def publish_hint(user: UUID, seq: int) -> None:
    """After the commit. A broker that is down is not an error: the sweep finds the rows."""
    if not settings.REDIS_URL:
        hub.publish(user, seq)
        return
    with contextlib.suppress(redis.RedisError):
        _redis().publish(CHANNEL, json.dumps([str(user), seq]))


def publish_revoked(user: UUID) -> None:
    publish_hint(user, REVOKED)
