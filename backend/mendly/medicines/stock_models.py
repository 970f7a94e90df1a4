"""What people enter about how much of a medicine is left. How much that is, is always counted anew."""

from __future__ import annotations

from django.db import models

from mendly.accounts.models import PatientOwned
from mendly.vault.fields import SealedJSON


class StockRecord(PatientOwned):
    """One entry about what is left of a medicine: only added, and taken back by `undone_at`.

    `at` is when it was so, `recorded_at` when it reached us. `body` holds kind, amount and unit, of a refill the
    days that it lasts, and the day on the label, as `mendly.medicines.stocks` reads them.
    """

    medicine = models.ForeignKey(
        "medicines.Medicine", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    body = SealedJSON()

    class Meta:
        indexes = [models.Index(fields=["patient", "medicine", "at"], name="medicines_stock")]


class StockReminder(PatientOwned):
    """How many days before a medicine runs out, or is too old, to say so; None: not at all. Without a row: 7."""

    medicine = models.ForeignKey(
        "medicines.Medicine", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    days_before = models.PositiveSmallIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "medicine"], name="medicines_one_stock_reminder")
        ]
