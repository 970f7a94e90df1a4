"""Messages as the phone keeps them: whole documents by id, for one person's eyes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from mendly.accounts.selectors import providers_by_user
from mendly.audit.services import enter
from mendly.care.selectors import providers_of
from mendly.messaging.models import Conversation, Message, Receipt
from mendly.messaging.selectors import lines_of
from mendly.policy import Action, Actor, Category

Documents = dict[UUID, dict[str, Any]]


def conversation_documents(actor: Actor, patient_id: UUID, ids: Sequence[UUID]) -> Documents:
    enter(actor, Action.VIEW, patient_id, Category.MESSAGES, "conversations")
    team = [provider.name for provider in providers_of(patient_id)]
    rows = Conversation.objects.filter(patient_id=patient_id, id__in=ids)
    return {
        row.id: {
            "id": str(row.id),
            "subject": row.subject,
            "with": team,
            "last_message_at": row.last_message_at.isoformat(),
        }
        for row in rows
    }


def message_documents(actor: Actor, patient_id: UUID, ids: Sequence[UUID]) -> Documents:
    enter(actor, Action.VIEW, patient_id, Category.MESSAGES, "messages")
    rows = list(Message.objects.filter(patient_id=patient_id, id__in=ids))
    return {
        line.id: {
            "id": str(line.id),
            "conversation": str(line.conversation),
            "number": line.number,
            "author": str(line.author),
            "author_name": line.author_name,
            "mine": line.mine,
            "body": line.body,
            "sent_at": line.sent_at.isoformat(),
        }
        for line in lines_of(actor, patient_id, rows)
    }


def receipt_documents(actor: Actor, patient_id: UUID, ids: Sequence[UUID]) -> Documents:
    enter(actor, Action.VIEW, patient_id, Category.MESSAGES, "receipts")
    rows = list(Receipt.objects.filter(conversation__patient_id=patient_id, id__in=ids))
    providers = providers_by_user(row.user_id for row in rows)
    return {
        row.id: {
            "id": str(row.id),
            "conversation": str(row.conversation_id),
            "user": str(row.user_id),
            "by_provider": row.user_id in providers,
            "read_number": row.read_number,
        }
        for row in rows
    }
