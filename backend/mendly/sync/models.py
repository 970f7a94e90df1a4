"""What changed for one patient's phone, in order."""

from __future__ import annotations

from django.db import models


class ChangeTip(models.Model):
    """The newest change number of a patient; its row lock makes commit order equal to number order."""

    patient = models.UUIDField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)


class Change(models.Model):
    """The newest change of one document. A document that changes again moves to a higher number."""

    patient = models.UUIDField()
    kind = models.CharField(max_length=16)
    document = models.UUIDField()
    seq = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "kind", "document"], name="sync_one_row_per_document"),
            models.UniqueConstraint(fields=["patient", "seq"], name="sync_one_change_per_number"),
        ]
