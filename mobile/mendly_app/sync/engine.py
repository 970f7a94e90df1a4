"""The engine: hands over the outbox, then reads what changed. It may be cut off between any two lines."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from mendly_app.sync.api import (
    Change,
    CursorGone,
    Now,
    Page,
    PushAnswer,
    Refused,
    SignedOut,
    Unreached,
    Verdict,
)
from mendly_app.sync.backoff import Backoff
from mendly_app.sync.outbox import Event
from mendly_app.sync.records import RecordState
from mendly_app.sync.store import Store

LARGEST_BATCH = 500
LARGEST_BATCH_BYTES = 900_000
"""The server takes 1 MB; the rest is room for the envelope."""
PAGE = 500
POLL_SECONDS = 120.0
"""How often to look without any hint: a lost hint costs at most this."""
RECORD_OF_EVENT = {
    "intake": "intake",
    "message": "message",
    "observation": "observation",
    "medicine": "medicine",
    "schedule": "plan",
    "zone": "zone",
}
"""Which kind of record an event's row is; the record has the event's id."""
_ABOUT_CONTENT = frozenset({400, 413, 422})
"""Answers that blame the events. Others (a closed door, a wrong address) say nothing about them."""
CURSOR, RESYNC, LIVE_SEQ, GENERATION, SYNCED_AT = "cursor", "resync", "live_seq", "generation", "synced_at"

log = logging.getLogger("mendly.phone.sync")


class Link(StrEnum):
    """How the last contact with the server went."""

    UNKNOWN = "unknown"
    ONLINE = "online"
    OFFLINE = "offline"
    SIGNED_OUT = "signed_out"


@dataclass(frozen=True, slots=True)
class Status:
    """What a screen may tell about syncing. `skew` is server time minus phone time."""

    link: Link = Link.UNKNOWN
    skew: timedelta = timedelta(0)


class Server(Protocol):
    """What the engine needs of the server. `mendly_app.sync.api.Api` fits."""

    async def push(self, events: Sequence[Event]) -> PushAnswer: ...

    async def pull(self, cursor: str | None, *, limit: int) -> Page: ...


@dataclass(slots=True)
class Engine:
    """Runs as one task. `kick` makes it look at once; `on_status` hears of each change of status."""

    store: Store
    server: Server
    now: Now
    on_status: Callable[[Status], None] = lambda status: None
    day_of: Callable[[Change], date | None] = lambda change: None
    backoff: Backoff = field(default_factory=lambda: Backoff(lowest=1.0, first=2.0, highest=900.0))
    status: Status = field(default_factory=Status)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _hinted: int = 0

    def kick(self, seq: int | None = None) -> None:
        """Look now. `seq` is the number of the live frame that asked for it."""
        self._hinted = self._hinted if seq is None else seq
        self._wake.set()

    async def run(self) -> None:
        """Sync for ever: at each kick, else now and then. Ends only by being cancelled."""
        while True:
            self._wake.clear()
            await self.sync_once()
            if self.status.link is Link.SIGNED_OUT:
                await self._wake.wait()
                continue
            offline = self.status.link is Link.OFFLINE
            pause = self.backoff.next() if offline else POLL_SECONDS
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wake.wait()

    async def sync_once(self) -> Link:
        """Push all, pull all. Raises nothing that the network or the server can cause."""
        hinted = self._hinted
        try:
            await self.push_all()
            await self.pull_all(hinted)
        except SignedOut:
            self._tell(Link.SIGNED_OUT)
        except (Unreached, Refused) as problem:
            log.info("no sync: %s", type(problem).__name__)
            self._tell(Link.OFFLINE)
        else:
            self.backoff.reset()
            self._tell(Link.ONLINE)
        return self.status.link

    async def push_all(self) -> None:
        """Hand over the whole outbox, in order, in batches."""
        while batch := _fitting(self.store.outbox.first(LARGEST_BATCH)):
            left = self.store.outbox.waiting()
            await self._push(batch)
            if self.store.outbox.waiting() >= left:
                raise Unreached("the server answered for none of the events")

    async def _push(self, batch: list[Event]) -> None:
        """Hand over one batch. A batch that is refused as a whole is halved until the poison is found."""
        asked_at = self.now()
        try:
            answer = await self.server.push(batch)
        except Refused as refusal:
            if refusal.status not in _ABOUT_CONTENT:
                raise
            if len(batch) == 1:
                self._settle(batch, {batch[0].id: (Verdict.REJECTED, refusal.sentence or None)})
                return
            middle = len(batch) // 2
            await self._push(batch[:middle])
            await self._push(batch[middle:])
            return
        self._note_clock(answer, asked_at)
        self._settle(batch, {receipt.id: (receipt.verdict, receipt.reason) for receipt in answer.receipts})

    def _settle(self, batch: list[Event], verdicts: dict[str, tuple[Verdict, str | None]]) -> None:
        """Clear what the server has, set aside what it refuses; the rest stays queued."""
        with self.store.transaction():
            for event in batch:
                verdict, reason = verdicts.get(event.id, (None, None))
                if verdict is None:
                    continue
                refused = verdict is Verdict.REJECTED
                if refused:
                    self.store.outbox.put_aside(event, reason)
                else:
                    self.store.outbox.remove(event.id)
                if kind := RECORD_OF_EVENT.get(event.kind):
                    state = RecordState.REFUSED if refused else RecordState.SYNCED
                    self.store.records.set_state(kind, event.id, state)

    async def pull_all(self, hinted: int = 0) -> None:
        """Read pages until there are no more. A cursor that is gone starts a full resync, once."""
        while True:
            place = self._place()
            try:
                page = await self.server.pull(place[0], limit=PAGE)
            except CursorGone:
                if self._place() != place:
                    continue
                if place[0] is None:
                    raise Unreached("the server refuses to start anew") from None
                with self.store.transaction():
                    begin_resync(self.store)
                continue
            if self._place() != place:  # the phone was paired anew meanwhile, and starts over
                continue
            self._apply(page, hinted)
            if not page.has_more:
                return

    def _place(self) -> tuple[str | None, int]:
        """Where reading goes on, and in which run through all changes."""
        return self.store.kept(CURSOR), self.store.kept(GENERATION, 0)

    def _apply(self, page: Page, hinted: int) -> None:
        """Write a page and its cursor in one transaction. The same page again changes nothing."""
        generation = self.store.kept(GENERATION, 0)
        with self.store.transaction():
            for change in page.changes:
                self._apply_change(change, generation)
            self.store.keep(CURSOR, page.cursor)
            if page.has_more:
                return
            if self.store.kept(RESYNC, False):
                self.store.records.delete_older_than(generation)
                self.store.keep(RESYNC, False)
            self.store.keep(SYNCED_AT, self.now().isoformat())
            if hinted:
                self.store.keep(LIVE_SEQ, hinted)

    def _apply_change(self, change: Change, generation: int) -> None:
        records = self.store.records
        if change.body is None:
            records.delete(change.kind, change.id)
            return
        records.put(
            change.kind,
            change.id,
            change.body,
            RecordState.SYNCED,
            day=self.day_of(change),
            generation=generation,
        )

    def _note_clock(self, answer: PushAnswer, asked_at: datetime) -> None:
        if answer.server_time is not None:
            middle = asked_at + (self.now() - asked_at) / 2
            self.status = replace(self.status, skew=answer.server_time - middle)

    def _tell(self, link: Link) -> None:
        self.status = replace(self.status, link=link)
        self.on_status(self.status)


def begin_resync(store: Store) -> None:
    """Forget the cursor, inside a transaction. What waits to be sent stays.

    Records stay on show until the server has told all; then the old ones go.
    """
    store.keep(CURSOR, None)
    store.keep(RESYNC, True)
    store.keep(GENERATION, store.kept(GENERATION, 0) + 1)


def _fitting(events: list[Event]) -> list[Event]:
    """The first events that together fit one request; always at least one."""
    size = 0
    for count, event in enumerate(events):
        size += len(str(event.body)) * 2 + 200
        if count and size > LARGEST_BATCH_BYTES:
            return events[:count]
    return events
