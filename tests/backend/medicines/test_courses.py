"""How the course goes, as patient and provider read it from the API."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import time_machine

from mendly.accounts.models import Device
from mendly.clock import now
from mendly.live.models import Event
from mendly.medicines.plans import PlanDraft
from mendly.medicines.services import log_dose, record_intake, set_schedule, undo_intake
from mendly_core.doses import AsNeededRule, IntakeKind
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, TUESDAY, WEDNESDAY, Course, madrid


def adherence(people: People, days: int = 7, who: str = "imani") -> dict[str, Any]:
    patient = people.amara.patient
    assert patient is not None
    answer = getattr(people, who).browser().get(f"/api/v1/patients/{patient.id}/adherence/", {"days": days})
    assert answer.status_code == 200, answer.json()
    found: dict[str, Any] = answer.json()
    return found


def take(people: People, course: Course, clock: time_machine.Traveller, day: Any, at: str, slot: int) -> None:
    clock.move_to(madrid(day, at))
    record_intake(people.amara.actor, course.patient, course.intake(day, slot))


def test_counts_misses_and_reasons_are_the_same_for_patient_and_provider(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    take(people, course, clock, MONDAY, "08:05", 1)
    take(people, course, clock, MONDAY, "20:40", 2)
    clock.move_to(madrid(TUESDAY, "08:10"))
    log_dose(
        people.amara.actor,
        course.patient,
        kind=IntakeKind.SKIPPED,
        medicine_id=course.medicine,
        schedule_id=course.schedule,
        local_date=TUESDAY,
        slot=1,
        reason="I felt unwell",
    )
    clock.move_to(madrid(WEDNESDAY, "07:30"))
    found = adherence(people)
    facts = found["medicines"][0]["facts"]
    assert found["facts"]["doses"] == facts["doses"]
    assert (facts["doses"]["taken"], facts["doses"]["skipped"], facts["doses"]["missed"]) == (2, 1, 1)
    assert facts["full_days"] == {"full": 1, "counted": 2, "waiting": 1, "no_data": 0}
    assert [cell for cell in facts["misses"] if cell["missed"]] == [
        {"weekday": 1, "hour": 20, "settled": 1, "missed": 1}
    ]
    assert facts["skip_reasons"] == [{"reason": "I felt unwell", "count": 1}]
    assert facts["longest_gap_minutes"] == 12 * 60 + 35
    assert facts["last_missed_at"] == madrid(TUESDAY, "20:00").isoformat().replace("+00:00", "Z")
    assert facts["lateness"] == {"quarter": 13, "half": 22, "three_quarters": 31}
    assert facts["trend"] is None
    assert adherence(people, who="amara") == found


def test_a_silent_phone_is_no_data_and_its_days_are_told(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    Device.objects.create(
        user=people.amara.user, name="P", platform="x", second_factor=True, last_seen_at=now()
    )
    clock.move_to(madrid(WEDNESDAY, "12:30"))
    found = adherence(people)
    assert found["facts"]["doses"]["missed"] == 0
    assert found["facts"]["doses"]["no_data"] == 5
    assert found["silent_days"] == 2
    assert found["facts"]["misses"] == []


def test_the_trend_compares_with_the_days_before(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    for n in range(8, 15):
        day = MONDAY + timedelta(days=n)
        take(people, course, clock, day, "08:05", 1)
        take(people, course, clock, day, "20:05", 2)
    clock.move_to(madrid(MONDAY + timedelta(days=15), "07:00"))
    facts = adherence(people)["facts"]
    assert (facts["doses"]["dose_ratio"], facts["before"]["dose_ratio"], facts["trend"]) == (1.0, 0.0, 1.0)


def test_use_as_needed_is_told_by_day_beside_its_most(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    rule = AsNeededRule(Decimal(3), 60)
    draft = PlanDraft(rule=rule, amount=Decimal(2), unit="tablet", valid_from=MONDAY)
    set_schedule(people.amara.actor, course.patient, course.medicine, draft)
    for day, at in ((MONDAY, "09:00"), (MONDAY, "23:00"), (TUESDAY, "08:30")):
        clock.move_to(madrid(day, at))
        log_dose(people.amara.actor, course.patient, kind=IntakeKind.TAKEN, medicine_id=course.medicine)
    found = adherence(people)["medicines"][0]["as_needed"]
    assert found == {
        "days": [
            {"day": MONDAY.isoformat(), "times": 2, "amount": "4"},
            {"day": TUESDAY.isoformat(), "times": 1, "amount": "2"},
        ],
        "unit": "tablet",
        "most": "3",
        "highest": "6",
    }


def test_an_entry_and_its_undo_both_tell_the_providers_screen(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(TUESDAY, "13:00"))
    late = course.intake(TUESDAY, 1, taken_at=madrid(TUESDAY, "08:00"))
    missed = {
        cell["weekday"]: cell["missed"] for cell in adherence(people)["facts"]["misses"] if cell["hour"] == 8
    }
    assert missed == {0: 1, 1: 1}
    record_intake(people.amara.actor, course.patient, late)
    mine = Event.objects.filter(user=people.imani.user.id, kind="intake")
    assert mine.count() == 1
    missed = {
        cell["weekday"]: cell["missed"] for cell in adherence(people)["facts"]["misses"] if cell["hour"] == 8
    }
    assert missed == {0: 1, 1: 0}
    undo_intake(people.amara.actor, course.patient, late.id)
    assert mine.count() == 2
    missed = {
        cell["weekday"]: cell["missed"] for cell in adherence(people)["facts"]["misses"] if cell["hour"] == 8
    }
    assert missed == {0: 1, 1: 1}


def test_other_spans_are_refused_in_a_sentence(people: People, course: Course) -> None:
    answer = people.amara.phone().get(f"/api/v1/patients/{course.patient}/adherence/", {"days": 8})
    assert answer.status_code == 400
