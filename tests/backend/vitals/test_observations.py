"""Single readings: kept once, checked at the door, seen by whoever may."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from rest_framework.test import APIClient

from mendly.clock import new_id, now
from mendly.live.models import Event
from mendly.vitals.models import Observation
from mendly.vitals.selectors import blood_pressure_summary, latest_blood_pressures, observations_of
from mendly.vitals.services import record_observation
from mendly.vitals.values import BloodPressure, Weight, values_of
from tests.backend.conftest import People
from tests.backend.racing import meeting


def address(people: People) -> str:
    return f"/api/v1/patients/{people.amara.patient.id}/observations/"


def pressure(systolic: object = 128, diastolic: object = 82, **more: Any) -> dict[str, Any]:
    values = {"systolic": systolic, "diastolic": diastolic, "pulse": 70}
    body = {
        "id": str(new_id()),
        "type": "blood_pressure",
        "taken_at": "2026-11-20T08:00:00Z",
        "values": values,
    }
    return body | more


def record(people: People, systolic: int, diastolic: int, taken_at: datetime) -> Observation:
    row, _ = record_observation(
        people.amara.actor,
        people.amara.patient.id,
        observation_id=new_id(),
        taken_at=taken_at,
        values=BloodPressure(systolic, diastolic),
    )
    return row


@pytest.mark.both_databases
def test_a_reading_sent_three_times_is_one_reading(people: People) -> None:
    phone, body = people.amara.phone(), pressure()
    answers = [phone.post(address(people), body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert len({answer.content for answer in answers}) == 1
    assert Observation.objects.count() == 1
    assert answers[0].json()["values"] == {"systolic": 128, "diastolic": 82, "pulse": 70}
    assert answers[0].json()["unit"] == "mm[Hg]"


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_a_reading_sent_twice_at_once_is_one_reading(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Observation.objects, "create", meeting(Observation.objects.create))
    body, phones = pressure(), [people.amara.phone(), people.amara.phone()]

    def send(phone: APIClient) -> int:
        try:
            return int(phone.post(address(people), body).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, phones))
    assert (sorted(answers), Observation.objects.count()) == ([200, 201], 1)


@pytest.mark.both_databases
def test_an_id_that_is_taken_by_other_numbers_is_refused(people: People) -> None:
    phone, body = people.amara.phone(), pressure()
    phone.post(address(people), body)
    answer = phone.post(address(people), pressure(150, 90, id=body["id"]))
    assert answer.status_code == 409
    assert Observation.objects.get().values == BloodPressure(128, 82, 70)


def test_an_id_of_another_patient_is_refused_without_a_word_about_them(people: People) -> None:
    body = pressure()
    people.bo.phone().post(f"/api/v1/patients/{people.bo.patient.id}/observations/", body)
    answer = people.amara.phone().post(address(people), body)
    assert answer.status_code == 409
    assert "Bo" not in answer.content.decode()


def test_unusual_numbers_are_asked_about_and_kept_when_confirmed(people: People) -> None:
    phone, body = people.amara.phone(), pressure(82, 128)
    answer = phone.post(address(people), body)
    assert (answer.status_code, Observation.objects.count()) == (422, 0)
    assert answer.json()["type"] == "about:blank#is-this-right"
    answer = phone.post(address(people), body | {"confirmed": True})
    assert (answer.status_code, answer.json()["is_doubtful"]) == (201, True)


def test_a_weight_keeps_its_decimals(people: People) -> None:
    body = pressure(type="weight", values={"weight": "80.40"}, unit="kg", note=" before breakfast ")
    answer = people.amara.phone().post(address(people), body)
    assert answer.status_code == 201
    assert answer.json()["values"] == {"weight": "80.4"}
    assert answer.json()["note"] == "before breakfast"
    assert values_of("weight", {"weight": "80"}).to_json() == {"weight": "80"}


WRONG: list[dict[str, Any]] = [
    {"values": {"systolic": "128", "diastolic": 82}},
    {"values": {"systolic": 128.5, "diastolic": 82}},
    {"values": {"systolic": True, "diastolic": 82}},
    {"values": {"systolic": 10**400, "diastolic": 82}},
    {"values": {"systolic": -1, "diastolic": 82}},
    {"values": {"systolic": 128}},
    {"values": {"systolic": 128, "diastolic": 82, "pulse": "x"}},
    {"values": [128, 82]},
    {"values": None},
    {"type": "weight", "values": {"weight": "NaN"}},
    {"type": "weight", "values": {"weight": "1e2"}},
    {"type": "weight", "values": {"weight": "8" * 9000}},
    {"type": "weight", "values": {"weight": "80.1234"}},
    {"type": "weight", "values": {"weight": "0"}},
    {"type": "weight", "values": {"weight": {"kg": 80}}},
    {"type": "temperature"},
    {"type": 7},
    {"unit": "kPa"},
    {"taken_at": "2026-11-20T08:00:00"},
    {"taken_at": "1999-12-31T23:59:59Z"},
    {"taken_at": "2099-01-01T00:00:00Z"},
    {"taken_at": "0001-01-01T00:00:00+14:00"},
    {"taken_at": 1700000000},
    {"note": "a\x00b"},
    {"note": "x" * 501},
    {"id": "7"},
    {"id": None},
    {"confirmed": "perhaps"},
]


def test_bad_input_gets_a_clear_sentence_and_changes_nothing(people: People) -> None:
    phone = people.amara.phone()
    for wrong in WRONG:
        answer = phone.post(address(people), pressure() | wrong)
        assert answer.status_code == 400, wrong
        assert answer.json()["detail"]
    assert Observation.objects.count() == 0


def test_a_body_that_is_no_object_changes_nothing(people: People) -> None:
    phone = people.amara.phone()
    for body in ("", "[", "[1]", '"x"', "null", '{"id": NaN}', '{"note": "\\ud800"}'):
        assert phone.post(address(people), body, content_type="application/json").status_code == 400, body
    assert Observation.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "may"),
    [("amara", True), ("dario", True), ("imani", True), ("jules", True)]
    + [(stranger, False) for stranger in ("bo", "carmen", "sam", "quill")],
)
def test_who_may_see_and_add_readings(people: People, who: str, may: bool) -> None:
    record(people, 128, 82, now())
    client: APIClient = getattr(people, who).phone()
    assert client.get(address(people)).status_code == (200 if may else 404)
    assert client.post(address(people), pressure()).status_code == (201 if may else 404)
    assert Observation.objects.count() == 1 + may


def test_a_proxy_takes_back_their_own_reading_and_no_other(people: People) -> None:
    hers = record(people, 128, 82, now())
    phone, own = people.dario.phone(), pressure()
    assert phone.post(address(people), own).status_code == 201
    assert phone.delete(f"{address(people)}{hers.id}/").status_code == 404
    assert phone.delete(f"{address(people)}{own['id']}/").status_code == 204
    assert [row.id for row in Observation.standing.all()] == [hers.id]


def test_nobody_sees_anything_without_signing_in(people: People) -> None:
    assert APIClient().get(address(people)).status_code == 401


def test_everyone_who_may_care_is_told_and_only_ids_leave(people: People) -> None:
    row = record(people, 128, 82, now())
    events = Event.objects.filter(kind="observation")
    circle = {people.amara.user.id, people.dario.user.id, people.imani.user.id, people.jules.user.id}
    assert {event.user for event in events} == circle
    assert events[0].ids == {"patient": str(people.amara.patient.id), "observation": str(row.id)}


def test_readings_come_newest_first_and_by_span(people: People) -> None:
    at = now()
    rows = [record(people, 120 + n, 80, at - timedelta(days=n)) for n in range(4)]
    answer = people.amara.phone().get(
        address(people), {"from": (at - timedelta(days=2)).isoformat(), "to": at.isoformat()}
    )
    assert [UUID(line["id"]) for line in answer.json()] == [rows[1].id, rows[2].id]
    assert people.amara.phone().get(address(people), {"type": "weight"}).json() == []
    assert len(people.amara.phone().get(address(people), {"limit": 1}).json()) == 1
    assert people.amara.phone().get(address(people), {"limit": 0}).status_code == 400


def test_the_week_is_averaged_by_the_patients_own_days(people: People) -> None:
    at = datetime.fromisoformat("2026-11-22T22:30:00+00:00")  # Sunday 23:30 in Madrid
    for systolic, days in ((130, 0), (140, 6), (150, 7), (160, 13), (190, 14)):
        record(people, systolic, 80, at - timedelta(days=days))
    record(people, 100, 60, datetime.fromisoformat("2026-11-15T22:59:00+00:00"))  # 23:59 a week earlier
    trend = blood_pressure_summary(people.amara.actor, people.amara.patient.id, at)
    assert trend.this_week is not None
    assert trend.last_week is not None
    assert (trend.this_week.systolic, trend.this_week.readings) == (135, 2)
    assert trend.last_week.readings == 3


def test_the_newest_pressure_of_each_patient_serves_a_list(people: People) -> None:
    record(people, 120, 80, now() - timedelta(days=1))
    newest = record(people, 130, 85, now())
    record_observation(
        people.amara.actor,
        people.amara.patient.id,
        observation_id=new_id(),
        taken_at=now(),
        values=values_of("weight", {"weight": "70"}),
    )
    found = latest_blood_pressures([people.amara.patient.id, people.bo.patient.id])
    assert found == {people.amara.patient.id: newest}


def test_what_was_measured_lies_sealed(people: People) -> None:
    record(people, 128, 82, now())
    raw = Observation.objects.values_list("values_json", "note").get()
    assert b"128" not in bytes(raw[0].data)
    assert b"systolic" not in bytes(raw[0].data)
    row = observations_of(people.amara.actor, people.amara.patient.id)[0]
    assert row.values == BloodPressure(128, 82)
    assert not isinstance(row.values, Weight)


@pytest.mark.both_databases
def test_a_reading_taken_back_is_gone_from_every_view_and_stays_gone(people: People) -> None:
    phone, body = people.amara.phone(), pressure()
    phone.post(address(people), body)
    own = f"{address(people)}{body['id']}/"
    assert [phone.delete(own).status_code for _ in range(3)] == [204, 204, 204]
    assert phone.get(address(people)).json() == []
    assert latest_blood_pressures([people.amara.patient.id]) == {}
    assert phone.post(address(people), body).status_code == 200
    assert phone.get(address(people)).json() == []
    assert Observation.objects.get().withdrawn_by == people.amara.user.id


@pytest.mark.parametrize("stranger", ["bo", "sam", "quill"])
def test_strangers_take_nothing_back(people: People, stranger: str) -> None:
    row = record(people, 128, 82, now())
    client = getattr(people, stranger).phone()
    assert client.delete(f"{address(people)}{row.id}/").status_code == 404
    own = people.bo.patient.id
    assert people.bo.phone().delete(f"/api/v1/patients/{own}/observations/{row.id}/").status_code == 404
    assert Observation.standing.count() == 1
