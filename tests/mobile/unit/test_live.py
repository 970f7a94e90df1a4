"""The live socket against a real one on loopback: hello, hints, silence, and the close codes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest
from websockets.asyncio.server import ServerConnection, serve

from mendly_app.sync.api import SignedOut, Unreached
from mendly_app.sync.backoff import Backoff
from mendly_app.sync.live import Live, live_address

Script = Callable[[ServerConnection], Awaitable[None]]
WAIT = 2.0


@dataclass
class Seen:
    """What the server saw and what the phone did."""

    tokens: list[str] = field(default_factory=list)
    hellos: list[int] = field(default_factory=list)
    pings: int = 0
    hints: list[int] = field(default_factory=list)
    renewals: list[str] = field(default_factory=list)


@asynccontextmanager
async def listening(
    script: Script, seen: Seen, **options: object
) -> AsyncIterator[tuple[Live, asyncio.Task[None]]]:
    """A socket server that follows a script, and a phone that listens to it."""

    async def handle(connection: ServerConnection) -> None:
        assert connection.request is not None
        seen.tokens.append(connection.request.headers["Authorization"])
        hello = json.loads(await connection.recv())
        seen.hellos.append(hello["hello"]["last_seq"])
        with suppress(Exception):
            await script(connection)

    async def renew(refused: str) -> str:
        seen.renewals.append(refused)
        return f"token-{len(seen.renewals)}"

    async with serve(handle, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        settings: dict[str, object] = {
            "token": lambda: f"token-{len(seen.renewals)}",
            "renew": renew,
            "last_seq": lambda: 790,
            "on_hint": seen.hints.append,
            "backoff": Backoff(0.0, 0.01, 0.01),
        }
        live = Live(f"ws://127.0.0.1:{port}/ws/live", **{**settings, **options})  # type: ignore[arg-type]
        task = asyncio.create_task(live.run())
        try:
            yield live, task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(WAIT):
        while not condition():
            await asyncio.sleep(0.005)


async def stay(connection: ServerConnection) -> None:
    await connection.wait_closed()


def test_the_socket_lies_beside_the_api() -> None:
    assert live_address("https://mendly.example") == "wss://mendly.example/ws/live"
    assert live_address("http://127.0.0.1:8000") == "ws://127.0.0.1:8000/ws/live"


@pytest.mark.asyncio
async def test_the_phone_says_hello_with_its_number_and_its_token_in_a_header() -> None:
    seen = Seen()
    async with listening(stay, seen) as (live, _):
        await until(lambda: live.connected)
        await until(lambda: bool(seen.hellos))
    assert seen.hellos == [790]
    assert seen.tokens == ["Bearer token-0"]
    assert seen.hints == [790]


@pytest.mark.asyncio
async def test_frames_and_resets_are_hints_and_the_rest_is_ignored() -> None:
    async def script(connection: ServerConnection) -> None:
        for frame in (
            {"seq": 812, "kind": "message", "ids": {}, "at": "2026-11-22T12:00:00Z"},
            {"pong": 812},
            {"reset": {"seq": 5}},
            ["not", "an", "object"],
        ):
            await connection.send(json.dumps(frame))
        await connection.send("not json")
        await connection.send(json.dumps({"seq": 813, "kind": "sync", "ids": {}, "at": ""}))
        await connection.wait_closed()

    seen = Seen()
    async with listening(script, seen):
        await until(lambda: 813 in seen.hints)
    assert seen.hints == [790, 812, 5, 813]


@pytest.mark.asyncio
async def test_a_closed_socket_is_opened_again() -> None:
    async def script(connection: ServerConnection) -> None:
        await connection.close(1012)

    seen = Seen()
    async with listening(script, seen):
        await until(lambda: len(seen.hellos) >= 3)


@pytest.mark.asyncio
async def test_a_silent_socket_counts_as_dead() -> None:
    seen = Seen()
    async with listening(stay, seen, silence_seconds=0.05):
        await until(lambda: len(seen.hellos) >= 2)


@pytest.mark.asyncio
async def test_the_phone_pings_so_that_both_sides_know() -> None:
    async def script(connection: ServerConnection) -> None:
        async for text in connection:
            if "ping" in json.loads(text):
                seen.pings += 1
                await connection.send(json.dumps({"pong": 1}))

    seen = Seen()
    async with listening(script, seen, ping_seconds=0.02, silence_seconds=0.2):
        await until(lambda: seen.pings >= 3)
    assert len(seen.hellos) == 1


@pytest.mark.parametrize("code", [4001, 4003])
@pytest.mark.asyncio
async def test_a_refused_token_is_renewed_once_and_then_the_door_stays_shut(code: int) -> None:
    async def script(connection: ServerConnection) -> None:
        await connection.close(code)

    seen = Seen()
    async with listening(script, seen) as (_, task):
        async with asyncio.timeout(WAIT):
            await task
    assert seen.tokens == ["Bearer token-0", "Bearer token-1"]
    assert seen.renewals == ["token-0", "token-1"]


@pytest.mark.asyncio
async def test_a_token_that_ended_while_connected_is_renewed_and_listening_goes_on() -> None:
    async def script(connection: ServerConnection) -> None:
        await connection.send(json.dumps({"seq": 1, "kind": "sync", "ids": {}, "at": ""}))
        await connection.close(4003)

    seen = Seen()
    async with listening(script, seen):
        await until(lambda: len(seen.tokens) >= 5)


@pytest.mark.asyncio
async def test_a_door_that_opens_and_closes_at_once_is_knocked_at_less_and_less() -> None:
    async def script(connection: ServerConnection) -> None:
        await connection.send(json.dumps({"pong": 1}))
        await connection.close(4003)

    tries: list[float] = []

    def draw(low: float, high: float) -> float:
        tries.append(high)
        return 0.0

    seen = Seen()
    async with listening(script, seen, backoff=Backoff(0.0, 0.5, 30.0, draw)):
        await until(lambda: len(tries) >= 8)
    assert tries[:8] == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


@pytest.mark.asyncio
async def test_a_signed_out_phone_stops_listening() -> None:
    async def script(connection: ServerConnection) -> None:
        await connection.close(4001)

    async def no_more(refused: str) -> str:
        raise SignedOut

    seen = Seen()
    async with listening(script, seen, renew=no_more) as (_, task), asyncio.timeout(WAIT):
        await task
    assert len(seen.hellos) == 1


@pytest.mark.asyncio
async def test_a_renewal_that_cannot_reach_the_server_is_tried_again_later() -> None:
    async def script(connection: ServerConnection) -> None:
        await connection.send(json.dumps({"pong": 1}))
        await connection.close(4001)

    async def unreached(refused: str) -> str:
        seen.renewals.append(refused)
        raise Unreached

    seen = Seen()
    async with listening(script, seen, renew=unreached):
        await until(lambda: len(seen.renewals) >= 3)


def test_waiting_is_jittered_from_nothing_to_thirty_seconds() -> None:
    drawn: list[tuple[float, float]] = []

    def draw(low: float, high: float) -> float:
        drawn.append((low, high))
        return high

    backoff = Live("", str, lambda t: asyncio.sleep(0, ""), int, print).backoff  # type: ignore[arg-type]
    backoff.uniform = draw
    for _ in range(9):
        backoff.next()
    assert drawn[0] == (0.0, 0.5)
    assert drawn[1] == (0.0, 1.0)
    assert drawn[-1] == (0.0, 30.0)
    backoff.reset()
    assert backoff.next() == 0.5


@pytest.mark.asyncio
async def test_doors_that_close_at_once_are_knocked_at_more_and_more_rarely() -> None:
    drawn: list[float] = []

    def draw(low: float, high: float) -> float:
        drawn.append(high)
        return 0.0

    async def script(connection: ServerConnection) -> None:
        await connection.close(1013)

    async with listening(script, Seen(), backoff=Backoff(0.0, 0.5, 30.0, uniform=draw)):
        await until(lambda: len(drawn) >= 4)
    assert drawn[:4] == [0.5, 1.0, 2.0, 4.0]
