"""Over HTTP and through the sweep: what must never be lost, doubled, rung at the wrong time, or changed behind."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from mendly.clock import new_id, now
from mendly.medicines.models import IntakeEvent
from mendly.medicines.selectors import doses_between
from mendly.notify.models import Delivery
from mendly_core.doses import AsNeededRule, Intake, IntakeKind
from tests.backend.conftest import People
from tests.backend.medicines.conftest import (
    MONDAY,
    TUESDAY,
    Course,
    daily,
    madrid,
    own_browser,
    push_service,
    ring_due,
)
from tests.backend.medicines.kinds import course_of, entry_about
from tests.backend.notify.browsers import Browser, let_show

__all__ = ["own_browser", "push_service"]

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def log(people: People, entry: Intake) -> int:
    address = f"/api/v1/patients/{people.amara.patient.id}/intakes/"  # type: ignore[union-attr]
    answer = people.amara.phone().post(address, entry.to_json(), format="json")
    assert answer.status_code in {200, 201}, answer.content
    return answer.status_code


def told(people: People, course: Course, start: date, end: date) -> list[dict[str, Any]]:
    address = f"/api/v1/patients/{course.patient}/doses/"
    answer = people.amara.phone().get(address, {"from": start, "to": end})
    assert answer.status_code == 200
    return [dose for dose in answer.json() if dose["schedule"] == str(course.schedule)]


@pytest.mark.both_databases
def test_two_doses_as_needed_thirty_seconds_apart_are_both_kept(
    people: People, clock: time_machine.Traveller
) -> None:
    course = course_of(people, AsNeededRule(None, None))
    address = f"/api/v1/patients/{course.patient}/intakes/"
    made: list[Intake] = []
    for seconds in (0, 30):
        clock.move_to(madrid(MONDAY, "09:00") + timedelta(seconds=seconds))
        made.append(
            Intake(
                id=new_id(),
                kind=IntakeKind.TAKEN,
                medicine=course.medicine,
                logged_at=now(),
                device_zone="Europe/Madrid",
                hlc=f"{int(now().timestamp() * 1000):016x}-0000-phone",
                taken_at=now(),
            )
        )
    assert [log(people, entry) for entry in (*made, *made)] == [201, 201, 200, 200]
    listed = people.amara.phone().get(address, {"from": "2026-11-02", "to": "2026-11-03"}).json()
    assert [one["taken_at"] for one in listed] == ["2026-11-02T08:00:00Z", "2026-11-02T08:00:30Z"]
    assert IntakeEvent.objects.count() == 2


def test_a_dose_logged_after_midnight_closes_yesterdays(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(TUESDAY, "00:20"))
    assert log(people, course.intake(MONDAY, 2)) == 201
    monday, tuesday = (told(people, course, day, day + DAY) for day in (MONDAY, TUESDAY))
    assert [dose["state"] for dose in monday] == ["missed", "taken"]
    assert [dose["state"] for dose in tuesday] == ["upcoming", "upcoming"]


def test_a_moved_dose_never_rings_at_its_old_time(
    people: People, course: Course, clock: time_machine.Traveller, own_browser: Browser
) -> None:
    """A sweep each minute from before the old time until after the new one."""
    let_show(people.amara, own_browser)
    clock.move_to(madrid(MONDAY, "07:00"))
    (morning, _) = doses_between(people.amara.actor, course.patient, MONDAY, TUESDAY)
    log(people, entry_about(morning, IntakeKind.MOVED, at=madrid(MONDAY, "09:15")))
    rang: list[str] = []
    for minutes in range(50, 150):
        clock.move_to(madrid(MONDAY, "07:00") + minutes * MINUTE)
        before = Delivery.objects.count()
        ring_due()
        if Delivery.objects.count() > before:
            rang.append(f"{madrid(MONDAY, '00:00') + (7 * 60 + minutes) * MINUTE:%H:%M}")
    assert rang == ["08:15"]  # UTC, 09:15 in Madrid


def test_an_edit_at_noon_changes_no_past_day(people: People, clock: time_machine.Traveller) -> None:
    clock.move_to(madrid(MONDAY, "06:00"))
    course = course_of(people, daily("08:00", "20:00"))
    for day in (MONDAY, TUESDAY):
        clock.move_to(madrid(day, "08:05"))
        assert log(people, course.intake(day, 1)) == 201
    clock.move_to(madrid(MONDAY + 3 * DAY, "12:00"))
    today = MONDAY + 3 * DAY
    before = told(people, course, MONDAY, today)
    changed = {
        "id": str(course.schedule),
        "rule": {
            "kind": "daily",
            "times": [{"slot": 1, "at": "09:30"}, {"slot": 2, "at": "21:30"}, {"slot": 3, "at": "15:00"}],
        },
        "amount": "2",
        "unit": "tablet",
    }
    address = f"/api/v1/patients/{course.patient}/medicines/{course.medicine}/schedules/"
    assert people.amara.phone().post(address, changed, format="json").status_code == 201
    assert len(before) == 6
    assert told(people, course, MONDAY, today) == before
    tomorrow = told(people, course, today + DAY, today + 2 * DAY)
    assert [(dose["local_time"], dose["amount"]) for dose in tomorrow] == [
        ("09:30", "2"),
        ("15:00", "2"),
        ("21:30", "2"),
    ]
