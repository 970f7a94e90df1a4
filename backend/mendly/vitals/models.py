"""Readings: series of samples in one sealed chunk per UTC day, and single observations."""

from __future__ import annotations

from django.db import models

from mendly.accounts.models import PatientOwned
from mendly.vault.fields import SealedBytes, SealedJSON, SealedText
from mendly.vitals.values import BLOOD_PRESSURE, WEIGHT, Values, values_of


class Series(PatientOwned):
    """Samples of one type from one source. `type` and `unit` (UCUM) are those of `mendly_core.signals.types`.

    `source_key` is a digest of the source's name, keyed by the patient's own key: it finds the series again
    and tells nothing.
    """

    type = models.CharField(max_length=40)
    unit = models.CharField(max_length=16)
    source = SealedText()
    source_key = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "type", "source_key"], name="vitals_one_series_per_source"
            )
        ]


class SampleChunk(PatientOwned):
    """Every sample of one series on one UTC day, packed by `mendly_core.signals.chunks` and sealed.

    The aggregates let a panel or a long chart do without opening it. `zones` says in which offset from UTC
    (minutes) the person was, as runs of (milliseconds since midnight UTC, offset from there on).
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    n = models.PositiveIntegerField()
    vmin = models.FloatField()
    vmax = models.FloatField()
    vsum = models.FloatField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    blob = SealedBytes()
    zones = SealedJSON()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "series", "day"], name="vitals_one_chunk_per_day")
        ]


class ImportBatch(PatientOwned):
    """One upload, known again by the SHA-256 of its body: sending it twice stores nothing twice."""

    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "digest"], name="vitals_one_batch_per_body")
        ]


class StandingObservations(models.Manager["Observation"]):
    """Those that nobody took back."""

    def get_queryset(self) -> models.QuerySet[Observation]:
        return super().get_queryset().filter(withdrawn_at=None)


class Observation(PatientOwned):
    """One reading taken by itself: a blood pressure with its pulse, or a weight. Its id is the client's.

    It is never changed. One that was wrong is withdrawn: it stays on record and counts and shows nowhere.
    """

    TYPES = [(BLOOD_PRESSURE, "blood pressure"), (WEIGHT, "weight")]

    type = models.CharField(max_length=16, choices=TYPES)
    taken_at = models.DateTimeField()
    values_json = SealedJSON(db_column="values")
    note = SealedText()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)

    objects = models.Manager["Observation"]()
    standing = StandingObservations()

    class Meta:
        indexes = [
            models.Index(fields=["patient", "type", "-taken_at"], name="vitals_by_patient_type"),
            models.Index(fields=["patient", "-taken_at"], name="vitals_by_patient"),
        ]

    @property
    def values(self) -> Values:
        return values_of(self.type, self.values_json)

    @property
    def is_doubtful(self) -> bool:
        """Whether the numbers can hardly be right: shown with "check the reading", counted nowhere."""
        return self.values.is_doubtful
