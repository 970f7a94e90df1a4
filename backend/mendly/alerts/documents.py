"""Alerts in words, and as the phone keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from uuid import UUID
from zoneinfo import ZoneInfo

from mendly.accounts.selectors import providers_by_user, zone_of_patient
from mendly.alerts.facts import PressureFacts
from mendly.alerts.models import Alert, State
from mendly.alerts.selectors import AlertDetail
from mendly.audit.services import enter
from mendly.policy import Action, Actor
from mendly.policy import Category as DataCategory
from mendly_core.signals.blood_pressure import Category
from mendly_core.words import say

_ACTIONS = {Category.SEVERE: "alerts.do.call_team_today", Category.STAGE_2: "alerts.do.tell_team"}


def alert_document(alert: Alert, language: str) -> dict[str, object]:
    """`urgent`: show the emergency line of the person's country beside it."""
    return {
        "id": str(alert.id),
        "rule": alert.rule,
        "state": alert.state,
        "urgent": alert.is_urgent,
        "text": " ".join(alert_sentences(alert, language)),
        "at": alert.opened_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    }


def alert_line(alert: Alert, language: str) -> dict[str, object]:
    """What a list of the API shows."""
    return alert_document(alert, language) | {
        "rule_version": alert.rule_version,
        "count": alert.count,
        "at": alert.opened_at,
        "changed_at": alert.changed_at,
    }


def alert_detail(detail: AlertDetail, language: str) -> dict[str, object]:
    """What a provider checks: the rule, its source, and the readings behind the alert."""
    facts = detail.facts
    return alert_line(detail.alert, language) | {
        "category": facts.category.name.lower(),
        "threshold_source": facts.source,
        "persistence": facts.persistence,
        "readings": facts.readings,
        "steps": detail.steps,
    }


def alert_sentences(alert: Alert, language: str) -> list[str]:
    """What was seen, when, and then either what to do or what has become of it. For the patient."""
    facts = PressureFacts.from_json(alert.facts)
    upper, lower = facts.shown
    taken_at = facts.last_taken_at.astimezone(ZoneInfo(zone_of_patient(alert.patient_id)))
    return [
        say(f"alerts.{facts.category.rule_name}", language, upper=upper, lower=lower),
        say("alerts.measured_at", language, day=taken_at.date(), at=taken_at.time()),
        *_what_now(alert, facts, language),
    ]


def _what_now(alert: Alert, facts: PressureFacts, language: str) -> list[str]:
    if alert.state == State.RESOLVED:
        return [say("alerts.settled", language)]
    action = say(_ACTIONS[facts.category], language)
    if alert.is_answered_as_it_stands and alert.acknowledged_by is not None:
        provider = providers_by_user([alert.acknowledged_by])[alert.acknowledged_by]
        return [say("alerts.team_saw", language, provider=provider.name)]
    return [action]


def alert_documents(
    actor: Actor, patient_id: UUID, ids: Sequence[UUID], language: str
) -> dict[UUID, dict[str, object]]:
    """Alerts as the phone keeps them, by id."""
    enter(actor, Action.VIEW, patient_id, DataCategory.READINGS, "alerts")
    rows = Alert.objects.filter(patient_id=patient_id, id__in=ids)
    return {row.id: alert_document(row, language) for row in rows}
