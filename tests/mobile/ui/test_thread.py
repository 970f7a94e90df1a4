"""A conversation: each message once, drafts kept, long talks quick."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest

from mendly_app.patient.messages import LONGEST_BODY
from tests.mobile.ui.conftest import Driver, StartApp
from tests.mobile.world import IMANI, TALK, FakeServer, ident

pytestmark = pytest.mark.phone


@pytest.fixture
def thread(start: StartApp) -> Driver:
    driver = start()
    driver.app.go("thread", conversation=UUID(TALK))
    driver.settle()
    return driver


def bubbles(driver: Driver) -> list[tuple[str, str]]:
    return [(row["text"], row["meta"]) for row in driver.app.current.ids.list.data]


def views(driver: Driver) -> list[Any]:
    return list(driver.app.current.ids.list.layout_manager.children)


def test_a_message_is_written_sent_and_read(thread: Driver) -> None:
    thread.type("composer", "Thank you.")
    thread.tap("send")
    assert bubbles(thread)[-1] == ("Thank you.", "1:00 pm, Waiting to send")
    assert thread.find("composer").text == ""
    thread.sync()
    assert bubbles(thread)[-1] == ("Thank you.", "1:00 pm, Sent")
    thread.phone.server.receipt(IMANI, 2, by_provider=True)
    thread.sync()
    assert bubbles(thread)[-1] == ("Thank you.", "1:00 pm, Read")


def test_a_message_stands_there_once_whatever_the_network_does(thread: Driver) -> None:
    thread.type("composer", "Thank you.")
    thread.tap("send")
    thread.tap("send")
    thread.phone.server.faults = ["lose", "twice", "drop"]
    for _ in range(4):
        thread.sync()
    assert [text for text, _ in bubbles(thread)].count("Thank you.") == 1
    assert [view.text for view in views(thread)].count("Thank you.") == 1
    assert len(thread.phone.server.arrivals) == 2


def test_a_message_of_the_care_team_appears_by_itself(thread: Driver) -> None:
    thread.phone.server.message(ident("message 2"), "How are you?")
    thread.sync()
    assert bubbles(thread)[-1] == ("How are you?", "Dr Imani, 1:00 pm")
    assert thread.phone.companion.messages.threads()[0].unread == 0


def test_what_was_typed_is_still_there_after_going_away(thread: Driver) -> None:
    thread.type("composer", "I wanted to a")
    thread.app.go_tab("today")
    thread.app.go("thread", conversation=UUID(TALK))
    thread.settle()
    assert thread.find("composer").text == "I wanted to a"


def test_a_message_that_is_too_long_says_so_and_stays(thread: Driver) -> None:
    text = "a" * (LONGEST_BODY + 1)
    thread.type("composer", text)
    thread.app.current.send()
    thread.settle()
    assert "This message is too long. Please make it shorter." in thread.texts()
    assert thread.find("composer").text == text
    assert thread.phone.store.outbox.first(9)[-1].kind == "read"


def test_the_emergency_line_is_always_there(thread: Driver) -> None:
    assert "Do not use messages in an emergency." in thread.find("emergency").text


def test_a_talk_of_five_hundred_messages_opens_at_its_newest(start: StartApp, server: FakeServer) -> None:
    driver = long_talk(start, server)
    assert bubbles(driver)[-1][0].startswith("Message number 499.")
    assert len(bubbles(driver)) == 60
    assert len(views(driver)) < 25
    assert any("Message number 499." in view.text for view in views(driver))


def test_earlier_messages_open_above_what_is_being_read(start: StartApp, server: FakeServer) -> None:
    driver = long_talk(start, server)
    driver.app.current.ids.list.scroll_y = 1.0
    driver.settle()
    oldest = bubbles(driver)[0][0]
    driver.tap("earlier")
    assert len(bubbles(driver)) == 120
    assert bubbles(driver)[60][0] == oldest
    assert any(view.text == oldest for view in views(driver))


def test_all_messages_can_be_reached(start: StartApp, server: FakeServer) -> None:
    driver = long_talk(start, server, count=70)
    driver.tap("earlier")
    assert len(bubbles(driver)) == 71
    assert not driver.has("earlier")


def long_talk(start: StartApp, server: FakeServer, count: int = 500) -> Driver:
    driver = start()
    for number in range(count):
        server.message(ident(f"message {number + 2}"), f"Message number {number}. " * (1 + number % 4))
    driver.sync()
    driver.app.go("thread", conversation=UUID(TALK))
    driver.settle()
    return driver


def test_no_bubble_covers_another(start: StartApp, server: FakeServer) -> None:
    driver = start()
    for number in range(12):
        server.message(ident(f"message {number + 2}"), "A word or two. " * (1 + 3 * number))
    driver.sync()
    driver.app.go("thread", conversation=UUID(TALK))
    driver.settle()
    boxes = sorted((view.y, view.top) for view in views(driver))
    assert all(lower_top <= upper_y + 1 for (_, lower_top), (upper_y, _) in pairwise(boxes))
    for view in views(driver):
        assert view.bubble_size[1] <= view.height
