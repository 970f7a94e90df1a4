"""Who cares for whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mendly.accounts.models import Clinic, PatientOwned, Provider, User
from mendly.clock import new_id
from mendly.vault.fields import SealedText


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


class Proxy(PatientOwned):
    """Someone close whom the patient lets help. The patient gives the name, the scopes and the period."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = SealedText()
    scopes = models.JSONField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "user"], condition=Q(ended_at=None), name="care_one_open_proxy"
            )
        ]


class ProxyInvitation(PatientOwned):
    """A patient asks someone close to help, by e-mail."""

    email = models.EmailField()
    name = SealedText()
    scopes = models.JSONField()
    ends_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
