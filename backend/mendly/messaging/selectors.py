"""Reading conversations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mendly.accounts.models import Patient, Provider
from mendly.accounts.selectors import providers_by_user
from mendly.audit.services import enter
from mendly.care.selectors import proxy_name
from mendly.errors import NotFound
from mendly.messaging.models import Conversation, Message, Receipt
from mendly.policy import Action, Actor, Category, person_of

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Unread(TypedDict):
    """What the lists add to each conversation."""

    unread: int


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """One topic in a list. `unread` counts messages of others after this person's mark."""

    id: UUID
    patient: UUID
    subject: str
    last_message_at: datetime
    last_body: str
    unread: int


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message as one person sees it. `read_by_other_side`: someone of the other side has seen it."""

    id: UUID
    conversation: UUID
    number: int
    author: UUID
    author_name: str
    mine: bool
    by_provider: bool
    body: str
    sent_at: datetime
    read_by_other_side: bool


def conversations_of(actor: Actor, patient_id: UUID) -> list[ConversationLine]:
    enter(actor, Action.VIEW, patient_id, Category.MESSAGES, "conversations")
    rows = _with_unread(actor, Conversation.objects.filter(patient_id=patient_id)).order_by(
        "-last_message_at"
    )
    last = _last_messages(row.id for row in rows)
    return [
        ConversationLine(
            row.id, row.patient_id, row.subject, row.last_message_at, last[row.id].body, row.unread
        )
        for row in rows
    ]


def messages_of(
    actor: Actor, patient_id: UUID, conversation_id: UUID, *, after: int = 0, limit: int = 200
) -> list[MessageLine]:
    """The newest `limit` messages after a number, oldest first."""
    enter(actor, Action.VIEW, patient_id, Category.MESSAGES, "messages")
    conversation = Conversation.objects.filter(id=conversation_id, patient_id=patient_id).first()
    if conversation is None:
        raise NotFound
    rows = Message.objects.filter(conversation=conversation, number__gt=after).order_by("-number")[:limit]
    return lines_of(actor, patient_id, list(reversed(rows)))


def conversation_of(actor: Actor, patient_id: UUID, conversation_id: UUID) -> ConversationLine:
    line = next((c for c in conversations_of(actor, patient_id) if c.id == conversation_id), None)
    if line is None:
        raise NotFound
    return line


def unread_count(actor: Actor, patient_ids: Iterable[UUID]) -> int:
    """A number for the menu; it tells that something is there, not what."""
    rows = _with_unread(actor, Conversation.objects.filter(patient_id__in=list(patient_ids)))
    return sum(row.unread for row in rows)


def last_message_times(patient_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When anyone wrote last, for a list whose caller has decided and recorded who is on it."""
    rows = Conversation.objects.filter(patient_id__in=list(patient_ids)).order_by()
    return dict(rows.values_list("patient_id").annotate(last=Max("last_message_at")))


def subjects_shown(conversation_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What each conversation is about, for a list whose caller has decided and recorded it."""
    rows = Conversation.objects.filter(id__in=list(conversation_ids))
    return {row.id: row.subject for row in rows}


def lines_of(actor: Actor, patient_id: UUID, messages: list[Message]) -> list[MessageLine]:
    """Present messages of one patient to one person; the caller has entered."""
    authors = {message.author for message in messages}
    receipts = list(Receipt.objects.filter(conversation__in={m.conversation_id for m in messages}))
    providers = providers_by_user(authors | {receipt.user_id for receipt in receipts})
    names = _author_names(patient_id, authors, providers)
    marks = _read_marks(receipts, providers)
    return [
        MessageLine(
            id=message.id,
            conversation=message.conversation_id,
            number=message.number,
            author=message.author,
            author_name=names[message.author],
            mine=message.author == actor.user_id,
            by_provider=message.by_provider,
            body=message.body,
            sent_at=message.sent_at,
            read_by_other_side=marks.get((message.conversation_id, not message.by_provider), 0)
            >= message.number,
        )
        for message in messages
    ]


def _with_unread(
    actor: Actor, rows: QuerySet[Conversation]
) -> QuerySet[WithAnnotations[Conversation, Unread]]:
    """Add `unread`: messages of others past this person's mark."""
    mark = Receipt.objects.filter(conversation=OuterRef("conversation"), user_id=person_of(actor)).values(
        "read_number"
    )
    unread = (
        Message.objects.filter(conversation=OuterRef("pk"), number__gt=Coalesce(Subquery(mark[:1]), 0))
        .exclude(author=person_of(actor))
        .order_by()
        .values("conversation")
        .annotate(n=Count("id"))
        .values("n")
    )
    return rows.annotate(unread=Coalesce(Subquery(unread), 0))


def _last_messages(conversation_ids: Iterable[UUID]) -> dict[UUID, Message]:
    newest = (
        Message.objects.filter(conversation=OuterRef("conversation")).order_by("-number").values("number")[:1]
    )
    rows = Message.objects.filter(conversation__in=list(conversation_ids), number=Subquery(newest))
    return {row.conversation_id: row for row in rows}


def _read_marks(
    receipts: Iterable[Receipt], providers: Mapping[UUID, Provider]
) -> dict[tuple[UUID, bool], int]:
    """How far each side has read: (conversation, is the provider side) -> number."""
    marks: dict[tuple[UUID, bool], int] = {}
    for receipt in receipts:
        side = (receipt.conversation_id, receipt.user_id in providers)
        marks[side] = max(marks.get(side, 0), receipt.read_number)
    return marks


def _author_names(
    patient_id: UUID, authors: set[UUID], providers: Mapping[UUID, Provider]
) -> dict[UUID, str]:
    names = {author: providers[author].name for author in authors if author in providers}
    if authors <= names.keys():
        return names
    patient = Patient.objects.get(id=patient_id)
    for author in authors - names.keys():
        is_patient = author == patient.user_id
        names[author] = patient.name if is_patient else proxy_name(patient_id, author) or "Proxy"
    return names


def message_times(actor: Actor, patient_id: UUID, *, since: datetime) -> list[datetime]:
    """When messages were sent, for a time axis; no seal is opened."""
    enter(actor, Action.VIEW, patient_id, Category.MESSAGES, "messages")
    rows = Message.objects.filter(patient_id=patient_id, sent_at__gte=since).order_by("sent_at")
    return list(rows.values_list("sent_at", flat=True))
