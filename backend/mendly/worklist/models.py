"""The queue of a clinic: what waits for someone of the team, and who has it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from mendly.accounts.models import Clinic, Patient, PatientOwned, Provider


class Kind(models.TextChoices):
    ALERT = "alert"
    MESSAGE = "message"
    KNOWLEDGE = "knowledge"
    SIDE_EFFECT = "side_effect"


class State(models.TextChoices):
    TEAM = "team", "nobody has taken it"
    NEEDS_ME = "needs_me", "someone has taken it"
    WAITING = "waiting", "put aside until a time, or until the patient writes"
    DONE = "done", "answered, or settled by itself"


class Urgency(models.IntegerChoices):
    ROUTINE = 1
    SOON = 2
    NOW = 3


class Item(PatientOwned):
    """One thing to look at, for one clinic. `source` is the alert, the side effect, or the conversation whose message
    waits.

    An item about new knowledge is about many patients and names none: its source is the run that changed their
    answers. One is open per source. Each act names the `version` it saw, and so two people never overwrite each other.
    `told`: the team's screens have been told of it; the sweep finds the items where that got lost.
    """

    patient = models.ForeignKey(  # type: ignore[assignment]
        Patient, on_delete=models.PROTECT, related_name="+", db_index=False, null=True
    )
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    source = models.UUIDField()
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.TEAM)
    assigned_to = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    snoozed_until = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    told = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "clinic", "kind", "source"],
                condition=~Q(state="done"),
                name="worklist_one_open_per_source",
            ),
            models.UniqueConstraint(
                fields=["clinic", "kind", "source"],
                condition=Q(patient=None),
                name="worklist_one_per_clinic_and_run",
            ),
            models.CheckConstraint(
                condition=Q(kind="knowledge", patient=None)
                | (~Q(kind="knowledge") & Q(patient__isnull=False)),
                name="worklist_patient_or_run",
            ),
            models.CheckConstraint(
                condition=Q(state="done", closed_at__isnull=False) | (~Q(state="done") & Q(closed_at=None)),
                name="worklist_done_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["clinic", "state", "-urgency", "opened_at"], name="worklist_queue"),
            models.Index(fields=["patient", "kind", "source"], name="worklist_by_source"),
            models.Index(fields=["told"], condition=Q(told=False), name="worklist_untold"),
        ]

    def is_aside(self, at: datetime) -> bool:
        """Put aside, and the time has not come yet. Nothing wakes it: the lane is told from the clock."""
        return self.state == State.WAITING and self.snoozed_until is not None and self.snoozed_until > at
