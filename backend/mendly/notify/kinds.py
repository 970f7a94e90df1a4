"""What can be notified about. The text of each kind is fixed and lives in the browser; no other travels."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

PAYLOAD_BYTES = 64
"""Every payload has this size, so that whoever carries it cannot tell the kinds apart by length."""


class Kind(StrEnum):
    DOSE = "dose"
    MESSAGE = "message"
    ALERT = "alert"
    INSIGHT = "insight"
    OPENED = "opened"
    """Somebody opened the record in an emergency."""
    SUMMARY = "summary"
    """The week that has ended was summed up."""
    HELP = "help"
    """Somebody whom the account helps has a dose that nobody logged."""
    STOCK = "stock"
    """Something runs out soon."""


LIFE = {
    Kind.DOSE: timedelta(hours=4),
    Kind.MESSAGE: timedelta(days=1),
    Kind.ALERT: timedelta(days=1),
    Kind.INSIGHT: timedelta(days=1),
    Kind.OPENED: timedelta(days=7),
    Kind.SUMMARY: timedelta(days=2),
    Kind.HELP: timedelta(hours=4),
    Kind.STOCK: timedelta(days=1),
}
"""For how long a notification is worth delivering."""

URGENCY = {
    Kind.DOSE: "high",
    Kind.ALERT: "high",
    Kind.OPENED: "high",
    Kind.MESSAGE: "normal",
    Kind.INSIGHT: "normal",
    Kind.SUMMARY: "normal",
    Kind.HELP: "high",
    Kind.STOCK: "normal",
}
"""RFC 8030, section 5.3: whether a sleeping device is woken."""

StillWanted = Callable[[UUID, Collection[str]], Collection[str]]
_still_wanted: dict[Kind, StillWanted] = {}


def payload_of(kind: Kind) -> bytes:
    """The whole content of a push: the kind, and the page that opens. Constant for each kind."""
    return json.dumps({"k": kind.value, "u": "/home/"}).encode().ljust(PAYLOAD_BYTES)


def register_still_wanted(kind: Kind, check: StillWanted) -> None:
    """The room that asks for a kind says, at the last moment, which keys of a user still need telling."""
    if kind in _still_wanted:
        raise ValueError(f"notification kind {kind} is registered twice")
    _still_wanted[kind] = check


def still_wanted(kind: Kind, user: UUID, keys: Collection[str]) -> Collection[str]:
    check = _still_wanted.get(kind)
    return check(user, keys) if check else keys
