"""What a page costs on its way to a first visitor: bytes and requests, packed as they travel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

MOST_BYTES = 60 * 1024
MOST_REQUESTS = 12


@dataclass
class Wire:
    """What the newest page of a tab fetched, as on a first visit: nothing taken from a cache or a worker."""

    page: str = ""
    addresses: dict[str, str] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    packed: set[str] = field(default_factory=set)

    def listen(self, page: Page) -> None:
        """From now on; every load of the tab is a first visit then."""
        wire = page.context.new_cdp_session(page)
        wire.on("Network.requestWillBeSent", self._asked)
        wire.on("Network.responseReceived", self._answered)
        wire.on("Network.loadingFinished", self._finished)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.send("Network.setBypassServiceWorker", {"bypass": True})

    def faults(self) -> list[str]:
        """Why this page is not light."""
        found = []
        if self.bytes > MOST_BYTES or len(self.addresses) > MOST_REQUESTS:
            found.append(f"too heavy: {self}")
        if self.page not in self.packed:
            found.append("the page itself does not travel packed")
        return found

    def _asked(self, event: dict[str, Any]) -> None:
        if event.get("type") == "Document":
            self.page = event["requestId"]
            for seen in (self.addresses, self.weights, self.packed):
                seen.clear()
        # What the page before asks for on its way out may be told after the new page was asked for.
        if event["loaderId"] == self.page and not event["request"]["url"].startswith("data:"):
            self.addresses[event["requestId"]] = event["request"]["url"]

    def _answered(self, event: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        if event["requestId"] in self.addresses and headers.get("content-encoding") in {"gzip", "br"}:
            self.packed.add(event["requestId"])

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.addresses:
            self.weights[event["requestId"]] = event["encodedDataLength"]

    @property
    def bytes(self) -> int:
        return round(sum(self.weights.values()))

    def __str__(self) -> str:
        lines = [f"{self.weights.get(key, 0):8.0f} {address}" for key, address in self.addresses.items()]
        return "\n".join([f"{self.bytes} bytes, {len(self.addresses)} requests", *lines])
