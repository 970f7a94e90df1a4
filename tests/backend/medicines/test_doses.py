"""From plan and entries to the states that people see."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from mendly.accounts.models import Device
from mendly.clock import now
from mendly.errors import BadInput
from mendly.medicines.selectors import Dose, adherence_of, doses_between
from mendly.medicines.services import log_dose, record_intake, undo_intake
from mendly_core.doses import IntakeKind, State
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, TUESDAY, WEDNESDAY, Course, madrid

DAY = timedelta(days=1)


def doses_on(people: People, course: Course, day: date) -> list[Dose]:
    return doses_between(people.amara.actor, course.patient, day, day + DAY)


def states(people: People, course: Course, day: date = MONDAY) -> list[State]:
    return [dose.state for dose in doses_on(people, course, day)]


def test_an_unanswered_dose_is_upcoming_due_late_and_then_missed(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    seen = []
    for clock_time in ("06:00", "07:00", "09:01", "12:00"):
        clock.move_to(madrid(MONDAY, clock_time))
        seen.append(states(people, course)[0])
    assert seen == [State.UPCOMING, State.DUE, State.LATE, State.MISSED]


def test_a_missed_dose_that_is_logged_later_becomes_taken(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(TUESDAY, "07:30"))
    assert states(people, course) == [State.MISSED, State.MISSED]
    record_intake(people.amara.actor, course.patient, course.intake(MONDAY, taken_at=madrid(MONDAY, "08:10")))
    dose = doses_on(people, course, MONDAY)[0]
    assert (dose.state, dose.on_time, dose.minutes_late) == (State.TAKEN, True, 10)
    assert dose.words == "doses.taken"


def test_undo_opens_the_dose_again_and_undoing_twice_undoes_once(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "08:00"))
    event, _ = record_intake(people.amara.actor, course.patient, course.intake(MONDAY))
    assert states(people, course)[0] is State.TAKEN
    first, created = undo_intake(people.amara.actor, course.patient, event.id)
    again, repeated = undo_intake(people.amara.actor, course.patient, event.id)
    assert states(people, course)[0] is State.DUE
    assert (first.id, created, repeated) == (again.id, True, False)


def test_undo_wins_over_two_phones_whose_clocks_are_ahead(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    taken_at = madrid(MONDAY, "08:00")
    entries = []
    for device, clock_time in (("phone-1", "07:00"), ("phone-2", "07:05")):
        clock.move_to(madrid(TUESDAY, clock_time))
        entries.append(course.intake(MONDAY, taken_at=taken_at, device=device))
    clock.move_to(madrid(MONDAY, "08:05"))
    for entry in entries:
        record_intake(people.amara.actor, course.patient, entry)
    undo_intake(people.amara.actor, course.patient, entries[-1].id)
    assert states(people, course)[0] is State.DUE


def test_a_skipped_dose_keeps_its_reason(people: People, course: Course) -> None:
    log_dose(
        people.amara.actor,
        course.patient,
        kind=IntakeKind.SKIPPED,
        medicine_id=course.medicine,
        schedule_id=course.schedule,
        local_date=MONDAY,
        slot=1,
        reason="I felt sick",
    )
    dose = doses_on(people, course, MONDAY)[0]
    assert (dose.state, dose.reason, dose.is_open) == (State.SKIPPED, "I felt sick", False)


def test_the_amount_of_the_plan_is_kept_with_a_dose_logged_on_a_page(people: People, course: Course) -> None:
    event, _ = log_dose(
        people.amara.actor,
        course.patient,
        kind=IntakeKind.TAKEN,
        medicine_id=course.medicine,
        schedule_id=course.schedule,
        local_date=MONDAY,
        slot=1,
    )
    assert str(event.amount) == "1"
    assert event.by == people.amara.user.id


def test_doses_of_a_silent_phone_are_unknown_and_not_missed(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    Device.objects.create(
        user=people.amara.user, name="Phone", platform="android", second_factor=True, last_seen_at=now()
    )
    clock.move_to(madrid(WEDNESDAY, "06:00"))
    assert all(dose.no_data for dose in doses_on(people, course, MONDAY))
    counts = adherence_of(people.amara.actor, course.patient, 7).doses
    assert (counts.no_data, counts.missed, counts.dose_ratio) == (4, 0, None)


def test_adherence_counts_each_medicine(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    for slot, clock_time in ((1, "08:00"), (2, "20:00")):
        clock.move_to(madrid(MONDAY, clock_time))
        record_intake(people.amara.actor, course.patient, course.intake(MONDAY, slot))
    clock.move_to(madrid(WEDNESDAY, "06:00"))
    course_of_all = adherence_of(people.amara.actor, course.patient, 30)
    assert (course_of_all.doses.taken, course_of_all.doses.missed) == (2, 2)
    assert (course_of_all.full_days.full, course_of_all.full_days.counted) == (1, 2)
    (line,) = course_of_all.medicines
    assert (line.name, line.doses.dose_ratio, line.last_taken_at) == (
        "Simvastatin",
        0.5,
        madrid(MONDAY, "20:00"),
    )


@pytest.mark.parametrize("span", [0, -1, 401])
def test_a_span_has_bounds(people: People, course: Course, span: int) -> None:
    with pytest.raises(BadInput):
        doses_between(people.amara.actor, course.patient, MONDAY, MONDAY + span * DAY)
