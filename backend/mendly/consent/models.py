"""What may be seen, by whom, for what: facts that are appended and never changed."""

from __future__ import annotations

from django.db import models

from mendly.accounts.models import PatientOwned


class Recipient(models.TextChoices):
    PROVIDER = "provider"
    CLINIC = "clinic"


class Answer(models.TextChoices):
    PERMIT = "permit"
    DENY = "deny"


class ConsentRecord(PatientOwned):
    """One decision of the patient. The newest record of a (recipient, purpose, category) replaces the one before.

    A permit holds for the care in which it was given: who is accepted again later is asked again.

    `number` counts the decisions of a patient: the order does not hang on a clock.

    `words_digest` is the SHA-256 of the sentence shown when it was given, in `language`.
    """

    number = models.PositiveIntegerField()
    recipient_kind = models.CharField(max_length=10, choices=Recipient.choices)
    recipient = models.UUIDField()
    purpose = models.CharField(max_length=16)
    category = models.CharField(max_length=16)
    answer = models.CharField(max_length=8, choices=Answer.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    words = models.CharField(max_length=40)
    words_digest = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    given_by = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "number"], name="consent_one_number_each")]
        indexes = [models.Index(fields=["patient", "recipient", "category"], name="consent_lookup")]
