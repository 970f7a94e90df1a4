"""What may be seen, by whom, for what: facts that are appended and never changed."""

from __future__ import annotations

from django.db import models

from mendly.accounts.models import PatientOwned


class Recipient(models.TextChoices):
    """Whom a decision can be about. Insurers and employers are not on this list, and must never be: see the tests."""

    PROVIDER = "provider"
    CLINIC = "clinic"
    STUDIES = "studies"


class Answer(models.TextChoices):
    PERMIT = "permit"
    DENY = "deny"


class Access(models.TextChoices):
    """How far a permit goes. A deny closes all of it."""

    SEE = "see"
    SEE_AND_ADD = "see_and_add"


class GivenAs(models.TextChoices):
    SELF = "self"
    GUARDIAN = "guardian"


class ConsentRecord(PatientOwned):
    """One decision of the patient. The newest record of a (recipient, purpose, category) replaces the one before.

    A permit holds for the care in which it was given: who is accepted again later is asked again.

    `number` counts the decisions of a patient: the order does not hang on a clock.

    `recipient` is None for studies: there is one yes for all of them, and no study yet.

    `words_digest` is the SHA-256 of the sentence shown when it was given, in `language`.

    `given_by` is the account that decided: the patient's own, or that of a guardian with authority.
    """

    number = models.PositiveIntegerField()
    recipient_kind = models.CharField(max_length=10, choices=Recipient.choices)
    recipient = models.UUIDField(null=True)
    purpose = models.CharField(max_length=16)
    category = models.CharField(max_length=16)
    answer = models.CharField(max_length=8, choices=Answer.choices)
    access = models.CharField(max_length=12, choices=Access.choices, default=Access.SEE_AND_ADD)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    words = models.CharField(max_length=40)
    words_digest = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    given_by = models.UUIDField()
    given_as = models.CharField(max_length=10, choices=GivenAs.choices, default=GivenAs.SELF)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "number"], name="consent_one_number_each")]
        indexes = [models.Index(fields=["patient", "recipient", "category"], name="consent_lookup")]
