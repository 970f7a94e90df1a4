"""Who is told of an alert, and when: the patient at once, then who helps them, then the care team.

The waiting times and the order are those of the alert design: within minutes when it cannot wait, within hours
otherwise, and at night only what cannot wait. The notification itself has one fixed text without any detail.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from mendly.accounts.selectors import user_of_patient, zone_of_patient
from mendly.alerts.models import Alert, State, Urgency
from mendly.care.selectors import audience_of, providers_of
from mendly.clock import now
from mendly.notify.kinds import LIFE, Kind
from mendly.notify.services import queue_delivery
from mendly.policy import Category

PROXIES_AFTER = {Urgency.NOW: timedelta(minutes=5), Urgency.SOON: timedelta(minutes=30)}
TEAM_AFTER = {Urgency.NOW: timedelta(minutes=15), Urgency.SOON: timedelta(hours=4)}
QUIET_FROM, QUIET_TO = 22, 7
"""Hours of the patient's own night, in which only what cannot wait is told."""
_UNANSWERED = (State.OPEN, State.NOTIFIED)


def tell_patient(alert: Alert) -> None:
    """In the transaction that opens or raises the alert."""
    queue_delivery(user_of_patient(alert.patient_id), Kind.ALERT, _key(alert))


def escalate_unanswered() -> int:
    """Sweep: tell proxies, then the care team, of alerts that nobody has answered; gives how many waited.

    Each person is told once for each time an alert was raised: the ledger of deliveries knows the key.
    """
    at = now()
    alerts = Alert.objects.defer("facts").filter(
        state__in=_UNANSWERED,
        raised_at__gt=at - LIFE[Kind.ALERT],
        raised_at__lte=at - min(PROXIES_AFTER.values()),
    )
    waiting = [alert for alert in alerts if not _is_held(alert, at)]
    for alert in waiting:
        with transaction.atomic():
            for user in _to_tell(alert, at):
                queue_delivery(user, Kind.ALERT, _key(alert))
    return len(waiting)


def still_unanswered(user: UUID, keys: Collection[str]) -> Collection[str]:
    """Which of these notifications of a person are still worth showing: asked right before one leaves."""
    ids = {key: UUID(key.partition(":")[0]) for key in keys}
    rows = Alert.objects.filter(id__in=ids.values(), state__in=_UNANSWERED)
    open_ids = set(rows.values_list("id", flat=True))
    return [key for key, alert_id in ids.items() if alert_id in open_ids]


def _to_tell(alert: Alert, at: datetime) -> Iterable[UUID]:
    """Accounts whose turn has come, and who may see readings of this patient now."""
    waited, urgency = at - alert.raised_at, Urgency(alert.urgency)
    team = [provider.user_id for provider in providers_of(alert.patient_id)]
    others = {*team, user_of_patient(alert.patient_id)}
    seeing = audience_of(alert.patient_id, Category.READINGS)
    if waited >= PROXIES_AFTER[urgency]:
        yield from (user for user in seeing if user not in others)
    if waited >= TEAM_AFTER[urgency]:
        yield from (user for user in seeing if user in team)


def _is_held(alert: Alert, at: datetime) -> bool:
    if alert.urgency == Urgency.NOW:
        return False
    hour = at.astimezone(ZoneInfo(zone_of_patient(alert.patient_id))).hour
    return hour >= QUIET_FROM or hour < QUIET_TO


def _key(alert: Alert) -> str:
    return f"{alert.id}:{int(alert.raised_at.timestamp())}"
