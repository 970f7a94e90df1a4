"""The engine: batches, verdicts, poison, pages, resync, and what it tells about the link."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from mendly_app.patient.acts import enqueue, put_pending
from mendly_app.sync.backoff import Backoff
from mendly_app.sync.engine import CURSOR, LIVE_SEQ, SYNCED_AT, Engine, Link, Status
from mendly_app.sync.outbox import Event
from mendly_app.sync.records import RecordState
from tests.mobile.world import AMARA, PAGE, TALK, Phone, fill, ident

AT = "2026-11-22T12:00:00Z"


def queue(phone: Phone, *names: str, kind: str = "message", text: str = "hello") -> list[str]:
    """Queue events, each with its record, as an act does."""
    identifiers = [ident(name) for name in names]
    with phone.store.transaction():
        for identifier in identifiers:
            body = {"conversation": TALK, "body": text}
            phone.store.records.put(kind, identifier, body, RecordState.PENDING)
            phone.store.outbox.add(Event(identifier, kind, AT, body))
    return identifiers


def states(phone: Phone, kind: str = "message") -> dict[str, RecordState]:
    return {record.id: record.state for record in phone.store.records.all(kind)}


@pytest.mark.asyncio
async def test_the_whole_outbox_arrives_once_and_in_order(phone: Phone) -> None:
    sent = queue(phone, "c", "a", "b")
    assert await phone.companion.engine.sync_once() is Link.ONLINE
    assert phone.server.arrivals == sent
    assert phone.store.outbox.waiting() == 0
    assert set(states(phone).values()) == {RecordState.SYNCED}


@pytest.mark.asyncio
async def test_an_event_whose_answer_was_lost_is_sent_again_and_counts_once(phone: Phone) -> None:
    sent = queue(phone, "a", "b")
    phone.server.faults = ["lose"]
    assert await phone.companion.engine.sync_once() is Link.OFFLINE
    assert phone.store.outbox.waiting() == 2
    assert await phone.companion.engine.sync_once() is Link.ONLINE
    assert phone.server.arrivals == sent
    assert phone.store.outbox.waiting() == 0


@pytest.mark.asyncio
async def test_a_refused_event_is_set_aside_and_the_rest_goes_on(phone: Phone) -> None:
    bad, good = queue(phone, "bad", "good")
    phone.server.refuse[bad] = "This talk has ended."
    assert await phone.companion.engine.sync_once() is Link.ONLINE
    [aside] = phone.store.outbox.set_aside()
    assert (aside.event.id, aside.reason) == (bad, "This talk has ended.")
    assert states(phone) == {bad: RecordState.REFUSED, good: RecordState.SYNCED}


@pytest.mark.asyncio
async def test_a_batch_that_is_refused_as_a_whole_is_searched_for_its_poison(phone: Phone) -> None:
    sent = queue(phone, *[str(number) for number in range(11)])
    poison = sent[6]
    phone.server.poison = lambda event: event["id"] == poison
    await phone.companion.engine.sync_once()
    assert phone.server.arrivals == [identifier for identifier in sent if identifier != poison]
    assert [item.event.id for item in phone.store.outbox.set_aside()] == [poison]


@pytest.mark.parametrize("fault", ["403", "404"])
@pytest.mark.asyncio
async def test_a_closed_door_blames_no_event(phone: Phone, fault: str) -> None:
    queue(phone, "a", "b")
    phone.server.faults = [fault]
    assert await phone.companion.engine.sync_once() is Link.OFFLINE
    assert phone.store.outbox.waiting() == 2
    assert phone.store.outbox.count_set_aside() == 0


@pytest.mark.asyncio
async def test_a_refused_event_can_be_sent_again_or_removed(phone: Phone) -> None:
    first, second = queue(phone, "first", "second")
    phone.server.refuse = {first: "no", second: "no"}
    await phone.companion.engine.sync_once()
    phone.server.refuse = {}
    again, gone = phone.store.outbox.set_aside()
    phone.companion.send_again(again)
    phone.companion.give_up(gone)
    assert states(phone) == {first: RecordState.PENDING}
    await phone.companion.engine.sync_once()
    assert phone.server.arrivals == [first]
    assert states(phone) == {first: RecordState.SYNCED}


@pytest.mark.asyncio
async def test_a_large_outbox_goes_in_several_requests(phone: Phone) -> None:
    queue(phone, *[str(number) for number in range(7)], text="x" * 200_000)
    await phone.companion.engine.sync_once()
    pushes = [path for _, path in phone.server.requests if path == "sync/events/"]
    assert len(pushes) == 4
    assert len(phone.server.arrivals) == 7


@pytest.mark.asyncio
async def test_every_page_is_read_and_its_cursor_kept(phone: Phone) -> None:
    fill(phone.server)
    assert len(phone.server.changes) > 2 * PAGE
    await phone.companion.engine.sync_once()
    assert {record.id for record in phone.store.records.all("medicine")} == {
        change["id"] for change in phone.server.changes if change["kind"] == "medicine"
    }
    asked = len(phone.server.requests)
    await phone.companion.engine.sync_once()
    assert len(phone.server.requests) == asked + 1
    assert phone.store.kept(SYNCED_AT) == phone.clock.now().isoformat()


@pytest.mark.asyncio
async def test_a_pull_that_breaks_off_goes_on_from_its_last_page(phone: Phone) -> None:
    fill(phone.server)
    phone.server.faults = ["", "drop"]
    assert await phone.companion.engine.sync_once() is Link.OFFLINE
    assert phone.store.kept(CURSOR) == f"0:{PAGE}"
    await phone.companion.engine.sync_once()
    assert len(phone.store.records.all("medicine")) == 3


@pytest.mark.asyncio
async def test_what_the_server_removed_is_removed_here_too(phone: Phone) -> None:
    fill(phone.server)
    await phone.companion.engine.sync_once()
    gone = ident("Metformin")
    phone.server.document("medicine", gone, None)
    phone.server.document("medicine", ident("never seen"), None)
    await phone.companion.engine.sync_once()
    assert phone.store.records.get("medicine", gone) is None


@pytest.mark.asyncio
async def test_after_a_lost_cursor_all_is_read_anew_and_the_outbox_stays(phone: Phone) -> None:
    fill(phone.server)
    await phone.companion.engine.sync_once()
    phone.server.changes = [c for c in phone.server.changes if c["id"] != ident("Metformin")]
    phone.server.forget_cursors()
    phone.server.online = False
    unsent = queue(phone, "unsent")
    await phone.companion.engine.sync_once()
    phone.server.online = True
    phone.server.faults = ["drop"]
    await phone.companion.engine.sync_once()
    assert phone.store.outbox.first(10)[0].id == unsent[0]
    await phone.companion.engine.sync_once()
    assert phone.store.records.get("medicine", ident("Metformin")) is None
    assert phone.store.records.get("medicine", ident("Lisinopril")) is not None
    assert phone.server.arrivals == unsent


@pytest.mark.asyncio
async def test_medicines_stay_on_show_while_a_full_resync_is_cut_off(phone: Phone) -> None:
    fill(phone.server)
    await phone.companion.engine.sync_once()
    phone.server.forget_cursors()
    phone.server.faults = ["", "", "drop"]
    assert await phone.companion.engine.sync_once() is Link.OFFLINE
    assert len(phone.store.records.all("medicine")) == 3
    assert await phone.companion.engine.sync_once() is Link.ONLINE
    assert len(phone.store.records.all("medicine")) == 3


@pytest.mark.asyncio
async def test_the_number_of_a_live_frame_is_kept_once_its_pull_is_done(phone: Phone) -> None:
    fill(phone.server)
    engine = phone.companion.engine
    engine.kick(812)
    phone.server.faults = ["drop"]
    await engine.sync_once()
    assert phone.store.kept(LIVE_SEQ, 0) == 0
    await engine.sync_once()
    assert phone.store.kept(LIVE_SEQ) == 812


@pytest.mark.asyncio
async def test_a_phone_whose_clock_is_wrong_learns_of_it(phone: Phone) -> None:
    queue(phone, "a")
    right = phone.server.clock
    phone.clock.move(timedelta(0))
    phone.server.clock = type(right)(right.now() + timedelta(minutes=7))
    await phone.companion.engine.sync_once()
    assert phone.companion.status.skew == timedelta(minutes=7)
    assert phone.companion.clock_is_wrong


@pytest.mark.asyncio
async def test_a_signed_out_phone_keeps_its_outbox(phone: Phone) -> None:
    queue(phone, "a")
    phone.server.access, phone.server.refresh = "access-9", "refresh-9"
    assert await phone.companion.engine.sync_once() is Link.SIGNED_OUT
    assert phone.store.outbox.waiting() == 1


@pytest.mark.asyncio
async def test_each_change_of_the_link_is_told(phone: Phone) -> None:
    heard: list[Status] = []
    engine = Engine(phone.store, phone.companion.api, phone.clock.now, on_status=heard.append)
    phone.server.online = False
    await engine.sync_once()
    phone.server.online = True
    await engine.sync_once()
    assert [status.link for status in heard] == [Link.OFFLINE, Link.ONLINE]


@pytest.mark.asyncio
async def test_the_loop_syncs_at_each_kick_and_ends_when_cancelled(phone: Phone) -> None:
    engine = phone.companion.engine
    running = asyncio.create_task(engine.run())
    await asyncio.sleep(0.05)
    queue(phone, "a")
    engine.kick()
    await asyncio.sleep(0.05)
    assert phone.server.arrivals == [ident("a")]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.mark.asyncio
async def test_the_loop_waits_longer_and_longer_while_offline(phone: Phone) -> None:
    waits: list[tuple[float, float]] = []

    def draw(low: float, high: float) -> float:
        waits.append((low, high))
        return 0.0

    phone.server.online = False
    engine = Engine(
        phone.store, phone.companion.api, phone.clock.now, backoff=Backoff(1.0, 2.0, 900.0, uniform=draw)
    )
    running = asyncio.create_task(engine.run())
    while len(waits) < 12:
        await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert waits[:4] == [(1.0, 2.0), (1.0, 4.0), (1.0, 8.0), (1.0, 16.0)]
    assert waits[10] == (1.0, 900.0)


def test_an_act_writes_its_record_and_its_event_together_or_neither(phone: Phone) -> None:
    def act_that_fails() -> None:
        with phone.store.transaction():
            put_pending(phone.store, "intake", UUID(AMARA), {})
            enqueue(phone.store, phone.clock, "intake", UUID(AMARA), {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_that_fails()
    assert phone.store.records.all("intake") == ()
    assert phone.store.outbox.waiting() == 0
