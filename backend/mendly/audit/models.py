from __future__ import annotations

from django.db import models

from mendly.clock import new_id


class ChainTip(models.Model):
    """The newest link of one chain. Its row lock puts the links of a chain in order."""

    chain = models.UUIDField(primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    digest = models.BinaryField(default=b"")


class AccessRecord(models.Model):
    """One link: who looked at or changed which kind of data, when and why. Ids only, never content.

    A chain belongs to a patient, or to an actor for lists over many patients (see `ListedPatient`). Each link holds
    the digest of the one before it. The database refuses to change or delete links.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    chain = models.UUIDField()
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    role = models.CharField(max_length=80)
    patient = models.UUIDField(null=True)
    action = models.CharField(max_length=16)
    category = models.CharField(max_length=16)
    purpose = models.CharField(max_length=16)
    via = models.CharField(max_length=16)
    about = models.CharField(max_length=40)
    repeat = models.CharField(max_length=64, null=True, unique=True)
    previous = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint("chain", "number", name="audit_one_link_per_number")]
        indexes = [models.Index(fields=["patient", "at"], name="audit_patient_at")]


class ListedPatient(models.Model):
    """One patient shown in a list; the list itself is one link in the actor's chain and commits to its members."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record = models.ForeignKey(AccessRecord, on_delete=models.PROTECT, related_name="listed")
    patient = models.UUIDField(db_index=True)
