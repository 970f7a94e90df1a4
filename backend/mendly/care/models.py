"""Who cares for whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mendly.accounts.models import Clinic, PatientOwned, Provider, User
from mendly.clock import new_id
from mendly.vault.fields import SealedJSON, SealedText


class CareInvitation(models.Model):
    """A provider asks a person, by e-mail, whether they want to be cared for here. Nothing opens before they accept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)


class CareRelationship(PatientOwned):
    """One provider cares for one patient, from the patient's acceptance until either side ends it."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "provider"], condition=Q(ended_at=None), name="care_one_open_relationship"
            )
        ]
        indexes = [models.Index(fields=["provider", "ended_at"], name="care_by_provider")]


class Scope(models.TextChoices):
    VIEW = "view", "see medicines and readings"
    RECORD = "record", "record doses and readings"
    MESSAGE = "message", "read and write messages"


class Authority(models.TextChoices):
    """Why somebody may help: because the patient asked them, or as the guardian of somebody not of age."""

    ASKED = "asked"
    GUARDIAN = "guardian"


class Proxy(PatientOwned):
    """Someone close whom the patient lets help. The patient gives the name, the scopes and the period.

    For a guardian `ends_at` is the birthday on which the young person is of age, worked out when they were named:
    the birth date is sealed, and no check has to open it.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = SealedText()
    scopes = models.JSONField()
    authority = models.CharField(max_length=10, choices=Authority.choices, default=Authority.ASKED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "user"], condition=Q(ended_at=None), name="care_one_open_proxy"
            )
        ]

    @property
    def is_guardian(self) -> bool:
        return self.authority == Authority.GUARDIAN


class ProxyInvitation(PatientOwned):
    """A patient, or the guardian of one, asks someone close to help, by e-mail."""

    email = models.EmailField()
    name = SealedText()
    scopes = models.JSONField()
    authority = models.CharField(max_length=10, choices=Authority.choices, default=Authority.ASKED)
    invited_by = models.UUIDField()
    ends_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)


class HandOver(PatientOwned):
    """A guardian sends a young person the key to the record that was made for them as a child."""

    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)


class EmergencyNumber(PatientOwned):
    """What a patient can write on a card, so that somebody who does not know them opens the right record."""

    number = models.CharField(max_length=8, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient"], name="care_one_emergency_number")]


class Judgement(models.TextChoices):
    RIGHT = "right"
    NOT_RIGHT = "not_right"


class Opening(PatientOwned):
    """A provider without care or consent opened this record in an emergency, for an hour ("broke the glass").

    `why` is the chosen reason and the provider's own words. `seen_at`: the patient read the notice.
    `mailed_at`: the e-mail about it went out. The judgement is of another administrator of the clinic.
    """

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    why = SealedJSON()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.UUIDField(null=True)
    judgement = models.CharField(max_length=10, choices=Judgement.choices, blank=True)
    note = SealedText(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "provider"], condition=Q(ended_at=None), name="care_one_opening_at_a_time"
            )
        ]
        indexes = [
            models.Index(fields=["provider", "ended_at"], name="care_opening_by_provider"),
            models.Index(fields=["clinic", "opened_at"], name="care_opening_by_clinic"),
            models.Index(fields=["id"], condition=Q(mailed_at=None), name="care_opening_unmailed"),
        ]


class OpeningAttempt(models.Model):
    """Somebody typed a name of a record to open, right or wrong: few may be tried in an hour."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["provider", "at"], name="care_attempt_by_provider"),
            models.Index(fields=["clinic", "at"], name="care_attempt_by_clinic"),
        ]
