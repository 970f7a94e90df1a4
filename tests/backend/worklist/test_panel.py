"""The panel of a provider: their patients, as far as each shares."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from mendly.accounts.models import User
from mendly.alerts.services import evaluate
from mendly.clock import new_id, now
from mendly.consent.models import Answer
from mendly.consent.services import decide_sharing
from mendly.messaging.services import start_conversation
from mendly.policy import Category
from mendly.vitals.services import record_observation
from mendly.vitals.values import BloodPressure
from mendly.worklist.selectors import panel_for
from tests.backend.conftest import People

PANEL = "/api/v1/panel/"


def measure_high(people: People) -> None:
    for minutes in (20, 10):
        record_observation(
            people.amara.actor,
            people.amara.patient.id,
            observation_id=new_id(),
            taken_at=now() - timedelta(minutes=minutes),
            values=BloodPressure(150, 95, 70),
        )
    evaluate(people.amara.patient.id)


def test_a_line_tells_what_matters_and_open_alerts_come_first(people: People) -> None:
    measure_high(people)
    start_conversation(people.amara.actor, people.amara.patient.id, subject="Hi", body="Hello")
    amara, bo = people.imani.phone().get(PANEL).json()
    assert (amara["name"], amara["open_alerts"]) == ("Amara Okafor", 1)
    assert (amara["last_pressure"]["systolic"], amara["last_pressure"]["pulse"]) == (150, 70)
    assert amara["last_message_at"] is not None
    assert amara["doses_7"] == {
        "taken": 0,
        "partial": 0,
        "settled": 0,
        "no_data": 0,
        "dose_ratio": None,
    }
    assert (bo["name"], bo["open_alerts"], bo["last_pressure"]) == ("Bo Lindqvist", 0, None)


def test_each_provider_sees_their_own_patients(people: People) -> None:
    assert [line.name for line in panel_for(people.jules.actor)] == ["Amara Okafor"]
    assert [line.name for line in panel_for(people.quill.actor)] == ["Sam Stone"]


def test_a_time_zone_that_is_unknown_costs_nobody_else_a_line(people: People) -> None:
    User.objects.filter(id=people.bo.user.id).update(zone="localtime")
    amara, bo = people.imani.phone().get(PANEL).json()
    assert (amara["name"], amara["doses_7"] is None) == ("Amara Okafor", False)
    assert (bo["name"], bo["doses_7"], bo["doses_30"]) == ("Bo Lindqvist", None, None)


@pytest.mark.parametrize(
    ("category", "hidden"),
    [
        (Category.READINGS, ("last_pressure", "open_alerts")),
        (Category.MESSAGES, ("last_message_at",)),
        (Category.MEDICINES, ("doses_7", "doses_30")),
        (Category.PROFILE, ("name", "birth_date", "age")),
    ],
)
def test_what_is_no_longer_shared_is_gone_at_once(
    people: People, category: Category, hidden: tuple[str, ...]
) -> None:
    measure_high(people)
    start_conversation(people.amara.actor, people.amara.patient.id, subject="Hi", body="Hello")
    before = {line["patient"]: line for line in people.jules.phone().get(PANEL).json()}
    decide_sharing(
        people.amara.actor,
        people.amara.patient.id,
        people.jules.provider.id,
        {category: Answer.DENY},
        language="en",
    )
    after = {line["patient"]: line for line in people.jules.phone().get(PANEL).json()}
    amara = str(people.amara.patient.id)
    assert all(before[amara][field] is not None and after[amara][field] is None for field in hidden)
    assert {k: v for k, v in before[amara].items() if k not in hidden} == {
        k: v for k, v in after[amara].items() if k not in hidden
    }


@pytest.mark.parametrize(("day", "age"), [(date(2026, 5, 2), 61), (date(2026, 5, 3), 62)])
def test_the_age_changes_on_the_birthday(people: People, day: date, age: int, monkeypatch: Any) -> None:
    from mendly.worklist import selectors

    with time_machine.travel(now()):
        moment = now().replace(year=day.year, month=day.month, day=day.day)
        monkeypatch.setattr(selectors, "now", lambda: moment)
        assert panel_for(people.jules.actor)[0].age == age


@pytest.mark.parametrize("who", ["amara", "dario"])
def test_only_providers_have_a_panel(people: People, who: str) -> None:
    assert getattr(people, who).phone().get(PANEL).status_code == 404


def test_a_provider_without_the_second_step_is_asked_for_it(people: People) -> None:
    answer = people.imani.phone(second_factor=False).get(PANEL)
    assert (answer.status_code, answer.json()["type"]) == (403, "about:blank#second-factor")
