"""From calls and medicines to cards. A card stores facts; its sentences are made when it is read."""

from __future__ import annotations

from django.db import models

from mendly.accounts.models import Clinic, PatientOwned, Provider
from mendly.clock import new_id
from mendly.vault.fields import SealedJSON, SealedPackedJSON


class Insight(PatientOwned):
    """What the genes say about one medicine by one gene or gene pair.

    `place` is a blind key (an HMAC under the patient's key of medicine and genes), so that a new computation finds
    the card it replaces. `right_now`: what other medicines of the list change, as the gene engine gave it.
    `ended_at`: the medicine ended or the result went away.
    """

    medicine = models.UUIDField()
    place = models.BinaryField()
    facts = SealedJSON()
    right_now = SealedJSON(null=True)
    knowledge_version = models.CharField(max_length=40)
    changed_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "place"], name="insights_one_card_per_place")
        ]


class RefreshToDo(models.Model):
    """This patient's cards must be worked out again. Written with the change that asked for it."""

    patient = models.UUIDField(primary_key=True)
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)


class KnowledgeRun(models.Model):
    """One time that everyone was brought to a knowledge pack. Runs are numbered; the newest says which pack holds.

    Whoever brings a patient to the pack of the newest run, the command or a refresh, does it as part of that run.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField(unique=True)
    version = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class KnowledgeStep(PatientOwned):
    """One patient brought to the pack of one run: what they were told before and after, sealed.

    `told_at`: their answer changed and they are told, with this row in one transaction; else null.
    """

    run = models.ForeignKey(KnowledgeRun, on_delete=models.PROTECT, related_name="+")
    facts = SealedPackedJSON(null=True)
    stepped_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "run"], name="insights_one_step_per_run")]
        indexes = [
            models.Index(fields=["run"], condition=models.Q(told_at__isnull=False), name="insights_told")
        ]


class ClinicRule(models.Model):
    """What a clinic asks for. `signature_required`: its patients see a card only once its rows are signed."""

    clinic = models.OneToOneField(Clinic, on_delete=models.PROTECT, primary_key=True, related_name="+")
    signature_required = models.BooleanField(default=False)
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()


class RowSignature(models.Model):
    """A clinician of a clinic stands behind one guideline row and its sentences, as `checksum` names them.

    A row that changes has another checksum and asks anew; `row` tells that it is the same row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    row = models.CharField(max_length=16)
    checksum = models.CharField(max_length=32)
    signed_by = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+", db_index=False)
    signed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "checksum"],
                condition=models.Q(withdrawn_at=None),
                name="insights_row_signed_once",
            )
        ]
