"""What a rule has concluded for a patient, the alerts that came of it, and what is still to be looked at."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mendly.accounts.models import PatientOwned
from mendly.vault.fields import SealedJSON, SealedText

PRESSURE_RULE = "blood_pressure"


class AlertRuleState(PatientOwned):
    """What one rule saw and concluded last. Its row lock puts the evaluations of a patient in order."""

    rule = models.CharField(max_length=40)
    conclusion = SealedJSON(null=True)
    rule_version = models.CharField(max_length=40, blank=True)
    evaluated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "rule"], name="alerts_one_state_per_rule")]


class State(models.TextChoices):
    OPEN = "open", "raised, and nobody of the care team can see it"
    NOTIFIED = "notified", "before the care team"
    ACKNOWLEDGED = "acknowledged", "a provider has answered it"
    RESOLVED = "resolved", "the readings have settled"


class Urgency(models.IntegerChoices):
    SOON = 2
    NOW = 3


class Alert(PatientOwned):
    """A rule holds for a patient. One is open at a time: further readings count on it and raise no other.

    `raised_at`: when it opened, or last got worse; escalation counts from there.
    """

    rule = models.CharField(max_length=40)
    rule_version = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices)
    count = models.PositiveIntegerField(default=1)
    facts = SealedJSON()
    opened_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "rule"], condition=~Q(state="resolved"), name="alerts_one_open_per_rule"
            )
        ]
        indexes = [
            models.Index(fields=["patient", "-opened_at"], name="alerts_by_patient"),
            models.Index(
                fields=["raised_at"], condition=Q(state__in=["open", "notified"]), name="alerts_unanswered"
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state != State.RESOLVED

    @property
    def is_unanswered(self) -> bool:
        return self.state in (State.OPEN, State.NOTIFIED)

    @property
    def is_answered_as_it_stands(self) -> bool:
        """Whether a provider has answered it, and no reading has come since."""
        if self.state != State.ACKNOWLEDGED or self.acknowledged_at is None:
            return False
        return self.acknowledged_at >= self.changed_at

    @property
    def is_urgent(self) -> bool:
        """Whether the emergency line of the person's country belongs beside it."""
        return self.is_open and self.urgency == Urgency.NOW


class Step(models.TextChoices):
    OPENED = "opened"
    WORSENED = "worsened"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class Answer(models.TextChoices):
    CALLED = "called", "called the patient"
    MESSAGED = "messaged", "wrote to the patient"
    CHANGED = "changed", "changed the plan"
    NONE = "none", "nothing needed"


class AlertStep(PatientOwned):
    """One thing that happened to an alert; only ever added. `answer`, `note`: what a provider did, why."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="steps", db_index=False)
    step = models.CharField(max_length=12, choices=Step.choices)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    note = SealedText()

    class Meta:
        indexes = [models.Index(fields=["patient", "alert", "at"], name="alerts_steps")]


class EvaluationTodo(PatientOwned):
    """A reading came: the patient's rules are to be evaluated. Deleted in the transaction that did it."""

    due_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="alerts_todo_due"),
            models.Index(fields=["patient"], name="alerts_todo_patient"),
        ]
