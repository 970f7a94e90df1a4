"""Conversations between a patient and the people who care for them."""

from __future__ import annotations

from django.db import models

from mendly.accounts.models import PatientOwned, User
from mendly.clock import new_id
from mendly.vault.fields import SealedText


class Conversation(PatientOwned):
    """One topic. The patient's side and the care team's side both read it; `last_message_at` orders lists."""

    subject = SealedText()
    started_by = models.UUIDField()
    created_at = models.DateTimeField()
    last_message_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["patient", "-last_message_at"], name="messaging_by_patient")]


class Message(PatientOwned):
    """A message is never changed. Its id is made by the sender's device, so a repeated send is the same message.

    `number` counts within the conversation and is the order everyone sees.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    author = models.UUIDField()
    by_provider = models.BooleanField()
    body = SealedText()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="messaging_one_place_each")
        ]


class Receipt(models.Model):
    """How far one person has read in one conversation; it only moves forward."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="receipts", db_index=False
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    read_number = models.PositiveIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "user"], name="messaging_one_receipt")]
