from __future__ import annotations

from django.db import models

from mendly.accounts.models import PatientOwned
from mendly.vault.fields import SealedText


class TumourReport(PatientOwned):
    """The findings of one laboratory report, as they were typed. Appended; a wrong one is withdrawn, never changed.

    What a finding is and what it speaks for is worked out when it is read. An empty `disease` was not given.
    """

    findings = SealedText()
    disease = SealedText()
    laboratory = SealedText()
    reported_on = models.DateField(null=True)
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "genome"
        indexes = [models.Index(fields=["patient", "-entered_at"], name="genome_tumour_by_patient")]
