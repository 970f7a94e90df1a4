"""Messages: sent exactly once, in the server's order, with what became of each."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from mendly_app.patient.messages import LONGEST_BODY, BadMessage, Delivery
from tests.mobile.world import AMARA, IMANI, TALK, Phone, fill, ident

CONVERSATION = UUID(TALK)


def shown(phone: Phone) -> list[tuple[str, Delivery]]:
    return [(m.body, m.delivery) for m in phone.companion.messages.of(CONVERSATION)]


async def prepared(phone: Phone) -> Phone:
    fill(phone.server)
    await phone.companion.engine.sync_once()
    return phone


@pytest.mark.asyncio
async def test_a_message_is_queued_sent_and_read(phone: Phone) -> None:
    await prepared(phone)
    messages = phone.companion.messages
    messages.send(CONVERSATION, "  Thank you.  ")
    assert shown(phone)[-1] == ("Thank you.", Delivery.QUEUED)
    await phone.companion.engine.sync_once()
    assert shown(phone)[-1] == ("Thank you.", Delivery.SENT)
    phone.server.receipt(IMANI, 2, by_provider=True)
    await phone.companion.engine.sync_once()
    assert shown(phone)[-1] == ("Thank you.", Delivery.READ)


@pytest.mark.asyncio
@pytest.mark.parametrize("faults", [["lose"], ["twice"], ["drop", "lose"], ["500", "twice"]])
async def test_a_message_appears_once_whatever_the_network_does(phone: Phone, faults: list[str]) -> None:
    await prepared(phone)
    identifier = phone.companion.messages.send(CONVERSATION, "Thank you.")
    phone.server.faults = list(faults)
    for _ in range(4):
        await phone.companion.engine.sync_once()
    assert [body for body, _ in shown(phone)].count("Thank you.") == 1
    assert phone.server.arrivals.count(str(identifier)) == 1


@pytest.mark.asyncio
async def test_what_is_not_sent_yet_stands_last_in_the_order_of_writing(phone: Phone) -> None:
    await prepared(phone)
    phone.server.online = False
    for text in ("one", "two"):
        phone.companion.messages.send(CONVERSATION, text)
    phone.clock.move(timedelta(hours=-1))
    phone.companion.messages.send(CONVERSATION, "three, with the clock set back")
    phone.server.online = True
    phone.server.message(ident("message 2"), "Another one of Dr Imani")
    phone.server.faults = ["drop"]
    await phone.companion.engine.sync_once()
    await phone.companion.engine.pull_all()
    bodies = [body for body, _ in shown(phone)]
    assert bodies[1] == "Another one of Dr Imani"
    await phone.companion.engine.sync_once()
    assert [body for body, _ in shown(phone)][2:] == ["one", "two", "three, with the clock set back"]


@pytest.mark.asyncio
async def test_a_refused_message_is_shown_as_not_sent(phone: Phone) -> None:
    await prepared(phone)
    identifier = phone.companion.messages.send(CONVERSATION, "Thank you.")
    phone.server.refuse[str(identifier)] = "This talk has ended."
    await phone.companion.engine.sync_once()
    assert shown(phone)[-1] == ("Thank you.", Delivery.FAILED)


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["", "   ", "\n", "a" * (LONGEST_BODY + 1), "nul \0"])
async def test_a_text_that_cannot_be_sent_changes_nothing(phone: Phone, text: str) -> None:
    await prepared(phone)
    phone.companion.messages.keep_draft(CONVERSATION, "draft")
    with pytest.raises(BadMessage):
        phone.companion.messages.send(CONVERSATION, text)
    assert phone.store.outbox.waiting() == 0
    assert phone.companion.messages.draft(CONVERSATION) == "draft"


@pytest.mark.asyncio
async def test_a_draft_is_kept_until_it_is_sent(phone: Phone) -> None:
    await prepared(phone)
    phone.companion.messages.keep_draft(CONVERSATION, "Thank y")
    assert phone.companion.messages.draft(CONVERSATION) == "Thank y"
    phone.companion.messages.send(CONVERSATION, "Thank you.")
    assert phone.companion.messages.draft(CONVERSATION) == ""


@pytest.mark.asyncio
async def test_reading_is_told_once_and_clears_the_unread_count(phone: Phone) -> None:
    await prepared(phone)
    messages = phone.companion.messages
    [thread] = messages.threads()
    assert (thread.subject, thread.people, thread.unread) == ("Blood pressure", ("Dr Imani",), 1)
    assert messages.newest_unread() is not None
    messages.mark_read(CONVERSATION)
    messages.mark_read(CONVERSATION)
    [event] = phone.store.outbox.first(10)
    assert event.kind == "read"
    assert event.body == {"conversation": TALK, "message": ident("message 1")}
    assert messages.threads()[0].unread == 0
    assert messages.newest_unread() is None


@pytest.mark.asyncio
async def test_what_was_read_on_another_device_is_read_here_too(phone: Phone) -> None:
    await prepared(phone)
    phone.server.receipt(AMARA, 1, by_provider=False)
    await phone.companion.engine.sync_once()
    assert phone.companion.messages.threads()[0].unread == 0
    assert shown(phone)[0][1] is Delivery.SENT
