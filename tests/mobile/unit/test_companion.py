"""The whole app without screens: it syncs at a live frame, survives a mistake in a loop, and counts steps."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest

from mendly_app import companion as companion_module
from mendly_app.companion import Companion, Opened
from mendly_app.devices.fakes import FakeAccelerometer
from mendly_app.patient.preferences import Preferences
from mendly_app.sync.engine import LIVE_SEQ
from tests.mobile.world import TALK, Phone, fill, ident


class FakeSocket:
    """One live socket in memory."""

    def __init__(self) -> None:
        self.frames: asyncio.Queue[str] = asyncio.Queue()
        self.sent: list[dict[str, Any]] = []

    async def send(self, message: str) -> None:
        self.sent.append(json.loads(message))

    async def recv(self) -> str:
        return await self.frames.get()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(3):
        while not condition():
            await asyncio.sleep(0.005)


def with_socket(phone: Phone, socket: FakeSocket) -> Companion:
    @asynccontextmanager
    async def connect(address: str, token: str) -> AsyncIterator[FakeSocket]:
        yield socket

    return Companion(Opened(phone.store), phone.devices, transport=phone.server.transport, connect=connect)


@pytest.mark.asyncio
async def test_a_message_appears_when_a_frame_says_look(phone: Phone) -> None:
    fill(phone.server)
    socket = FakeSocket()
    companion = with_socket(phone, socket)
    async with companion.running():
        await until(lambda: bool(socket.sent) and len(companion.messages.threads()) == 1)
        phone.server.message(ident("message 2"), "How are you?")
        await socket.frames.put(json.dumps({"seq": 5, "kind": "message", "ids": {}, "at": ""}))
        await until(lambda: companion.messages.threads()[0].unread == 2)
        await until(lambda: phone.store.kept(LIVE_SEQ) == 5)


@pytest.mark.asyncio
async def test_the_kind_of_each_frame_is_told(phone: Phone) -> None:
    socket, heard = FakeSocket(), list[str]()
    companion = with_socket(phone, socket)
    stop = companion.hear(heard.append)
    frames = ({"seq": 5, "kind": "finding"}, {"pong": True}, {"seq": 6}, {"reset": {"seq": 9}}, [1])
    async with companion.running():
        for frame in frames:
            await socket.frames.put(json.dumps(frame))
        await until(lambda: len(heard) == 3)
        stop()
        await socket.frames.put(json.dumps({"seq": 10, "kind": "genome"}))
        await until(lambda: socket.frames.empty())
    assert heard == ["finding", "", "reset"]


@pytest.mark.asyncio
async def test_an_act_is_sent_without_waiting(phone: Phone) -> None:
    fill(phone.server)
    companion = with_socket(phone, FakeSocket())
    async with companion.running():
        await until(lambda: len(companion.messages.threads()) == 1)
        companion.messages.send(UUID(TALK), "Thank you.")
        await until(lambda: len(phone.server.arrivals) == 1)


@pytest.mark.asyncio
async def test_a_mistake_in_one_round_does_not_end_a_loop(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(companion_module, "LOOP_PAUSE_SECONDS", 0.01)
    companion = with_socket(phone, FakeSocket())
    broken = companion.store.subscribe(lambda kinds: 1 // 0)
    async with companion.running():
        fill(phone.server)
        companion.engine.kick()
        await asyncio.sleep(0.05)
        broken()
        await until(lambda: len(companion.messages.threads()) == 1)


@pytest.mark.asyncio
async def test_steps_are_counted_only_while_wanted_and_in_front(phone: Phone) -> None:
    companion = with_socket(phone, FakeSocket())
    sensor = phone.devices.accelerometer
    assert isinstance(sensor, FakeAccelerometer)
    async with companion.running():
        await asyncio.sleep(0.02)
        assert not sensor.is_on
        companion.prefer(Preferences(count_steps=True))
        await until(lambda: sensor.is_on)
        companion.pause()
        await until(lambda: not sensor.is_on)
    assert not sensor.is_on
