"""Alerts as the patient reads them and as providers answer them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mendly.alerts import services
from mendly.alerts.documents import alert_document
from mendly.alerts.models import Alert, AlertStep, State
from mendly.clock import new_id, now
from mendly.consent.models import Answer
from mendly.consent.services import decide_sharing
from mendly.policy import Category
from mendly.vitals.services import record_observation
from mendly.vitals.values import BloodPressure
from tests.backend.conftest import People


@pytest.fixture
def alert(people: People) -> Alert:
    """Amara's blood pressure was high twice within the hour."""
    return open_alert(people)


def open_alert(people: People, systolic: int = 152, diastolic: int = 95) -> Alert:
    for minutes in (20, 10):
        record_observation(
            people.amara.actor,
            people.amara.patient.id,
            observation_id=new_id(),
            taken_at=now() - timedelta(minutes=minutes),
            values=BloodPressure(systolic, diastolic),
        )
    services.evaluate(people.amara.patient.id)
    return Alert.objects.get()


def address(people: People, alert: Alert | None = None, act: str = "") -> str:
    base = f"/api/v1/patients/{people.amara.patient.id}/alerts/"
    return base if alert is None else f"{base}{alert.id}/{act}"


def test_the_patient_reads_what_was_seen_and_what_to_do(people: People, alert: Alert) -> None:
    line = people.amara.phone().get(address(people)).json()[0]
    assert line["text"].startswith("Your average blood pressure is quite high: 152 over 95. Measured on ")
    assert line["text"].endswith("Tell your care team about these readings.")
    assert (line["state"], line["urgent"], line["count"]) == ("notified", False, 1)
    assert str(alert_document(alert, "es")["text"]).startswith(
        "Su presión media está bastante alta: 152 sobre 95."
    )


def test_a_very_high_pressure_shows_the_very_reading_and_is_urgent(people: People) -> None:
    document = alert_document(open_alert(people, 190, 110), "en")
    assert str(document["text"]).startswith("Your blood pressure is very high: 190 over 110.")
    assert document["urgent"] is True
    assert str(document["at"]).endswith("Z")


def test_the_provider_sees_rule_source_and_the_readings_behind_it(people: People, alert: Alert) -> None:
    detail = people.imani.phone().get(address(people, alert)).json()
    assert (detail["category"], detail["rule_version"]) == ("stage_2", "vitals-2026-11-22")
    assert detail["threshold_source"] == "AHA/ACC 2017 and 2025"
    assert [reading["systolic"] for reading in detail["readings"]] == [152, 152]
    assert [step["step"] for step in detail["steps"]] == ["opened"]


def test_a_provider_answers_once_and_the_patient_reads_who(people: People, alert: Alert) -> None:
    imani = people.imani.phone()
    answers = [imani.post(address(people, alert, "acknowledge/"), {"answer": "called"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert AlertStep.objects.filter(step="acknowledged").count() == 1
    assert (
        people.jules.phone().post(address(people, alert, "acknowledge/"), {"answer": "called"}).status_code
        == 409
    )
    text = people.amara.phone().get(address(people)).json()[0]["text"]
    assert text.endswith("Dr Imani has seen this.")


def test_nothing_needed_wants_a_reason(people: People, alert: Alert) -> None:
    imani = people.imani.phone()
    answer = imani.post(address(people, alert, "acknowledge/"), {"answer": "none", "note": "  "})
    assert (answer.status_code, Alert.objects.get().state) == (400, State.NOTIFIED)
    given = {"answer": "none", "note": "She had just climbed the stairs."}
    assert imani.post(address(people, alert, "acknowledge/"), given).status_code == 200
    detail = imani.get(address(people, alert)).json()
    assert (detail["steps"][-1]["by_name"], detail["steps"][-1]["note"]) == ("Dr Imani", given["note"])


@pytest.mark.parametrize(
    "body", [{}, {"answer": "slept"}, {"answer": ["called"]}, {"answer": "called", "note": "\0"}]
)
def test_bad_answers_change_nothing(people: People, alert: Alert, body: dict[str, object]) -> None:
    assert people.imani.phone().post(address(people, alert, "acknowledge/"), body).status_code == 400
    assert Alert.objects.get().state == State.NOTIFIED


@pytest.mark.parametrize("who", ["amara", "dario", "bo", "carmen", "sam", "quill"])
def test_only_the_care_team_answers(people: People, alert: Alert, who: str) -> None:
    client = getattr(people, who).phone()
    assert client.post(address(people, alert, "acknowledge/"), {"answer": "called"}).status_code == 404
    assert Alert.objects.get().state == State.NOTIFIED
    assert client.get(address(people)).status_code == (200 if who in {"amara", "dario"} else 404)


def test_an_alert_of_another_patient_is_not_found(people: People, alert: Alert) -> None:
    crossed = f"/api/v1/patients/{people.bo.patient.id}/alerts/{alert.id}/"
    assert people.imani.phone().get(crossed).status_code == 404
    assert people.imani.phone().post(f"{crossed}acknowledge/", {"answer": "called"}).status_code == 404


def test_withdrawn_consent_hides_alerts_at_once(people: People, alert: Alert) -> None:
    imani = people.imani.phone()
    assert imani.get(address(people, alert)).status_code == 200
    decide_sharing(
        people.amara.actor,
        people.amara.patient.id,
        people.imani.provider.id,
        {Category.READINGS: Answer.DENY},
        language="en",
    )
    assert imani.get(address(people, alert)).status_code == 404
