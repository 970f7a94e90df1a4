"""A first visit to any page is light: few bytes on the wire and few requests, packed as they travel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.browser.conftest import Guests
from tests.e2e.browser.pages import PAGES, Shown

pytestmark = pytest.mark.browser

MOST_BYTES = 60 * 1024
MOST_REQUESTS = 12
FOR_LATE_REQUESTS = 150
"""Milliseconds after the load."""


@dataclass
class Wire:
    """What one page fetched, nothing taken from a cache or a worker."""

    addresses: dict[str, str] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    packed: dict[str, bool] = field(default_factory=dict)

    def listen(self, page: Page) -> None:
        wire = page.context.new_cdp_session(page)
        wire.on("Network.requestWillBeSent", self._asked)
        wire.on("Network.responseReceived", self._answered)
        wire.on("Network.loadingFinished", self._finished)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.send("Network.setBypassServiceWorker", {"bypass": True})

    def _asked(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            self.addresses[event["requestId"]] = event["request"]["url"]

    def _answered(self, event: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        self.packed[event["requestId"]] = headers.get("content-encoding") in {"gzip", "br"}

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.addresses:
            self.weights[event["requestId"]] = event["encodedDataLength"]

    @property
    def bytes(self) -> int:
        return round(sum(self.weights.values()))

    def __str__(self) -> str:
        lines = [f"{self.weights.get(key, 0):8.0f} {address}" for key, address in self.addresses.items()]
        return "\n".join([f"{self.bytes} bytes, {len(self.addresses)} requests", *lines])


@pytest.fixture(scope="module")
def devices(all_guests: Guests) -> Iterator[dict[str, BrowserContext]]:
    kept: dict[str, BrowserContext] = {}
    yield kept
    for context in kept.values():
        context.close()


@pytest.mark.parametrize(
    "shown",
    [Shown(who, "en", address) for who, addresses in PAGES.items() for address in addresses],
    ids=str,
)
def test_a_first_visit_is_light(guests: Guests, devices: dict[str, BrowserContext], shown: Shown) -> None:
    context = devices.get(shown.who) or devices.setdefault(shown.who, guests.device(shown.who))
    page, wire = context.new_page(), Wire()
    wire.listen(page)
    page.goto(guests.world.fill(shown.who, shown.address, shown.language), wait_until="load")
    page.wait_for_timeout(FOR_LATE_REQUESTS)
    page.close()
    assert wire.bytes <= MOST_BYTES, wire
    assert len(wire.addresses) <= MOST_REQUESTS, wire
    assert next(iter(wire.packed.values())), "the page itself travels packed"
