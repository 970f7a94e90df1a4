"""A small live client as the phone's: hello, frames, and the fetch that each frame asks for."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import websockets

from tests.e2e.servers import Server


@asynccontextmanager
async def listening(server: Server, who: str, last_seq: int | None = None) -> AsyncIterator[Any]:
    headers = {"Authorization": f"Bearer {server.people[who].access}"}
    async with websockets.connect(server.socket_url, additional_headers=headers) as socket:
        await socket.send(json.dumps({"hello": {"last_seq": last_seq}}))
        if last_seq is None:
            assert "reset" in json.loads(await asyncio.wait_for(socket.recv(), 10))
        yield socket


async def next_frame(socket: Any, kind: str, seconds: float = 10) -> dict[str, Any]:
    while True:
        frame: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), seconds))
        if frame.get("kind") == kind:
            return frame
