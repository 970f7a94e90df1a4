"""The way out: erasures that wait, what is left of those that are done, exports, and the end of the whole house."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mendly.accounts.models import PatientOwned
from mendly.clock import new_id
from mendly.vault.fields import SealedText
from mendly.vault.models import SealedFile


class ErasureRequest(models.Model):
    """Somebody asked to be erased. Nothing happens before `due_at`; until `started_at` they can take it back.

    Points at the patient by id alone, because it outlives their rows. Of an account without a record, `patient` is
    the id of the account, by which nothing of any record is found. `step` is the next step to do, `counts` what is
    gone so far. The row is deleted when all is done, and the receipt, which names nobody, stays.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.UUIDField(unique=True)
    user = models.UUIDField(null=True)
    receipt_hash = models.CharField(max_length=64, unique=True, null=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    step = models.PositiveSmallIntegerField(default=0)
    counts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="leaving_erasures_due")]


class ErasureReceipt(models.Model):
    """What was erased, by kind, for whoever has the link. Says nothing of whom. `digest` is over date and counts."""

    token_hash = models.CharField(max_length=64, primary_key=True)
    erased_at = models.DateTimeField()
    counts = models.JSONField()
    digest = models.CharField(max_length=64)


class ExportState(models.TextChoices):
    ASKED = "asked"
    BUILDING = "building"
    READY = "ready"
    FETCHED = "fetched"
    STOPPED = "stopped"
    FAILED = "failed"


class Export(PatientOwned):
    """One archive of everything, sealed until it is fetched: once, within a day.

    `passphrase` opens it, was shown once, and stays under the patient's key only until the archive is built.
    """

    state = models.CharField(max_length=8, choices=ExportState.choices, default=ExportState.ASKED)
    asked_at = models.DateTimeField()
    passphrase = SealedText(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    file = models.OneToOneField(SealedFile, on_delete=models.SET_NULL, null=True, related_name="+")
    ready_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(state__in=["asked", "building", "ready"]),
                name="leaving_one_export_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["patient", "-asked_at"], name="leaving_exports")]


class WindDown(models.Model):
    """The house closes on a day: everyone is told, and may take their data along until then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    announced_at = models.DateTimeField()
    closes_on = models.DateField()
    counts = models.JSONField(default=dict)
    """What was erased so far, by kind."""
    told_until = models.UUIDField(null=True)
    """Accounts are told in the order of their ids; those up to this one were."""
