"""Alerts, messages, side effects and changed answers are announced; the queue changes in the same transaction."""

from __future__ import annotations

from uuid import UUID

from mendly.alerts.selectors import standing_of
from mendly.bus import subscribe
from mendly.medicines.side_effects import reported_at
from mendly.worklist import arrivals
from mendly.worklist.models import Kind


@subscribe("alert.opened")
def alert_opened(patient: UUID, alert: UUID) -> None:
    standing = standing_of(alert)
    arrivals.open_items(patient, Kind.ALERT, alert, standing.urgency, standing.opened_at)


@subscribe("alert.changed")
def alert_changed(patient: UUID, alert: UUID) -> None:
    standing = standing_of(alert)
    if standing.waits:
        arrivals.alert_waits(patient, alert, standing.urgency)
    else:
        arrivals.close_items(patient, Kind.ALERT, alert)


@subscribe("alert.raised")
def alert_raised(patient: UUID, alert: UUID) -> None:
    arrivals.alert_got_worse(patient, alert, standing_of(alert).urgency)


@subscribe("alert.resolved")
def alert_resolved(patient: UUID, alert: UUID) -> None:
    arrivals.close_items(patient, Kind.ALERT, alert)


@subscribe("message.sent")
def message_sent(patient: UUID, conversation: UUID, message: UUID, author_is_patient: bool) -> None:
    if author_is_patient:
        arrivals.message_came(patient, conversation)
    else:
        arrivals.close_items(patient, Kind.MESSAGE, conversation)


@subscribe("answer.changed")
def answer_changed(patient: UUID, run: UUID) -> None:
    arrivals.answers_changed(patient, run)


@subscribe("side_effect.urgent")
def side_effect_needs_help(patient: UUID, effect: UUID, is_worse: bool) -> None:
    """A correction that makes it no worse leaves the item as the team has it."""
    if is_worse:
        arrivals.side_effect_got_worse(patient, effect, reported_at(effect))


@subscribe("side_effect.settled")
def side_effect_settled(patient: UUID, effect: UUID) -> None:
    arrivals.close_items(patient, Kind.SIDE_EFFECT, effect)
