"""A plan rests and goes on; a dose goes down by phases; what may be taken as needed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from mendly.clock import new_id, now
from mendly.errors import BadInput, Conflict, NotFound
from mendly.medicines.as_needed import as_needed_of, extra_dose_of
from mendly.medicines.kept_plans import plans_of, resting_plans_of
from mendly.medicines.models import IntakeEvent, ScheduleRevision
from mendly.medicines.plans import PlanDraft
from mendly.medicines.selectors import doses_between
from mendly.medicines.services import (
    end_medicine,
    log_dose,
    pause_plan,
    resume_plan,
    set_schedule,
    set_taper,
)
from mendly_core.doses import AsNeededRule, HoursRule, IntakeKind, Rule
from mendly_core.doses.as_needed import Caution
from mendly_core.doses.tapers import Phase
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, Course, daily, madrid
from tests.backend.medicines.kinds import course_of

DAY = timedelta(days=1)


def due(people: People, course: Course, start: date, end: date) -> list[str]:
    doses = doses_between(people.amara.actor, course.patient, start, end)
    return [f"{dose.local_date:%d} {dose.local_time}" for dose in doses if dose.schedule == course.schedule]


def pause(people: People, course: Course, **until: Any) -> bool:
    return pause_plan(people.amara.actor, course.patient, course.schedule, **until)


def test_a_plan_that_rests_plans_nothing_and_keeps_what_is_behind(
    people: People, clock: time_machine.Traveller
) -> None:
    course = course_of(people, daily("08:00", "20:00"))
    before = due(people, course, MONDAY, MONDAY + DAY)
    clock.move_to(madrid(MONDAY, "12:00"))
    assert pause(people, course) is True
    assert pause(people, course) is False
    assert due(people, course, MONDAY, MONDAY + 5 * DAY) == [line for line in before if "08:00" in line]
    assert plans_of(people.amara.actor, course.patient, course.medicine) == []
    [resting] = resting_plans_of(people.amara.actor, course.patient, course.medicine)
    assert [time.at for time in resting.rule.times] == ["08:00", "20:00"]


@pytest.mark.parametrize("days", [0, 1, 40])
def test_it_goes_on_as_it_was(people: People, clock: time_machine.Traveller, days: int) -> None:
    course = course_of(people, daily("08:00", "20:00"))
    clock.move_to(madrid(MONDAY, "12:00"))
    pause(people, course)
    again = MONDAY + days * DAY
    clock.move_to(madrid(again, "13:00"))
    for _ in range(2):
        resume_plan(people.amara.actor, course.patient, course.schedule)
    assert due(people, course, again + DAY, again + 2 * DAY) == [
        f"{again + DAY:%d} 08:00",
        f"{again + DAY:%d} 20:00",
    ]
    assert f"{again:%d} 20:00" in due(people, course, again, again + DAY)
    [plan] = plans_of(people.amara.actor, course.patient, course.medicine)
    assert [time.at for time in plan.rule.times] == ["08:00", "20:00"]


def test_it_goes_on_by_itself_on_a_day(people: People, clock: time_machine.Traveller) -> None:
    course = course_of(people, daily("08:00"))
    clock.move_to(madrid(MONDAY, "12:00"))
    assert pause(people, course, until=MONDAY + 3 * DAY) is True
    assert due(people, course, MONDAY + DAY, MONDAY + 5 * DAY) == ["05 08:00", "06 08:00"]
    [plan] = plans_of(people.amara.actor, course.patient, course.medicine)
    assert plan.valid_from == MONDAY + 3 * DAY
    assert pause(people, course) is True
    assert due(people, course, MONDAY + DAY, MONDAY + 9 * DAY) == []


def test_hours_go_on_from_the_moment(people: People, clock: time_machine.Traveller) -> None:
    course = course_of(people, HoursRule(8, madrid(MONDAY, "08:00")))
    clock.move_to(madrid(MONDAY, "12:00"))
    pause(people, course)
    assert due(people, course, MONDAY + DAY, MONDAY + 2 * DAY) == []
    clock.move_to(madrid(MONDAY + DAY, "12:00"))
    resume_plan(people.amara.actor, course.patient, course.schedule)
    assert due(people, course, MONDAY + DAY, MONDAY + 2 * DAY) == ["03 16:00"]


@pytest.mark.parametrize("until", [MONDAY, MONDAY - DAY])
def test_it_cannot_go_on_in_the_past(people: People, until: date) -> None:
    course = course_of(people, daily("08:00"))
    with pytest.raises(BadInput):
        pause(people, course, until=until)
    assert ScheduleRevision.objects.filter(schedule=course.schedule, valid_to=None).count() == 1


def test_what_has_ended_or_is_not_there_neither_rests_nor_goes_on(people: People) -> None:
    course = course_of(people, daily("08:00"))
    for act in (pause_plan, resume_plan):
        with pytest.raises(NotFound):
            act(people.amara.actor, course.patient, new_id())
        with pytest.raises(NotFound):
            act(people.sam.actor, course.patient, course.schedule)
    end_medicine(people.amara.actor, course.patient, course.medicine)
    for act in (pause_plan, resume_plan):
        with pytest.raises(Conflict):
            act(people.amara.actor, course.patient, course.schedule)


def taper(people: People, course: Course, *phases: tuple[int, int], rule: Rule | None = None) -> None:
    draft = PlanDraft(rule or daily("08:00"), Decimal(1), "tablet")
    made = [Phase(days, Decimal(amount)) for days, amount in phases]
    set_taper(people.amara.actor, course.patient, course.medicine, draft, made, schedule_id=course.schedule)


def amounts(people: People, course: Course, days: int) -> list[int]:
    doses = doses_between(people.amara.actor, course.patient, MONDAY, MONDAY + days * DAY)
    return [int(dose.amount) for dose in doses if dose.schedule == course.schedule]


def test_a_dose_goes_down_by_phases_and_then_ends(people: People, clock: time_machine.Traveller) -> None:
    clock.move_to(madrid(MONDAY, "06:00"))
    course = course_of(people, daily("08:00"))
    for _ in range(2):
        taper(people, course, (2, 3), (2, 2), (1, 1))
    assert amounts(people, course, 9) == [3, 3, 2, 2, 1]
    plans = plans_of(people.amara.actor, course.patient, course.medicine)
    assert [int(plan.amount) for plan in plans] == [3, 2, 1]


def test_what_was_taken_before_a_taper_stays(people: People, clock: time_machine.Traveller) -> None:
    clock.move_to(madrid(MONDAY, "12:00"))
    course = course_of(people, daily("08:00", "20:00"))
    taper(people, course, (2, 3), (2, 2), rule=daily("08:00", "20:00"))
    assert amounts(people, course, 9)[-7:] == [3, 3, 3, 2, 2, 2, 2]


@pytest.mark.parametrize("phases", [(), ((1, 2), (1, 2))])
def test_a_taper_that_is_none_changes_nothing(people: People, phases: tuple[tuple[int, int], ...]) -> None:
    course = course_of(people, daily("08:00"))
    rows = ScheduleRevision.objects.count()
    with pytest.raises(BadInput):
        taper(people, course, *phases)
    assert ScheduleRevision.objects.count() == rows


def test_two_doses_as_needed_thirty_seconds_apart_are_both_kept(
    people: People, clock: time_machine.Traveller
) -> None:
    course = course_of(people, AsNeededRule(most=Decimal(8), gap=240))
    clock.move_to(madrid(MONDAY, "08:00"))
    for seconds in (0, 30):
        clock.shift(seconds)
        log_dose(
            people.amara.actor,
            course.patient,
            kind=IntakeKind.TAKEN,
            medicine_id=course.medicine,
            amount=Decimal(2),
        )
    assert IntakeEvent.objects.count() == 2
    [stands] = as_needed_of(people.amara.actor, course.patient)
    assert stands.taken == Decimal(4)
    assert stands.room is not None
    assert stands.room.cautions == (Caution.TOO_SOON,)
    assert stands.room.free_at == now() + timedelta(hours=4)


def test_the_most_of_a_day_rolls_over_real_hours(people: People, clock: time_machine.Traveller) -> None:
    course = course_of(people, AsNeededRule(most=Decimal(2)))
    for at in ("06:00", "18:00"):
        clock.move_to(madrid(MONDAY, at))
        log_dose(people.amara.actor, course.patient, kind=IntakeKind.TAKEN, medicine_id=course.medicine)
    for at, cautions in (("05:59", (Caution.TOO_MUCH,)), ("06:01", ())):
        clock.move_to(madrid(MONDAY + DAY, at))
        stands = extra_dose_of(people.amara.actor, course.patient, course.medicine)
        assert stands.room is not None
        assert stands.room.cautions == cautions


def test_a_medicine_without_a_plan_is_taken_as_needed_and_one_with_times_is_not(people: People) -> None:
    course = course_of(people, daily("08:00"))
    assert as_needed_of(people.amara.actor, course.patient) == []
    set_schedule(
        people.amara.actor,
        course.patient,
        course.medicine,
        PlanDraft(AsNeededRule(gap=60), Decimal(1), "tablet"),
    )
    [stands] = as_needed_of(people.amara.actor, course.patient)
    assert (stands.medicine, stands.taken) == (course.medicine, Decimal(0))


def test_the_same_over_the_api(people: People, clock: time_machine.Traveller) -> None:
    clock.move_to(madrid(MONDAY, "06:00"))
    course = course_of(people, daily("08:00"))
    phone, base = people.amara.phone(), f"/api/v1/patients/{course.patient}/"
    plan = {
        "id": str(course.schedule),
        "rule": {"kind": "daily", "times": [{"slot": 1, "at": "08:00"}]},
        "unit": "tablet",
        "phases": [{"days": 2, "amount": "2"}, {"days": 2, "amount": "1"}],
    }
    answer = phone.post(f"{base}medicines/{course.medicine}/tapers/", plan, format="json")
    assert answer.status_code == 201, answer.content
    assert [one["amount"] for one in answer.json()["schedules"]] == ["2", "1"]
    none = plan | {"phases": []}
    assert phone.post(f"{base}medicines/{course.medicine}/tapers/", none, format="json").status_code == 400
    zero = plan | {"phases": [{"days": 2, "amount": "0"}]}
    assert phone.post(f"{base}medicines/{course.medicine}/tapers/", zero, format="json").status_code == 400
    assert phone.post(f"{base}schedules/{course.schedule}/pause/", {}, format="json").status_code == 204
    assert due(people, course, MONDAY, MONDAY + 9 * DAY) == []
    assert phone.post(f"{base}schedules/{course.schedule}/resume/", {}, format="json").status_code == 204
    assert due(people, course, MONDAY, MONDAY + 2 * DAY) == ["02 08:00", "03 08:00"]
    needed = course_of(people, AsNeededRule(most=Decimal(8), gap=240))
    [line] = [
        one for one in phone.get(f"{base}doses/as-needed/").json() if one["medicine"] == str(needed.medicine)
    ]
    assert (line["taken"], line["left"], line["cautions"]) == ("0", "8", [])
