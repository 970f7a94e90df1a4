"""Who is told of an alert that nobody answers, and who is left in peace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from mendly.alerts import services
from mendly.alerts.escalation import escalate_unanswered, still_unanswered
from mendly.alerts.models import Alert
from mendly.care.models import Proxy
from mendly.clock import new_id, now
from mendly.consent.models import Answer
from mendly.consent.services import decide_sharing
from mendly.notify.models import Delivery, PushSubscription
from mendly.policy import Category
from mendly.vitals.services import record_observation
from mendly.vitals.values import BloodPressure
from tests.backend.conftest import People

NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)  # 12:00 in Madrid
HIGH, VERY_HIGH = 150, 190


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def circle(people: People) -> People:
    """Everyone around Amara has a browser that shows notifications."""
    for who in ("amara", "dario", "imani", "jules", "sam"):
        user = getattr(people, who).user
        PushSubscription.objects.create(
            user=user, endpoint=f"https://push.test/{who}", endpoint_digest=who, created_at=now()
        )
    return people


def raise_alert(people: People, systolic: int) -> Alert:
    for minutes in (10, 0):
        record_observation(
            people.amara.actor,
            people.amara.patient.id,
            observation_id=new_id(),
            taken_at=now() - timedelta(minutes=minutes),
            values=BloodPressure(systolic, 95),
        )
    services.evaluate(people.amara.patient.id)
    return Alert.objects.get()


def told() -> list[str]:
    emails = Delivery.objects.order_by("created_at", "user__email").values_list("user__email", flat=True)
    return [email.partition("@")[0] for email in emails]


@pytest.mark.parametrize(("systolic", "proxy", "team"), [(HIGH, 30, 240), (VERY_HIGH, 5, 15)])
def test_the_patient_first_then_the_proxy_then_the_team(
    circle: People, clock: Any, systolic: int, proxy: int, team: int
) -> None:
    raise_alert(circle, systolic)
    assert told() == ["amara"]
    clock.shift(timedelta(minutes=proxy, seconds=-1))
    escalate_unanswered()
    assert told() == ["amara"]
    clock.shift(timedelta(seconds=1))
    escalate_unanswered()
    assert told() == ["amara", "dario"]
    clock.shift(timedelta(minutes=team - proxy))
    for _ in range(3):
        escalate_unanswered()
    assert told() == ["amara", "dario", "imani", "jules"]


def test_an_answer_ends_it(circle: People, clock: Any) -> None:
    alert = raise_alert(circle, VERY_HIGH)
    key = Delivery.objects.get().key
    assert list(still_unanswered(circle.amara.user.id, [key])) == [key]
    services.acknowledge_alert(circle.imani.actor, circle.amara.patient.id, alert.id, answer="called")
    clock.shift(timedelta(hours=5))
    assert escalate_unanswered() == 0
    assert told() == ["amara"]
    assert list(still_unanswered(circle.amara.user.id, [key])) == []


def test_at_night_only_what_cannot_wait_is_told(circle: People, clock: Any) -> None:
    clock.shift(timedelta(hours=11))  # 23:00 in Madrid
    raise_alert(circle, HIGH)
    clock.shift(timedelta(hours=5))
    escalate_unanswered()
    assert told() == ["amara"]
    clock.shift(timedelta(hours=3))  # 07:00
    escalate_unanswered()
    assert told() == ["amara", "dario", "imani", "jules"]


def test_very_high_at_night_is_told(circle: People, clock: Any) -> None:
    clock.shift(timedelta(hours=14))
    raise_alert(circle, VERY_HIGH)
    clock.shift(timedelta(minutes=15))
    escalate_unanswered()
    assert told() == ["amara", "dario", "imani", "jules"]


def test_when_it_gets_worse_everyone_is_told_anew(circle: People, clock: Any) -> None:
    raise_alert(circle, HIGH)
    clock.shift(timedelta(minutes=31))
    escalate_unanswered()
    for _ in range(2):
        clock.shift(timedelta(minutes=6))
        raise_alert(circle, VERY_HIGH)
    clock.shift(timedelta(minutes=15))
    escalate_unanswered()
    assert sorted(told()) == ["amara", "amara", "dario", "dario", "imani", "jules"]


def test_nobody_is_told_who_may_not_see_readings(circle: People, clock: Any) -> None:
    clock.shift(timedelta(seconds=1))
    decide_sharing(
        circle.amara.actor,
        circle.amara.patient.id,
        circle.imani.provider.id,
        {Category.READINGS: Answer.DENY},
        language="en",
    )
    Proxy.objects.update(scopes=["message"])
    raise_alert(circle, VERY_HIGH)
    clock.shift(timedelta(minutes=20))
    escalate_unanswered()
    assert told() == ["amara", "jules"]


def test_what_was_forgotten_for_a_day_rings_nobody_any_more(circle: People, clock: Any) -> None:
    raise_alert(circle, VERY_HIGH)
    clock.shift(timedelta(hours=25))
    assert escalate_unanswered() == 0
