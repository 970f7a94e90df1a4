"""What a body may be: anything else is a plain problem, and nothing happens."""

from __future__ import annotations

import gzip
import json

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from mendly.clock import new_id
from mendly.messaging.models import Message
from mendly.messaging.services import start_conversation
from tests.backend.conftest import People

LIMIT = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
PAIR, EVENTS = "/api/v1/devices/pair/", "/api/v1/sync/events/"


def post(client: APIClient, path: str, body: bytes, **headers: str) -> tuple[int, str]:
    answer = client.post(path, data=body, content_type="application/json", headers=headers)
    return answer.status_code, answer["Content-Type"]


def test_a_body_past_the_limit_is_refused_also_before_sign_in(db: None) -> None:
    body = json.dumps({"code": "x" * LIMIT}).encode()
    assert post(APIClient(), PAIR, body) == (413, "application/problem+json")


def test_a_packed_body_counts_unpacked(people: People) -> None:
    bomb = gzip.compress(b'{"events": [' + b" " * (64 << 20) + b"]}")
    assert len(bomb) < LIMIT
    answer = post(people.amara.phone(), EVENTS, bomb, **{"Content-Encoding": "gzip"})
    assert answer == (413, "application/problem+json")


def test_a_packed_body_is_read(people: People) -> None:
    packed = gzip.compress(b'{"events": []}')
    assert post(people.amara.phone(), EVENTS, packed, **{"Content-Encoding": "gzip"})[0] == 200


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"events":' * 50_000 + b"1" + b"}" * 50_000,
        b'{"events": NaN}',
        b'{"events": ' + b"9" * 5000 + b"}",
        b'{"events": "\xff\xfe"}',
        b'\xef\xbb\xbf{"events": []}',
        b"\x00",
        b"nonsense",
        b"",
    ],
    ids=[
        "deep list",
        "deep object",
        "NaN",
        "huge int",
        "not UTF-8",
        "byte order mark",
        "NUL",
        "words",
        "none",
    ],
)
def test_what_is_no_json_is_a_problem(people: People, body: bytes) -> None:
    assert post(people.amara.phone(), EVENTS, body) == (400, "application/problem+json")


@pytest.mark.both_databases
@pytest.mark.parametrize("text", ["a\x00b", "half a \ud83d", "\udfff"])
def test_characters_that_no_database_keeps_are_refused(people: People, text: str) -> None:
    phone = people.amara.phone()
    body = json.dumps({"name": text}).encode()
    answer = phone.put(
        f"/api/v1/patients/{people.amara.patient.id}/", data=body, content_type="application/json"
    )
    assert answer.status_code == 400


@pytest.mark.both_databases
@pytest.mark.parametrize("text", ["a\x00b", "half a \ud83d"])
def test_such_an_event_is_rejected_and_spoils_no_other(people: People, text: str) -> None:
    actor, patient = people.amara.actor, people.amara.patient.id
    conversation = start_conversation(actor, patient, subject="Legs", body="Sore.")[0].id
    events = [
        {
            "id": str(new_id()),
            "kind": "message",
            "at": "2026-05-01T10:00:00Z",
            "body": {"conversation": str(conversation), "body": words},
        }
        for words in (text, "Better today.")
    ]
    answer = people.amara.phone().post(
        EVENTS, data=json.dumps({"events": events}).encode(), content_type="application/json"
    )
    assert [result["status"] for result in answer.json()["results"]] == ["rejected", "accepted"]
    assert Message.objects.count() == 2
