"""Writing: start a conversation, send, mark as read."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from mendly.accounts.selectors import provider_of_user, user_of_patient
from mendly.audit.services import enter
from mendly.bus import announce
from mendly.care.selectors import audience_of
from mendly.clock import new_id, now
from mendly.errors import BadInput, Conflict, NotFound
from mendly.live.services import emit
from mendly.messaging.models import Conversation, Message, Receipt
from mendly.notify.kinds import Kind
from mendly.notify.services import queue_delivery
from mendly.policy import Action, Actor, Category, person_of

LONGEST_BODY = 5000
LONGEST_SUBJECT = 120


def start_conversation(
    actor: Actor, patient_id: UUID, *, subject: str, body: str, conversation_id: UUID | None = None
) -> tuple[Conversation, Message]:
    """Open a topic with its first message. Repeating it with the same id finds the one already there."""
    enter(actor, Action.ADD, patient_id, Category.MESSAGES, "conversation")
    subject, body = _clean(subject, LONGEST_SUBJECT, "subject"), _clean(body, LONGEST_BODY, "body")
    at = now()
    with transaction.atomic():
        conversation, created = Conversation.objects.get_or_create(
            id=conversation_id or new_id(),
            defaults={
                "patient_id": patient_id,
                "subject": subject,
                "started_by": person_of(actor),
                "created_at": at,
                "last_message_at": at,
            },
        )
        if not created:
            return conversation, _same_start(actor, patient_id, conversation, subject, body)
        announce("conversation.started", patient=patient_id, conversation=conversation.id)
        message, _ = _append(actor, conversation, new_id(), body)
    return conversation, message


def _same_start(
    actor: Actor, patient_id: UUID, conversation: Conversation, subject: str, body: str
) -> Message:
    """The first message of a conversation that this person started in these words; anything else is refused."""
    if (conversation.patient_id, conversation.started_by) == (patient_id, person_of(actor)):
        first = Message.objects.filter(conversation=conversation).order_by("number").first()
        if first is not None and (conversation.subject, first.body) == (subject, body):
            return first
    raise Conflict("This id is taken. Please make a new one.")


def send_message(
    actor: Actor, patient_id: UUID, conversation_id: UUID, *, message_id: UUID, body: str
) -> tuple[Message, bool]:
    """Send, exactly once: the same id with the same words again returns the same message and False."""
    enter(actor, Action.ADD, patient_id, Category.MESSAGES, "message")
    with transaction.atomic():
        conversation = (
            Conversation.objects.select_for_update(no_key=True)
            .filter(id=conversation_id, patient_id=patient_id)
            .first()
        )
        if conversation is None:
            raise NotFound
        return _append(actor, conversation, message_id, body)


def _append(actor: Actor, conversation: Conversation, message_id: UUID, body: str) -> tuple[Message, bool]:
    """The caller holds the lock on the conversation's row."""
    body = _clean(body, LONGEST_BODY, "body")
    known = Message.objects.filter(id=message_id).first()
    if known is not None:
        same = (known.conversation_id, known.author) == (
            conversation.id,
            person_of(actor),
        ) and known.body == body
        if not same:
            raise Conflict("This id is taken. Please make a new one.")
        return known, False
    author = person_of(actor)
    last = Message.objects.filter(conversation=conversation).order_by("-number").first()
    by_provider = provider_of_user(author) is not None
    message = Message.objects.create(
        id=message_id,
        patient_id=conversation.patient_id,
        conversation=conversation,
        number=(last.number if last else 0) + 1,
        author=author,
        by_provider=by_provider,
        body=body,
        sent_at=now(),
    )
    Conversation.objects.filter(id=conversation.id).update(last_message_at=message.sent_at)
    receipt = _move_receipt(conversation, author, message.number)
    if receipt is not None:
        _announce_receipt(receipt, conversation)
    announce(
        "message.sent",
        patient=conversation.patient_id,
        conversation=conversation.id,
        message=message.id,
        author_is_patient=not by_provider,
    )
    if by_provider:
        queue_delivery(user_of_patient(conversation.patient_id), Kind.MESSAGE, str(message.id))
    emit(
        "message",
        audience_of(conversation.patient_id, Category.MESSAGES),
        patient=conversation.patient_id,
        conversation=conversation.id,
        message=message.id,
    )
    return message, True


def mark_read(actor: Actor, patient_id: UUID, conversation_id: UUID, message_id: UUID) -> None:
    """Everything up to this message has been seen by this person. Older marks change nothing."""
    enter(actor, Action.VIEW, patient_id, Category.MESSAGES, "receipt")
    reader = person_of(actor)
    with transaction.atomic():
        message = (
            Message.objects.select_related("conversation")
            .filter(id=message_id, conversation_id=conversation_id, patient_id=patient_id)
            .first()
        )
        if message is None:
            raise NotFound
        moved = _move_receipt(message.conversation, reader, message.number)
        if moved is not None:
            _announce_receipt(moved, message.conversation)
            emit(
                "receipt",
                audience_of(patient_id, Category.MESSAGES),
                patient=patient_id,
                conversation=conversation_id,
                user=reader,
            )


def _move_receipt(conversation: Conversation, user_id: UUID, number: int) -> Receipt | None:
    """Move the mark forward; None when it stood there or further already."""
    receipt, created = Receipt.objects.get_or_create(
        conversation=conversation, user_id=user_id, defaults={"read_number": number, "read_at": now()}
    )
    if created:
        return receipt
    moved = Receipt.objects.filter(id=receipt.id, read_number__lt=number).update(
        read_number=number, read_at=now()
    )
    return receipt if moved else None


def _announce_receipt(receipt: Receipt, conversation: Conversation) -> None:
    announce(
        "receipt.moved",
        patient=conversation.patient_id,
        conversation=conversation.id,
        user=receipt.user_id,
        receipt=receipt.id,
    )


def _clean(text: str, longest: int, field: str) -> str:
    text = text.strip()
    if not text:
        raise BadInput("Please write something first.", field=field)
    if len(text) > longest:
        raise BadInput(f"Please write at most {longest} characters.", field=field)
    if "\x00" in text:
        raise BadInput("This text has a character that we cannot keep.", field=field)
    return text
