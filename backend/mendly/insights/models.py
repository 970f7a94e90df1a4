"""From calls and medicines to cards. A card stores facts; its sentences are made when it is read."""

from __future__ import annotations

from django.db import models

from mendly.accounts.models import PatientOwned
from mendly.vault.fields import SealedJSON


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
