"""The real socket against the real hub and rows, through Channels' own test client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import redis
from allauth.usersessions.models import UserSession
from channels.db import database_sync_to_async
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client

from mendly import asgi
from mendly.accounts import services, tokens
from mendly.accounts.models import Device
from mendly.care.selectors import relationships_of
from mendly.care.services import end_care
from mendly.clock import new_id, now
from mendly.consent.models import Answer
from mendly.consent.services import decide_sharing
from mendly.live import consumer, selectors
from mendly.live.hub import CHANNEL, hub
from mendly.live.models import Event
from mendly.live.services import emit
from mendly.messaging.services import send_message, start_conversation
from mendly.policy import Category
from mendly.vitals.services import record_observation
from mendly.vitals.values import values_of
from tests.backend.conftest import People, Persona
from tests.backend.live.sockets import WebsocketCommunicator

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.asyncio]


def bearer(person: Persona) -> list[tuple[bytes, bytes]]:
    code, _ = services.make_pairing_code(person.actor)
    pair = services.pair_device(code, device_name="Phone", platform="android")
    return [(b"authorization", f"Bearer {pair.access}".encode())]


def cookie(person: Persona, origin: str | None) -> list[tuple[bytes, bytes]]:
    client = Client()
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    UserSession.objects.create(
        user=person.user, ip="127.0.0.1", session_key=client.cookies["session"].value, user_agent="Test"
    )
    session = f"{client.cookies['session'].key}={client.cookies['session'].value}"
    headers = [(b"cookie", session.encode()), (b"host", b"clinic.test")]
    return [*headers, (b"origin", origin.encode())] if origin else headers


def write_messages(people: People, count: int) -> None:
    conversation, _ = start_conversation(
        people.imani.actor, people.amara.patient.id, subject="Hello", body="First"
    )
    for n in range(count - 1):
        send_message(
            people.imani.actor, people.amara.patient.id, conversation.id, message_id=new_id(), body=f"{n}"
        )


@asynccontextmanager
async def socket(headers: list[tuple[bytes, bytes]]) -> AsyncIterator[WebsocketCommunicator]:
    hub.bind(asyncio.get_running_loop())
    listener = await _listener()
    communicator = WebsocketCommunicator(asgi.ws, "/ws/live", headers=headers)
    assert await communicator.connect()
    try:
        yield communicator
    finally:
        await communicator.disconnect()
        if listener is not None:
            listener.cancel()


async def _listener() -> asyncio.Task[None] | None:
    """Where hints cross Redis, listen as the socket process does, once the subscription stands."""
    if not settings.REDIS_URL:
        return None
    task = asyncio.create_task(hub.listen())
    client = redis.Redis.from_url(settings.REDIS_URL)
    while not dict(client.pubsub_numsub(CHANNEL)).get(CHANNEL.encode()):
        await asyncio.sleep(0.02)
    return task


async def hello(communicator: WebsocketCommunicator, last_seq: object) -> None:
    await communicator.send_to(json.dumps({"hello": {"last_seq": last_seq}}))


async def frames(communicator: WebsocketCommunicator, count: int) -> list[dict[str, Any]]:
    return [json.loads(await communicator.receive_from()) for _ in range(count)]


async def closed_with(communicator: WebsocketCommunicator) -> int:
    return await communicator.close_code()


@pytest.mark.both_databases
async def test_a_client_that_comes_back_gets_exactly_what_it_missed(people: People) -> None:
    await database_sync_to_async(write_messages)(people, 5)
    async with socket(await database_sync_to_async(bearer)(people.amara)) as amara:
        newest = await database_sync_to_async(selectors.newest_seq)(people.amara.user.id)
        await hello(amara, newest - 3)
        assert [frame["seq"] for frame in await frames(amara, 3)] == [newest - 2, newest - 1, newest]
        await database_sync_to_async(write_messages)(people, 2)
        live = await frames(amara, 2)
        assert [frame["seq"] for frame in live] == [newest + 1, newest + 2]
        assert set(live[0]) == {"seq", "kind", "ids", "at"}
        assert await amara.receive_nothing()


@pytest.mark.parametrize("last_seq", [10_000, -1, None, "5", True, 1 << 80])
async def test_a_number_we_cannot_follow_is_reset(people: People, last_seq: object) -> None:
    await database_sync_to_async(write_messages)(people, 2)
    newest = await database_sync_to_async(selectors.newest_seq)(people.amara.user.id)
    async with socket(await database_sync_to_async(bearer)(people.amara)) as amara:
        await hello(amara, last_seq)
        assert await frames(amara, 1) == [{"reset": {"seq": newest}}]


async def test_a_number_older_than_our_memory_is_reset(people: People) -> None:
    await database_sync_to_async(write_messages)(people, 3)
    await database_sync_to_async(Event.objects.filter(user=people.amara.user.id).delete)()
    async with socket(await database_sync_to_async(bearer)(people.amara)) as amara:
        await hello(amara, 1)
        assert "reset" in (await frames(amara, 1))[0]


async def test_replay_of_many_pages_is_whole_and_in_order(people: People) -> None:
    def emit_many() -> None:
        with transaction.atomic():
            for _ in range(450):
                emit("relationship", [people.amara.user.id], patient=people.amara.patient.id)

    await database_sync_to_async(emit_many)()
    async with socket(await database_sync_to_async(bearer)(people.amara)) as amara:
        newest = await database_sync_to_async(selectors.newest_seq)(people.amara.user.id)
        await hello(amara, newest - 450)
        assert [f["seq"] for f in await frames(amara, 450)] == list(range(newest - 449, newest + 1))


async def test_a_lost_hint_is_found_by_the_next_one(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    async with socket(await database_sync_to_async(bearer)(people.amara)) as amara:
        newest = await database_sync_to_async(selectors.newest_seq)(people.amara.user.id)
        await hello(amara, newest)
        await asyncio.sleep(0.2)
        monkeypatch.setattr("mendly.live.services.publish_hint", lambda *a: None)
        await database_sync_to_async(write_messages)(people, 1)
        monkeypatch.undo()
        assert await amara.receive_nothing(0.2)
        hub.deliver(people.amara.user.id, newest + 1)
        assert [frame["seq"] for frame in await frames(amara, 1)] == [newest + 1]


async def test_nobody_and_foreign_pages_are_turned_away(people: People) -> None:
    strangers: list[list[tuple[bytes, bytes]]] = [
        [],
        [(b"authorization", b"Bearer nonsense")],
        await database_sync_to_async(cookie)(people.amara, None),
        await database_sync_to_async(cookie)(people.amara, "https://elsewhere.test"),
    ]
    for headers in strangers:
        async with socket(headers) as stranger:
            assert await closed_with(stranger) == consumer.UNAUTHENTICATED


async def test_a_browser_of_our_own_pages_is_let_in(people: People) -> None:
    headers = await database_sync_to_async(cookie)(people.amara, "https://clinic.test")
    async with socket(headers) as amara:
        await hello(amara, None)
        assert "reset" in (await frames(amara, 1))[0]


@pytest.mark.both_databases
async def test_signing_a_phone_out_closes_its_open_socket(people: People) -> None:
    headers = await database_sync_to_async(bearer)(people.amara)
    async with socket(headers) as amara:
        await hello(amara, None)
        await frames(amara, 1)
        device = await database_sync_to_async(tokens.device_of_access_token)(headers[0][1].decode()[7:])
        assert device is not None
        await database_sync_to_async(tokens.revoke_device)(people.amara.user, device.id)
        assert await closed_with(amara) == consumer.REVOKED


async def test_after_the_relationship_ends_an_open_socket_tells_nothing_more(people: People) -> None:
    async with socket(await database_sync_to_async(bearer)(people.jules)) as jules:
        await hello(jules, None)
        await frames(jules, 1)
        await database_sync_to_async(write_messages)(people, 1)
        assert (await frames(jules, 1))[0]["kind"] == "message"

        def end() -> None:
            rows = relationships_of(people.amara.actor, people.amara.patient.id)
            row = next(r for r in rows if r.provider_id == people.jules.provider.id)
            end_care(people.amara.actor, people.amara.patient.id, row.id)
            with transaction.atomic():
                emit("message", [people.jules.user.id], patient=people.amara.patient.id)

        await database_sync_to_async(end)()
        assert await jules.receive_nothing(0.5)


@pytest.mark.parametrize("frame", ["not json", "[]", "5", '{"a":' * 3000, "x" * 5000, "\x00"])
async def test_a_malformed_frame_closes_the_socket(people: People, frame: str) -> None:
    async with socket(await database_sync_to_async(bearer)(people.amara)) as amara:
        await amara.send_to(frame)
        assert await closed_with(amara) == consumer.POLICY


async def test_a_client_that_never_says_hello_is_cut_off(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "HELLO_SECONDS", 0.1)
    async with socket(await database_sync_to_async(bearer)(people.amara)) as amara:
        assert await closed_with(amara) == consumer.SLOW


async def test_a_client_that_does_not_read_is_cut_off_and_can_replay(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "SEND_SECONDS", 0.1)
    stuck = asyncio.Event()

    async def send_blocks(self: Any, text_data: str) -> None:
        await stuck.wait()

    async with socket(await database_sync_to_async(bearer)(people.amara)) as amara:
        monkeypatch.setattr(consumer.LiveConsumer, "send", send_blocks)
        await hello(amara, None)
        assert await closed_with(amara) == consumer.SLOW
    monkeypatch.undo()
    async with socket(await database_sync_to_async(bearer)(people.amara)) as amara:
        await hello(amara, None)
        assert "reset" in (await frames(amara, 1))[0]


async def test_ping_is_answered(people: People) -> None:
    async with socket(await database_sync_to_async(bearer)(people.amara)) as amara:
        await amara.send_to('{"ping": 1}')
        assert "pong" in (await frames(amara, 1))[0]


async def test_a_fault_closes_the_socket_so_that_the_client_comes_back(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object) -> None:
        raise DatabaseError("the database went away")

    async with socket(await database_sync_to_async(bearer)(people.amara)) as amara:
        monkeypatch.setattr(selectors, "events_after", fails)
        await hello(amara, None)
        await frames(amara, 1)
        assert await closed_with(amara) == consumer.TRY_AGAIN
        assert people.amara.user.id not in hub.connected()


async def test_a_socket_asks_again_whether_its_sign_in_stands_however_busy_it_is(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "CHECK_SECONDS", 0.2)
    async with socket(await database_sync_to_async(bearer)(people.amara)) as amara:
        await hello(amara, None)
        await frames(amara, 1)
        await database_sync_to_async(Device.objects.update)(revoked_at=now())
        for _ in range(20):
            hub.deliver(people.amara.user.id, 0)
            await asyncio.sleep(0.05)
        assert await closed_with(amara) == consumer.REVOKED


async def test_a_session_that_is_ended_elsewhere_closes_its_socket(people: People) -> None:
    def end_every_session() -> None:
        for session in UserSession.objects.filter(user=people.amara.user):
            session.end()

    headers = await database_sync_to_async(cookie)(people.amara, "https://clinic.test")
    async with socket(headers) as amara:
        await hello(amara, None)
        await frames(amara, 1)
        await database_sync_to_async(end_every_session)()
        assert await closed_with(amara) == consumer.REVOKED


async def test_who_says_hello_and_goodbye_at_once_leaves_nothing_behind(people: People) -> None:
    async with socket(await database_sync_to_async(bearer)(people.amara)) as amara:
        await hello(amara, None)
    await asyncio.sleep(0.1)
    assert people.amara.user.id not in hub.connected()


@pytest.mark.parametrize("origin", ["http://[abc", "http://clinic.test:port", "null", ""])
async def test_a_malformed_origin_is_a_foreign_one(people: People, origin: str) -> None:
    headers = await database_sync_to_async(cookie)(people.amara, None)
    async with socket([*headers, (b"origin", origin.encode())]) as live:
        assert await closed_with(live) == consumer.UNAUTHENTICATED


async def test_what_somebody_may_not_see_does_not_move_their_number(people: People) -> None:
    """Nurse Jules sees no readings: that one was added shows in nothing she can ask for."""

    def hide_and_add() -> tuple[int, int]:
        answers = {Category.READINGS: Answer.DENY}
        decide_sharing(
            people.amara.actor, people.amara.patient.id, people.jules.provider.id, answers, language="en"
        )
        before = selectors.newest_seq(people.jules.user.id)
        weight = values_of("weight", {"weight": "80"})
        record_observation(
            people.amara.actor,
            people.amara.patient.id,
            observation_id=new_id(),
            taken_at=now(),
            values=weight,
        )
        return before, selectors.newest_seq(people.jules.user.id)

    before, after = await database_sync_to_async(hide_and_add)()
    assert after == before
    assert await database_sync_to_async(selectors.newest_seq)(people.imani.user.id) > 0
