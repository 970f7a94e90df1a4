"""Topics beyond medicines on a phone process. Embedded only: elsewhere genes ask for a second step; Amara has none."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest

from tests.e2e.phone import Phone, paired_phone
from tests.e2e.servers import Server

pytestmark = [pytest.mark.phone, pytest.mark.xdist_group("server")]


def texts_with(phone: Phone, wanted: str, *, there: bool = True) -> list[str]:
    """What the screen reads, as soon as this text is on it, or is not any more."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        texts: list[str] = phone.do("read")["texts"]
        if any(wanted in text for text in texts) == there:
            return texts
        time.sleep(0.1)
    raise AssertionError(f"{wanted!r}: {texts}")


def test_a_topic_that_is_shown_on_the_phone_is_gone_when_it_is_hidden_elsewhere(
    server: Server, tmp_path: Path
) -> None:
    server.new_tokens()
    base = f"/api/v1/patients/{server.people['amara'].patient}"
    with server.client("amara") as amara, paired_phone(server, "amara", tmp_path) as phone:
        topics = amara.get(f"{base}/choices/").json()["categories"]
        clots = next(topic for topic in topics if topic["category"] == "clots")
        amara.post(f"{base}/choices/", json={"answers": {"clots": "ask"}})
        phone.do("open", screen="beyond")
        texts_with(phone, clots["name"])
        phone.do("open", screen="topic", topic=clots["id"])
        texts_with(phone, "Show it this once")
        phone.do("tap", test_id="choose.show")
        phone.do("tap", test_id="answer.show")
        [shown] = headlines_on_phone(phone, amara, f"{base}/findings/", clots["id"])
        assert amara.post(f"{base}/choices/", json={"answers": {"clots": "hide"}}).status_code == 200
        texts_with(phone, shown, there=False)
        assert any(text.startswith("Do not show") for text in phone.do("read")["texts"])


def headlines_on_phone(phone: Phone, amara: httpx.Client, address: str, topic: str) -> list[str]:
    """The headlines of a topic, each of which stands on the phone's screen."""
    texts_with(phone, "Read aloud")
    texts = phone.do("read")["texts"]
    categories = amara.get(address).json()["categories"]
    headlines = [
        card["headline"] for category in categories if category["id"] == topic for card in category["cards"]
    ]
    assert set(headlines) <= set(texts)
    return headlines
