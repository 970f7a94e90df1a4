"""Composition root of serving. `ws`: sockets only (production). `application`: HTTP and sockets in one process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from mendly.wsgi import application as wsgi_application  # the imports below need Django set up

# isort: split
from a2wsgi import WSGIMiddleware
from channels.routing import URLRouter
from django.conf import settings
from django.urls import path

from mendly.accounts.actors import actor_of_scope
from mendly.live.consumer import LiveConsumer
from mendly.live.hub import hub

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_sockets = URLRouter([path("ws/live", LiveConsumer.as_asgi(identify=actor_of_scope))])
_http = WSGIMiddleware(wsgi_application, workers=4)  # type: ignore[arg-type]
BODY_SECONDS = 30.0
"""A body that stands still for this long is given up: each request holds one of few threads."""


async def ws(scope: Scope, receive: Receive, send: Send) -> None:
    """Sockets; an unknown address is closed politely instead of raising."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "websocket" and scope["path"] == "/ws/live":
        await _sockets(scope, receive, send)
    elif scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 4404})
    else:
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await _http(scope, _without_standstill(receive), send)  # type: ignore[arg-type]
    else:
        await ws(scope, receive, send)


def _without_standstill(receive: Receive) -> Receive:
    async def next_part() -> MutableMapping[str, Any]:
        async with asyncio.timeout(BODY_SECONDS):
            return await receive()

    return next_part


async def _lifespan(receive: Receive, send: Send) -> None:
    await receive()
    hub.bind(asyncio.get_running_loop())
    tasks = [asyncio.create_task(hub.sweep())]
    if settings.REDIS_URL:
        tasks.append(asyncio.create_task(hub.listen()))
    await send({"type": "lifespan.startup.complete"})
    await receive()
    for task in tasks:
        task.cancel()
    await send({"type": "lifespan.shutdown.complete"})
