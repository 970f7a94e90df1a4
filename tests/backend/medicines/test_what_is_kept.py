"""The engine knows more kinds of plans and entries than our pages can show: those are not taken in."""

from __future__ import annotations

from typing import Any

import pytest

from mendly.clock import new_id, now
from mendly.medicines.models import IntakeEvent, ScheduleRevision
from tests.backend.conftest import People
from tests.backend.medicines.test_api import address, revision


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "hours", "every": 8, "anchor": "2026-11-23T08:00:00Z"},
        {"kind": "as_needed", "most": "8", "gap": 240},
        {"kind": "daily", "times": [{"slot": 1, "at": "07:30", "meal": "breakfast", "offset": -30}]},
        {"kind": "cycle", "on": 21, "off": 7, "anchor": "2026-11-01", "times": [{"slot": 1, "at": "08:00"}]},
    ],
)
def test_a_plan_that_our_pages_cannot_show_is_not_kept(people: People, rule: dict[str, Any]) -> None:
    phone, medicine = people.amara.phone(), str(new_id())
    phone.post(address(people, "medicines"), {"id": medicine, "name": "Aspirin"}, format="json")
    path = address(people, "medicines", medicine, "schedules")
    answer = phone.post(path, revision() | {"rule": rule}, format="json")
    assert answer.status_code == 400, answer.content
    assert not ScheduleRevision.objects.exists()


@pytest.mark.parametrize("kind", ["partial", "snoozed", "moved"])
def test_an_entry_that_our_pages_cannot_show_is_not_kept(people: People, kind: str) -> None:
    phone, medicine = people.amara.phone(), str(new_id())
    phone.post(address(people, "medicines"), {"id": medicine, "name": "Aspirin"}, format="json")
    at = now().strftime("%Y-%m-%dT%H:%M:%SZ")
    entry = {
        "id": str(new_id()),
        "kind": kind,
        "medicine": medicine,
        "logged_at": at,
        "device_zone": "Europe/Madrid",
        "hlc": f"{int(now().timestamp() * 1000):016x}-0000-test",
        "amount": "1",
        **({"taken_at": at} if kind == "partial" else {"put_to": at}),
    }
    assert phone.post(address(people, "intakes"), entry, format="json").status_code == 400
    assert not IntakeEvent.objects.exists()
