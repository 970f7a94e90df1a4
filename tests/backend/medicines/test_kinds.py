"""Plans of every kind on the server: steps, chains, doses that follow others, doses as needed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
import time_machine
from django.db import connection

from mendly.clock import new_id
from mendly.errors import BadInput
from mendly.medicines.documents import schedule_document
from mendly.medicines.kept_plans import plans_of, revisions_of
from mendly.medicines.models import ScheduleRevision
from mendly.medicines.selectors import Dose, adherence_of, doses_between
from mendly.medicines.services import end_medicine, log_dose, record_intake, set_schedule, undo_intake
from mendly_core.doses import (
    AfterIntakeRule,
    AsNeededRule,
    CycleRule,
    EveryDaysRule,
    EveryWeeksRule,
    FollowingRule,
    HoursRule,
    IntakeKind,
    MonthDaysRule,
    Rule,
    Schedule,
    State,
    WakingRule,
)
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, TUESDAY, WEDNESDAY, Course, daily, madrid
from tests.backend.medicines.kinds import change, course_of, draft_of, entry_about

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
EVERY_8_HOURS = HoursRule(8, madrid(MONDAY, "08:00"))
SIX_HOURS_AFTER = AfterIntakeRule(360, madrid(MONDAY, "08:00"))
TIMES = daily("08:00").times


def doses(people: People, course: Course, start: date = MONDAY, days: int = 1) -> list[Dose]:
    found = doses_between(people.amara.actor, course.patient, start, start + days * DAY)
    return [dose for dose in found if dose.schedule == course.schedule]


def due(people: People, course: Course, start: date = MONDAY, days: int = 1) -> list[str]:
    """Where the doses lie, on Madrid's clock."""
    return [dose.local_time for dose in doses(people, course, start, days)]


def plan_of(people: People, course: Course) -> Schedule:
    (plan,) = plans_of(people.amara.actor, course.patient, course.medicine)
    return plan


@pytest.mark.parametrize(
    "rule",
    [
        EveryDaysRule(2, MONDAY, TIMES),
        EveryWeeksRule(2, (0,), MONDAY, TIMES),
        CycleRule(21, 7, MONDAY, TIMES),
        MonthDaysRule((2, 31), TIMES),
        WakingRule(180, "08:00", "20:00"),
        EVERY_8_HOURS,
        SIX_HOURS_AFTER,
        AsNeededRule(Decimal(4), 240),
    ],
    ids=lambda rule: rule.kind,
)
def test_a_plan_of_any_kind_asked_for_three_times_is_one_revision(
    people: People, course: Course, rule: Rule
) -> None:
    made = course_of(people, rule)
    assert [change(people, made, rule) for _ in range(2)] == [(1, False), (1, False)]
    assert plan_of(people, made).rule == rule


def test_the_same_steps_asked_for_a_day_later_are_the_same_plan(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "12:00"))
    for rule in (EVERY_8_HOURS, SIX_HOURS_AFTER):
        made = course_of(people, rule)
        clock.move_to(madrid(TUESDAY, "13:00"))
        assert change(people, made, rule) == (1, False)
        clock.move_to(madrid(MONDAY, "12:00"))


def test_the_most_of_a_day_is_sealed(people: People, course: Course) -> None:
    made = course_of(people, AsNeededRule(Decimal("4.5"), 240))
    row = ScheduleRevision.objects.get(schedule=made.schedule)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rule, most FROM medicines_schedulerevision WHERE schedule = %s",
            [made.schedule if connection.vendor == "postgresql" else made.schedule.hex],
        )
        rule, most = cursor.fetchone()
    assert "4.5" not in str(rule)
    assert b"4.5" not in bytes(most)
    assert schedule_document(row)["rule"] == {"kind": "as_needed", "most": "4.5", "gap": 240}
    assert doses(people, made) == []


def test_steps_keep_their_hours_on_the_nights_when_clocks_change(people: People, course: Course) -> None:
    for night, first in (
        (date(2026, 3, 28), datetime(2026, 3, 28, 22, 30, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, 30, tzinfo=UTC)),
    ):
        made = course_of(people, HoursRule(8, first), valid_from=night)
        instants = [dose.due_at for dose in doses(people, made, night, 3)]
        assert instants[:4] == [first + n * 8 * HOUR for n in range(4)]
        assert len({dose.key for dose in doses(people, made, night, 3)}) == len(instants)


def test_a_change_at_noon_changes_no_past_step(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    made = course_of(people, EVERY_8_HOURS)
    clock.move_to(madrid(MONDAY, "08:05"))
    record_intake(people.amara.actor, made.patient, entry_about(doses(people, made)[0]))
    clock.move_to(madrid(MONDAY, "12:00"))
    assert change(people, made, HoursRule(12, madrid(MONDAY, "06:00"))) == (2, True)
    found = doses(people, made)
    assert [(dose.local_time, dose.rev, dose.state) for dose in found] == [
        ("08:00", 1, State.TAKEN),
        ("18:00", 2, State.UPCOMING),
    ]
    first, second = revisions_of(people.amara.actor, made.patient, schedule_id=made.schedule)
    assert (first.ends_at, first.valid_to) == (madrid(MONDAY, "12:00"), TUESDAY)
    assert (second.ends_at, second.valid_to, second.plan().rule) == (
        None,
        None,
        HoursRule(12, madrid(MONDAY, "18:00")),
    )


def test_a_step_that_can_still_be_taken_on_time_is_the_first(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    for clock_time, first in (("08:59", "08:00"), ("09:00", "16:00"), ("09:01", "16:00")):
        clock.move_to(madrid(MONDAY, clock_time))
        assert due(people, course_of(people, EVERY_8_HOURS))[0] == first


def test_a_step_that_was_taken_does_not_come_again_with_a_change(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    """Neither the same step on time, nor one that was taken ahead."""
    for taken_at, changed_at in (("08:05", "08:20"), ("07:30", "07:40")):
        clock.move_to(madrid(MONDAY, "06:00"))
        made = course_of(people, EVERY_8_HOURS)
        clock.move_to(madrid(MONDAY, taken_at))
        record_intake(people.amara.actor, made.patient, entry_about(doses(people, made)[0]))
        clock.move_to(madrid(MONDAY, changed_at))
        change(people, made, EVERY_8_HOURS, early_minutes=30)
        found = [(dose.local_time, dose.rev, dose.state) for dose in doses(people, made)]
        assert found == [("08:00", 1, State.TAKEN), ("16:00", 2, State.UPCOMING)], taken_at


def test_a_chain_goes_on_from_its_last_dose_after_a_change(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    made = course_of(people, SIX_HOURS_AFTER)
    clock.move_to(madrid(MONDAY, "08:30"))
    record_intake(people.amara.actor, made.patient, entry_about(doses(people, made)[0]))
    clock.move_to(madrid(MONDAY, "10:00"))
    change(people, made, AfterIntakeRule(480, madrid(MONDAY, "08:00")))
    assert [(dose.local_time, dose.rev) for dose in doses(people, made)] == [("08:00", 1), ("16:30", 2)]


def test_a_first_chain_that_would_begin_in_the_past_begins_now(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "12:00"))
    assert due(people, course_of(people, SIX_HOURS_AFTER)) == ["12:00", "18:00"]


def test_from_days_to_steps_and_back_keeps_what_is_behind(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    made = course_of(people, daily("08:00", "20:00"))
    clock.move_to(madrid(MONDAY, "12:30"))
    change(people, made, EVERY_8_HOURS)
    assert [(dose.local_time, dose.state) for dose in doses(people, made)] == [
        ("08:00", State.MISSED),
        ("16:00", State.UPCOMING),
    ]
    clock.move_to(madrid(MONDAY, "18:30"))
    change(people, made, daily("08:00", "20:00"))
    assert due(people, made, days=2) == ["08:00", "16:00", "20:00", "08:00", "20:00"]


def test_steps_that_begin_later_leave_the_plan_before_until_then(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    made = course_of(people, EVERY_8_HOURS)
    clock.move_to(madrid(MONDAY, "12:00"))
    change(people, made, HoursRule(6, madrid(WEDNESDAY, "09:00")))
    steps = ["00:00", "08:00", "16:00", "00:00", "08:00", "09:00", "15:00", "21:00"]
    assert due(people, made, TUESDAY, 2) == steps


def test_steps_end_with_their_last_day_and_with_the_medicine(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    limited = course_of(people, EVERY_8_HOURS, valid_to=TUESDAY)
    assert due(people, limited, days=3) == ["08:00", "16:00"]
    made = course_of(people, EVERY_8_HOURS)
    clock.move_to(madrid(MONDAY, "12:00"))
    end_medicine(people.amara.actor, made.patient, made.medicine)
    assert due(people, made, days=3) == ["08:00"]
    assert plans_of(people.amara.actor, made.patient, made.medicine) == []


@pytest.mark.parametrize("rule", [SIX_HOURS_AFTER, AsNeededRule(), WakingRule(240, "08:00", "20:00")])
def test_an_ended_medicine_has_no_doses_of_any_kind(
    people: People, course: Course, clock: time_machine.Traveller, rule: Rule
) -> None:
    made = course_of(people, rule)
    end_medicine(people.amara.actor, made.patient, made.medicine)
    assert doses(people, made, days=5) == []


def test_a_chain_hangs_on_what_was_taken_long_before(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    made = course_of(people, SIX_HOURS_AFTER)
    clock.move_to(madrid(MONDAY, "09:30"))
    event, _ = record_intake(people.amara.actor, made.patient, entry_about(doses(people, made)[0]))
    assert due(people, made) == ["08:00", "15:30", "21:30"]
    assert due(people, made, MONDAY + 9 * DAY) == ["03:30", "09:30", "15:30", "21:30"]
    undo_intake(people.amara.actor, made.patient, event.id)
    assert due(people, made) == ["08:00", "14:00", "20:00"]


def test_two_devices_and_three_replays_give_the_same_chain(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    made = course_of(people, SIX_HOURS_AFTER)
    clock.move_to(madrid(MONDAY, "08:10"))
    first = entry_about(doses(people, made)[0])
    clock.move_to(madrid(MONDAY, "09:00"))
    second = entry_about(doses(people, made)[0], device="tablet-2", at=madrid(MONDAY, "08:40"))
    seen = []
    for batch in ((first, second), (second, first, second), (first,)):
        for intake in batch:
            record_intake(people.amara.actor, made.patient, intake)
        seen.append(due(people, made))
    assert seen == [["08:00", "14:40", "20:40"]] * 3


def test_a_dose_follows_another_of_the_same_person_only(people: People, course: Course) -> None:
    follower = course_of(people, FollowingRule(course.schedule, 1, 90))
    assert due(people, follower) == ["09:30"]
    wrong = (
        FollowingRule(new_id(), 1, 90),
        FollowingRule(course.schedule, 7, 90),
        FollowingRule(follower.schedule, 1, 90),
        FollowingRule(course_of(people, EVERY_8_HOURS).schedule, 1, 90),
    )
    for rule in wrong:
        with pytest.raises(BadInput) as refused:
            course_of(people, rule)
        assert refused.value.field == "rule.schedule"
    assert people.bo.patient is not None
    with pytest.raises(BadInput):
        change(people, follower, FollowingRule(follower.schedule, 1, 30))


def test_a_following_dose_waits_for_its_leader_and_is_counted(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    follower = course_of(people, FollowingRule(course.schedule, 1, 90))
    clock.move_to(madrid(MONDAY, "08:40"))
    record_intake(people.amara.actor, course.patient, course.intake(MONDAY))
    assert due(people, follower) == ["10:10"]
    clock.move_to(madrid(MONDAY, "10:20"))
    record_intake(people.amara.actor, follower.patient, entry_about(doses(people, follower)[0]))
    counts = {
        line.medicine: line.doses for line in adherence_of(people.amara.actor, follower.patient, 7).medicines
    }
    assert (counts[follower.medicine].taken, counts[follower.medicine].on_time) == (1, 1)


def test_a_dose_to_follow_that_is_behind_begins_tomorrow(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "12:00"))
    follower = course_of(people, FollowingRule(course.schedule, 1, 90))
    assert (due(people, follower), due(people, follower, TUESDAY)) == ([], ["09:30"])
    assert change(people, follower, FollowingRule(course.schedule, 1, 90)) == (1, False)


def test_as_needed_keeps_the_doses_of_today_that_are_behind(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "08:10"))
    record_intake(people.amara.actor, course.patient, course.intake(MONDAY))
    change(people, course, AsNeededRule(Decimal(3), 120))
    assert due(people, course, days=3) == ["08:00", "20:00"]


def test_no_day_has_more_doses_than_a_page_can_show(people: People, course: Course) -> None:
    with pytest.raises(BadInput) as refused:
        course_of(people, WakingRule(15, "06:00", "22:00"))
    assert refused.value.field == "rule.every"


def test_a_step_is_logged_and_undone_from_a_page(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    made = course_of(people, EVERY_8_HOURS)
    clock.move_to(madrid(MONDAY, "08:05"))
    step = doses(people, made)[0]
    event, _ = log_dose(
        people.amara.actor,
        made.patient,
        kind=IntakeKind.TAKEN,
        medicine_id=made.medicine,
        schedule_id=made.schedule,
        local_date=step.local_date,
        rev=step.rev,
        step=step.step,
    )
    assert (event.amount, doses(people, made)[0].state) == (Decimal(1), State.TAKEN)
    undone, _ = undo_intake(people.amara.actor, made.patient, event.id)
    assert ((undone.rev, undone.step), doses(people, made)[0].state) == ((1, 0), State.DUE)


def test_a_step_of_a_person_in_another_zone_is_found(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    made = course_of(people, EVERY_8_HOURS)
    clock.move_to(madrid(TUESDAY, "00:10"))
    record_intake(people.amara.actor, made.patient, entry_about(doses(people, made, TUESDAY)[0]))
    people.amara.user.zone = "Pacific/Honolulu"
    people.amara.user.save()
    found = {dose.due_at: dose.state for dose in doses(people, made, MONDAY)}
    assert found[madrid(TUESDAY, "00:00")] is State.TAKEN


def test_a_rule_in_hours_says_what_it_needs(people: People, course: Course) -> None:
    for more, field in (
        ({"zone_policy": draft_of(daily("08:00")).zone_policy}, "zone_policy"),
        ({"late_minutes": 481}, "late_minutes"),
    ):
        with pytest.raises(BadInput) as refused:
            course_of(people, EVERY_8_HOURS, **more)
        assert refused.value.field == field


def test_a_plan_of_somebody_else_cannot_be_followed(people: People, course: Course) -> None:
    bo = people.bo
    assert bo.patient is not None
    from mendly.medicines.checks import MedicineWords
    from mendly.medicines.services import add_medicine

    medicine, _ = add_medicine(bo.actor, bo.patient.id, MedicineWords("Iron"))
    rule = FollowingRule(UUID(str(course.schedule)), 1, 30)
    with pytest.raises(BadInput):
        set_schedule(bo.actor, bo.patient.id, medicine.id, draft_of(rule))
