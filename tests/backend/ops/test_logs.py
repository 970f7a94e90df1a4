"""Log lines hold what helps and nothing else: allowed keys only, one line of JSON whatever was put into it."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.test import Client

from mendly.ops.logs import ALLOWED, AllowListFormatter
from tests.backend.conftest import People

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """What the log of requests would write, as production writes it."""
    kept = [record for record in caplog.records if record.name == "mendly.requests"]
    return [json.loads(AllowListFormatter().format(record)) for record in kept]


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger="mendly.requests")
    return caplog


def test_a_line_has_when_who_what_where_and_no_more(people: People, log: pytest.LogCaptureFixture) -> None:
    client = Client()
    client.force_login(people.sam.user)
    assert people.amara.patient is not None
    answer = client.get(f"/api/v1/patients/{people.amara.patient.id}/medicines/?name=simvastatin")
    assert answer.status_code == 404
    (line,) = lines(log)
    assert set(line) - {"at", "level", "logger", "message"} <= ALLOWED
    assert line["at"].endswith("+00:00")
    assert line["request"] == answer["X-Request-Id"]
    assert (line["status"], line["route"]) == (404, "api/v1/patients/<uuid:patient>/medicines/")
    assert len(line["account"]) == 16
    text = json.dumps(line)
    for secret in (
        str(people.amara.patient.id),
        str(people.sam.user.pk),
        "simvastatin",
        people.sam.user.email,
    ):
        assert secret not in text


def test_the_mark_of_an_account_stays_and_differs_from_person_to_person(
    people: People, log: pytest.LogCaptureFixture
) -> None:
    for person in (people.sam, people.sam, people.bo):
        client = Client()
        client.force_login(person.user)
        client.get("/api/v1/patients/00000000-0000-7000-8000-000000000000/medicines/")
    first, second, other = (line["account"] for line in lines(log))
    assert first == second != other


def test_every_attempt_to_sign_in_is_kept_right_or_wrong(
    people: People, log: pytest.LogCaptureFixture
) -> None:
    people.sam.user.set_password("a long enough secret")
    people.sam.user.save()
    client = Client()
    for password in ("wrong", "a long enough secret"):
        client.post("/accounts/login/", {"login": people.sam.user.email, "password": password})
    client.post("/api/v1/devices/refresh/", {"refresh_token": "x"}, "application/json")
    told = [(line["route"], line["status"]) for line in lines(log)]
    assert told == [("accounts/login/", 200), ("accounts/login/", 302), ("api/v1/devices/refresh/", 401)]
    text = json.dumps(lines(log))
    assert "wrong" not in text
    assert people.sam.user.email not in text


def test_what_goes_well_is_no_line(people: People, log: pytest.LogCaptureFixture) -> None:
    Client().get("/")
    Client().get("/healthz")
    assert lines(log) == []


def test_refusals_at_the_door_are_kept(log: pytest.LogCaptureFixture, settings: Any) -> None:
    client = Client()
    client.get("/api/v1/me/")
    client.post("/api/v1/devices/pair/", b"x" * 2_000_000, "application/json")
    client.get("/there-is-nothing/")
    assert [line["status"] for line in lines(log)] == [401, 413, 404]
    assert lines(log)[2]["route"] == "-"


def test_a_line_break_in_a_value_makes_no_second_line() -> None:
    record = logging.LogRecord("mendly.x", logging.INFO, "", 0, "said", None, None)
    record.kind, record.name_of_patient = 'dose\n{"level": "error"}', "Amara"
    text = AllowListFormatter().format(record)
    assert "\n" not in text
    assert "Amara" not in text
    assert json.loads(text)["kind"] == 'dose\n{"level": "error"}'


def test_words_of_others_and_of_exceptions_are_left_out() -> None:
    try:
        raise ValueError("Amara takes simvastatin")
    except ValueError as error:
        told = (type(error), error, error.__traceback__)
    record = logging.LogRecord("library", logging.ERROR, "", 0, "for %s", ("Amara",), told)
    line = json.loads(AllowListFormatter().format(record))
    assert line["error_type"] == "ValueError"
    assert line["message"] == ""
    assert "Amara" not in json.dumps(line)


def test_nothing_that_the_framework_hands_on_reaches_a_line(
    people: People, caplog: pytest.LogCaptureFixture
) -> None:
    """It logs whole requests: an address with somebody's id, or a link that opens something."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.sam.user)
    assert client.post("/help-invitation/a-token-nobody-may-read/").status_code == 403
    assert any(hasattr(record, "request") for record in caplog.records if record.name.startswith("django"))
    text = "".join(AllowListFormatter().format(record) for record in caplog.records)
    assert "a-token-nobody-may-read" not in text
