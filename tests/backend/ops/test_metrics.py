"""What operators measure tells of no person, and only the house may read it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from mendly.clock import now
from mendly.ops.models import Heartbeat
from tests.backend.conftest import People

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TOKEN = "t" * 32


def numbers(client: Client, **headers: str) -> dict[str, float]:
    """Each series with its labels, without the process that counted it."""
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    found = {}
    for line in lines:
        series, _, value = line.rpartition(" ")
        found[re.sub(r',?process="\d+"', "", series)] = float(value)
    return found


def test_answers_are_counted_by_the_pattern_of_their_route(client: Client) -> None:
    series = 'mendly_requests_total{method="GET",route="healthz",status="200"}'
    before = numbers(client).get(series, 0)
    client.get("/healthz")
    client.get("/healthz")
    after = numbers(client)
    assert after[series] == before + 2
    assert after["mendly_request_seconds_count{}"] == after['mendly_request_seconds_bucket{le="+Inf"}']
    bounds = [value for name, value in after.items() if "_bucket" in name]
    assert bounds == sorted(bounds)


def test_no_address_word_or_person_becomes_a_label(people: People) -> None:
    client, patient = Client(), people.amara.patient
    assert patient is not None
    client.force_login(people.amara.user)
    client.get(f"/p/{patient.id}/today/?q=simvastatin")
    client.get("/there-is-no/simvastatin/")
    client.generic("SIMVASTATIN", "/healthz")
    text = client.get("/metrics").content.decode()
    assert 'route="p/<uuid:patient>/today/"' in text
    assert 'route="-"' in text
    assert 'method="other"' in text
    for secret in (str(patient.id), "simvastatin", "SIMVASTATIN", people.amara.user.email, "there-is-no"):
        assert secret not in text


def test_parts_that_stand_still_show(client: Client) -> None:
    Heartbeat.objects.create(name="sweep", at=now() - timedelta(minutes=10))
    found = numbers(client)
    assert found['mendly_fault{part="worker"}'] == 1
    assert found['mendly_fault{part="database:default"}'] == 0
    assert 599 <= found['mendly_heartbeat_age_seconds{part="sweep"}'] <= 660
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready", "faults": ["worker"]})


@pytest.mark.parametrize(
    "visitor",
    [
        {"REMOTE_ADDR": "203.0.113.7"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_AUTHORIZATION": "Bearer ", "REMOTE_ADDR": "203.0.113.7"},
    ],
)
def test_nobody_from_outside_reads_it(client: Client, visitor: dict[str, str]) -> None:
    assert client.get("/metrics", **visitor).status_code == 404  # type: ignore[arg-type]
    assert client.get("/readyz", **visitor).json() == {"status": "ok"}  # type: ignore[arg-type]


def test_behind_a_proxy_loopback_opens_nothing_and_the_token_does(client: Client, settings: Any) -> None:
    settings.PROXIES = 1
    assert client.get("/metrics").status_code == 404
    assert "faults" not in client.get("/readyz").json()
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN[:-1]}"}).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer \u00e9"}).status_code == 404
    assert numbers(client, Authorization=f"Bearer {TOKEN}")
    assert client.get("/readyz", headers={"Authorization": f"Bearer {TOKEN}"}).json()["faults"] == []
