"""DNA files, what was called from them, and what laboratories reported."""

from __future__ import annotations

from django.db import models

from mendly.accounts.models import PatientOwned
from mendly.genome.tumours.models import TumourReport
from mendly.vault.fields import SealedBytes, SealedJSON, SealedPackedJSON, SealedText
from mendly.vault.models import SealedFile

__all__ = ["FileState", "GeneCalls", "GenomeFile", "LabReport", "TumourReport"]


class FileState(models.TextChoices):
    RECEIVED = "received"
    READING = "reading"
    ASKING = "asking"
    READY = "ready"
    REFUSED = "refused"
    REMOVED = "removed"


class GenomeFile(PatientOwned):
    """One uploaded file. A refused or removed one keeps this row and loses its bytes.

    One that is asking waits, sealed, until the patient says which person or which DNA map it holds: `refusal` and
    `refusal_facts` then hold the question, `answer` what was said (`sample`, `build`).

    `fingerprint` is an HMAC under the patient's own key: it finds the same file again and tells nothing else.
    """

    name = SealedText()
    file = models.OneToOneField(SealedFile, on_delete=models.SET_NULL, null=True, related_name="+")
    fingerprint = models.BinaryField()
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.RECEIVED)
    refusal = models.CharField(max_length=40, blank=True)
    refusal_facts = SealedJSON(null=True)
    answer = SealedJSON(null=True)
    facts = SealedJSON(null=True)
    lease_until = models.DateTimeField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["patient", "-received_at"], name="genome_by_patient"),
            models.Index(fields=["state", "lease_until"], name="genome_to_do"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "fingerprint"],
                condition=models.Q(state__in=["received", "reading", "asking", "ready"]),
                name="genome_same_file_once",
            )
        ]


class GeneCalls(PatientOwned):
    """Every gene's result from one file under one knowledge version. Appended, never changed; the newest counts."""

    source = models.ForeignKey(GenomeFile, on_delete=models.PROTECT, related_name="+")
    knowledge_version = models.CharField(max_length=40)
    results = SealedPackedJSON()
    called_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["patient", "-called_at"], name="genome_calls_by_patient")]


class WantedPlaces(models.Model):
    """Which places a knowledge pack looks for, by their identities; says nothing about any person."""

    name = models.CharField(max_length=16, primary_key=True)
    identities = models.JSONField()


class StoredCalls(PatientOwned):
    """What one file shows at every place that was wanted when it was read. Goes with the file.

    Holds places of predisposition categories too, unread: what the person hides is never worked out.
    """

    source = models.ForeignKey(GenomeFile, on_delete=models.PROTECT, related_name="+")
    wanted = models.ForeignKey(WantedPlaces, on_delete=models.PROTECT, related_name="+", db_index=False)
    calls = SealedBytes()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "source", "wanted"], name="genome_calls_kept_once")
        ]


class LabReport(PatientOwned):
    """One gene as a laboratory reported it, entered by a provider; the laboratory's words are kept.

    `knowledge_version` is the pack that read those words into `result`; empty where it was not noted.
    """

    result = SealedJSON()
    laboratory = SealedText()
    method = SealedText()
    reported_on = models.DateField()
    knowledge_version = models.CharField(max_length=40, blank=True)
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "-entered_at"], name="genome_lab_by_patient")]
