"""A body of the wrong types is refused with the field's name, and nothing is kept."""

from __future__ import annotations

from typing import Any

import pytest

from mendly.messaging.models import Message
from tests.backend.conftest import People

OPEN = "/api/v1/patients/{}/conversations/"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("id", True, "Please give text."),
        ("id", 5, "Please give text."),
        ("subject", 12, "Please give text."),
        ("body", 1.5, "Please give text."),
    ],
)
def test_another_type_is_refused(people: People, field: str, value: Any, sentence: str) -> None:
    body = {"subject": "Hello", "body": "First", field: value}
    answer = people.amara.phone().post(OPEN.format(people.amara.patient.id), body, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"] == {field: [sentence]}
    assert not Message.objects.exists()


def test_numbers_inside_of_objects_are_looked_at_too(people: People) -> None:
    body = {
        "id": "01a20000-0000-7000-8000-000000000001",
        "type": "blood_pressure",
        "taken_at": 1,
        "values": {"systolic": 120, "diastolic": 80},
    }
    path = f"/api/v1/patients/{people.amara.patient.id}/observations/"
    answer = people.amara.phone().post(path, body, format="json")
    assert (answer.status_code, answer.json()["errors"]) == (400, {"taken_at": ["Please give text."]})


def test_an_address_that_leads_nowhere_is_a_problem_for_programs(people: People) -> None:
    answer = people.amara.phone().get("/api/v1/devices/nothing/here/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
