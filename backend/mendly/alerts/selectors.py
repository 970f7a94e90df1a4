"""Reading alerts: for the patient, for the care team, and the bare facts that the queue needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from mendly.accounts.selectors import providers_by_user
from mendly.alerts.facts import PressureFacts
from mendly.alerts.models import Alert, AlertStep, State
from mendly.audit.services import enter
from mendly.errors import NotFound
from mendly.policy import Action, Actor, Category

MOST_ALERTS = 200


@dataclass(frozen=True, slots=True)
class StepLine:
    """One thing that happened to an alert. `by_name`: the provider who did it, None for Mendly's own rule."""

    step: str
    at: datetime
    by_name: str | None
    answer: str
    note: str


@dataclass(frozen=True, slots=True)
class AlertDetail:
    """An alert with the readings behind it, and all that happened to it, oldest first."""

    alert: Alert
    facts: PressureFacts
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class AlertStanding:
    """What a queue needs to know: no reading, only whether it waits for an answer and how urgently."""

    patient: UUID
    urgency: int
    waits: bool
    opened_at: datetime


def alerts_of(actor: Actor, patient_id: UUID, *, open_only: bool = False) -> list[Alert]:
    """Newest first."""
    enter(actor, Action.VIEW, patient_id, Category.READINGS, "alerts")
    rows = Alert.objects.filter(patient_id=patient_id).order_by("-opened_at", "-id")
    if open_only:
        rows = rows.exclude(state=State.RESOLVED)
    return list(rows[:MOST_ALERTS])


def alert_of(actor: Actor, patient_id: UUID, alert_id: UUID) -> AlertDetail:
    enter(actor, Action.VIEW, patient_id, Category.READINGS, "alerts")
    alert = Alert.objects.filter(id=alert_id, patient_id=patient_id).first()
    if alert is None:
        raise NotFound
    steps = list(AlertStep.objects.filter(patient_id=patient_id, alert=alert).order_by("at", "id"))
    providers = providers_by_user(step.by for step in steps if step.by)
    lines = tuple(
        StepLine(
            step.step,
            step.at,
            providers[step.by].name if step.by in providers else None,
            step.answer,
            step.note,
        )
        for step in steps
    )
    return AlertDetail(alert, PressureFacts.from_json(alert.facts), lines)


def open_alert_counts(patient_ids: Iterable[UUID]) -> dict[UUID, int]:
    """For a list whose caller has decided and recorded who is on it."""
    rows = Alert.objects.filter(patient_id__in=list(patient_ids)).exclude(state=State.RESOLVED)
    return dict(rows.order_by().values_list("patient_id").annotate(n=Count("id")))


def pressures_shown(alert_ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """The pair of numbers that each alert is about, for a list whose caller has decided and recorded it."""
    rows = Alert.objects.filter(id__in=list(alert_ids))
    return {row.id: PressureFacts.from_json(row.facts).shown for row in rows}


def standing_of(alert_id: UUID) -> AlertStanding:
    """For the queue, inside the transaction in which the alert changed. Raises `NotFound`."""
    alert = Alert.objects.defer("facts").filter(id=alert_id).first()
    if alert is None:
        raise NotFound
    return AlertStanding(alert.patient_id, alert.urgency, alert.is_unanswered, alert.opened_at)
