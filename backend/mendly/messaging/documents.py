"""Messages as the phone keeps them."""

from __future__ import annotations

from mendly.accounts.selectors import providers_by_user
from mendly.care.selectors import providers_of
from mendly.messaging.models import Conversation, Message, Receipt
from mendly.messaging.selectors import lines_of
from mendly.policy import Actor


def conversation_document(conversation: Conversation) -> dict[str, object]:
    return {
        "id": str(conversation.id),
        "subject": conversation.subject,
        "with": [provider.name for provider in providers_of(conversation.patient_id)],
        "last_message_at": conversation.last_message_at.isoformat(),
    }


def message_document(actor: Actor, message: Message) -> dict[str, object]:
    line = lines_of(actor, message.patient_id, [message])[0]
    return {
        "id": str(line.id),
        "conversation": str(line.conversation),
        "number": line.number,
        "author": str(line.author),
        "author_name": line.author_name,
        "mine": line.mine,
        "body": line.body,
        "sent_at": line.sent_at.isoformat(),
    }


def receipt_document(receipt: Receipt) -> dict[str, object]:
    return {
        "id": str(receipt.id),
        "conversation": str(receipt.conversation_id),
        "user": str(receipt.user_id),
        "by_provider": bool(providers_by_user([receipt.user_id])),
        "read_number": receipt.read_number,
    }
