"""Alerts in words, and as the phone keeps them."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

from mendly_core.signals.blood_pressure import Category
from mendly_core.words import say

from mendly.accounts.selectors import providers_by_user, zone_of_patient
from mendly.alerts.facts import PressureFacts
from mendly.alerts.models import Alert, State, Urgency

_ACTIONS = {Category.SEVERE: "alerts.do.call_team_today", Category.STAGE_2: "alerts.do.tell_team"}


def alert_document(alert: Alert, language: str) -> dict[str, object]:
    """`urgent`: show the emergency line of the person's country beside it."""
    return {
        "id": str(alert.id),
        "rule": alert.rule,
        "state": alert.state,
        "urgent": alert.urgency == Urgency.NOW and alert.is_open,
        "text": " ".join(alert_sentences(alert, language)),
        "at": alert.opened_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
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
    if alert.state == State.ACKNOWLEDGED and alert.acknowledged_by is not None:
        provider = providers_by_user([alert.acknowledged_by])[alert.acknowledged_by]
        return [say("alerts.team_saw", language, provider=provider.name)]
    return [action]
