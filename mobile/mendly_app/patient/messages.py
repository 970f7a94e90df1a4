"""Conversations with the care team: read, write, read marks, drafts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from mendly_app.devices.ports import Clock
from mendly_app.patient.acts import enqueue, instant_of, instant_text, new_id, put_pending
from mendly_app.sync.records import Record, RecordState
from mendly_app.sync.session import SessionKeeper
from mendly_app.sync.store import Store

MESSAGE, CONVERSATION, RECEIPT = "message", "conversation", "receipt"
LONGEST_BODY = 5_000
"""Characters in one message; the server takes no more."""
_LAST = 1 << 62


class Delivery(StrEnum):
    """Where an own message is on its way."""

    QUEUED = "queued"
    SENT = "sent"
    READ = "read"
    FAILED = "failed"


_DELIVERY = {RecordState.PENDING: Delivery.QUEUED, RecordState.REFUSED: Delivery.FAILED}


class BadMessage(ValueError):
    """The text cannot be sent: it is empty or too long."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `number` is its place as the server counts, None while it is not there yet."""

    id: UUID
    conversation: UUID
    number: int | None
    mine: bool
    author: str
    body: str
    at: datetime
    delivery: Delivery

    @property
    def order(self) -> tuple[int, datetime, str]:
        """The server's order; what it does not have yet comes last, in the order of writing."""
        return (_LAST if self.number is None else self.number, self.at, str(self.id))

    def is_within(self, read: Mapping[UUID, int]) -> bool:
        """Whether the marks, by conversation, lie at this message or after it."""
        return self.number is not None and self.number <= read.get(self.conversation, 0)


@dataclass(frozen=True, slots=True)
class Thread:
    """One conversation as a list shows it."""

    id: UUID
    subject: str
    people: tuple[str, ...]
    last: Message | None
    unread: int


class Messages:
    """Reads and writes messages. A message appears once, by its id, whatever the network did."""

    def __init__(self, store: Store, clock: Clock, session: SessionKeeper) -> None:
        self._store = store
        self._clock = clock
        self._session = session
        self._told = _Told("", (), (), {}, {})

    def threads(self) -> list[Thread]:
        """The newest talk first."""
        said = self._by_conversation()
        threads = [
            self._thread(record, said.get(UUID(record.id), ()))
            for record in self._store.records.all(CONVERSATION)
        ]
        never = datetime.min.replace(tzinfo=UTC)
        return sorted(threads, key=lambda thread: thread.last.at if thread.last else never, reverse=True)

    def thread(self, conversation: UUID) -> Thread | None:
        record = self._store.records.get(CONVERSATION, str(conversation))
        return self._thread(record, self.of(conversation)) if record else None

    def of(self, conversation: UUID) -> Sequence[Message]:
        """All messages of a conversation, oldest first."""
        return self._by_conversation().get(conversation, ())

    def newest_unread(self) -> tuple[Thread, Message] | None:
        """The newest message that the person has not seen, with its conversation."""
        unread = [(t, t.last) for t in self.threads() if t.unread and t.last and not t.last.mine]
        return max(unread, key=lambda pair: pair[1].at, default=None)

    def send(self, conversation: UUID, text: str) -> UUID:
        """Save a message and queue it. The draft of the conversation is empty after. Raises `BadMessage`."""
        body = text.strip()
        if not body or len(body) > LONGEST_BODY or "\0" in body:
            raise BadMessage
        session = self._session.load()
        identifier = new_id(self._clock)
        record = {
            "id": str(identifier),
            "conversation": str(conversation),
            "number": None,
            "author": session.user if session else "",
            "author_name": "",
            "mine": True,
            "body": body,
            "sent_at": instant_text(self._clock.now()),
        }
        with self._store.transaction():
            put_pending(self._store, MESSAGE, identifier, record)
            self._store.keep(_draft(conversation), "")
            event = {"conversation": str(conversation), "body": body}
            enqueue(self._store, self._clock, MESSAGE, identifier, event)
        return identifier

    def mark_read(self, conversation: UUID) -> None:
        """Note, and tell the server, that everything shown so far was seen. Repeating it changes nothing."""
        numbered = [m for m in self.of(conversation) if not m.mine and m.number is not None]
        if not numbered or (numbered[-1].number or 0) <= self._mark(conversation):
            return
        newest = numbered[-1]
        with self._store.transaction():
            self._store.keep(_read_mark(conversation), newest.number)
            event = {"conversation": str(conversation), "message": str(newest.id)}
            enqueue(self._store, self._clock, "read", new_id(self._clock), event)

    def draft(self, conversation: UUID) -> str:
        """What was typed and not sent."""
        return str(self._store.kept(_draft(conversation), ""))

    def keep_draft(self, conversation: UUID, text: str) -> None:
        if text != self.draft(conversation):
            with self._store.transaction():
                self._store.keep(_draft(conversation), text)

    def _thread(self, record: Record, messages: Sequence[Message]) -> Thread:
        people = record.body.get("with")
        conversation = UUID(record.id)
        mark = self._mark(conversation)
        return Thread(
            id=conversation,
            subject=str(record.body.get("subject") or ""),
            people=tuple(str(name) for name in people) if isinstance(people, list) else (),
            last=messages[-1] if messages else None,
            unread=sum(not m.mine and m.number is not None and m.number > mark for m in messages),
        )

    def _by_conversation(self) -> Mapping[UUID, Sequence[Message]]:
        """Every message, in order within its conversation. Worked out anew only after a change."""
        session = self._session.load()
        me = session.user if session else ""
        records, receipts = self._store.records.all(MESSAGE), self._store.records.all(RECEIPT)
        told = self._told
        if told.me != me or told.records is not records or told.receipts is not receipts:
            known = told.messages if told.me == me else {}
            messages = {record.id: _read_once(record, me, known) for record in records}
            by_conversation = _in_order((m for _, m in messages.values()), self._read_marks())
            told = self._told = _Told(me, records, receipts, messages, by_conversation)
        return told.by_conversation

    def _mark(self, conversation: UUID) -> int:
        """The number up to which this person has read, here or on another device."""
        session = self._session.load()
        own = [
            _number(record.body.get("read_number")) or 0
            for record in self._store.records.all(RECEIPT)
            if record.body.get("conversation") == str(conversation)
            and session is not None
            and record.body.get("user") == session.user
        ]
        here: int = self._store.kept(_read_mark(conversation), 0)
        return max([here, *own])

    def _read_marks(self) -> dict[UUID, int]:
        """By conversation: the number up to which someone of the care team has read."""
        marks: dict[UUID, int] = {}
        for record in self._store.records.all(RECEIPT):
            if record.body.get("by_provider"):
                conversation = UUID(str(record.body.get("conversation")))
                number = _number(record.body.get("read_number")) or 0
                marks[conversation] = max(marks.get(conversation, 0), number)
        return marks


@dataclass(frozen=True, slots=True)
class _Told:
    """All messages in order, and what they were worked out from."""

    me: str
    records: tuple[Record, ...]
    receipts: tuple[Record, ...]
    messages: Mapping[str, tuple[Record, Message]]
    by_conversation: Mapping[UUID, Sequence[Message]]


def _read_once(
    record: Record, me: str, known: Mapping[str, tuple[Record, Message]]
) -> tuple[Record, Message]:
    """The message of a record, taken from what is known unless the record changed: a long talk stays quick."""
    before = known.get(record.id)
    return before if before is not None and before[0] is record else (record, _message(record, me))


def _in_order(messages: Iterable[Message], read: Mapping[UUID, int]) -> Mapping[UUID, Sequence[Message]]:
    """By conversation, each in the server's order; `read`: up to where the care team has read."""
    by_conversation: defaultdict[UUID, list[Message]] = defaultdict(list)
    for message in messages:
        seen = message.delivery is Delivery.SENT and message.is_within(read)
        by_conversation[message.conversation].append(
            replace(message, delivery=Delivery.READ) if seen else message
        )
    return {talk: sorted(said, key=lambda m: m.order) for talk, said in by_conversation.items()}


def _message(record: Record, me: str) -> Message:
    """The message as the server has it; whether it was read by others is told by the receipts."""
    body: dict[str, Any] = record.body
    number = _number(body.get("number"))
    mine = bool(body.get("mine", body.get("author") == me))
    return Message(
        id=UUID(record.id),
        conversation=UUID(str(body["conversation"])),
        number=number,
        mine=mine,
        author=str(body.get("author_name") or ""),
        body=str(body.get("body") or ""),
        at=instant_of(body.get("sent_at")) or datetime.min.replace(tzinfo=UTC),
        delivery=_DELIVERY.get(record.state, Delivery.SENT),
    )


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _draft(conversation: UUID) -> str:
    return f"draft:{conversation}"


def _read_mark(conversation: UUID) -> str:
    return f"read:{conversation}"
