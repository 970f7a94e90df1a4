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


class StockLook(PatientOwned):
    """The patient's day on which it was last looked whether something runs out: one sweep a day looks."""

    looked_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient"], name="medicines_one_stock_look")]
        indexes = [models.Index(fields=["looked_on"], name="medicines_stock_looks")]


class StockNotice(PatientOwned):
    """That somebody was told of the end of a stock: once for each count or refill `entry`, and each reason."""

    class About(models.TextChoices):
        END = "end"
        LABEL = "label"

    medicine = models.ForeignKey(
        "medicines.Medicine", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    entry = models.UUIDField()
    about = models.CharField(max_length=5, choices=About.choices)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "medicine", "entry", "about"], name="medicines_one_stock_notice"
            )
        ]
