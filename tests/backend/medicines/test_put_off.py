"""Doses that are snoozed, moved, or taken in part: what may be logged, and when they ring."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mendly.clock import now
from mendly.errors import BadInput
from mendly.medicines.models import IntakeEvent
from mendly.medicines.selectors import Dose, adherence_of, doses_between
from mendly.medicines.services import record_intake, undo_intake
from mendly.notify.services import deliver_due
from mendly.vault import crypto
from mendly_core.doses import AfterIntakeRule, FollowingRule, HoursRule, IntakeKind, State, step_key
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, TUESDAY, Course, madrid, ring_due
from tests.backend.medicines.kinds import course_of, entry_about
from tests.backend.notify.browsers import Browser, PushService, let_show

DAY = timedelta(days=1)


@pytest.fixture
def shown(people: People, course: Course, own_browser: Browser) -> Course:
    let_show(people.amara, own_browser)
    return course


def morning(people: People, course: Course) -> Dose:
    doses = doses_between(people.amara.actor, course.patient, MONDAY, TUESDAY)
    return next(dose for dose in doses if dose.schedule == course.schedule and dose.slot in {1, None})


def put_off(people: People, course: Course, kind: IntakeKind, to: datetime) -> IntakeEvent:
    intake = entry_about(morning(people, course), kind, at=to)
    for _ in range(3):
        event, _ = record_intake(people.amara.actor, course.patient, intake)
    return event


def heard(clock: time_machine.Traveller, push: PushService, *clock_times: str) -> list[int]:
    """How many notifications came up to each of these moments."""
    counts = []
    for clock_time in clock_times:
        clock.move_to(madrid(MONDAY, clock_time))
        ring_due()
        deliver_due()
        counts.append(len(push.received))
    return counts


def test_a_moved_dose_rings_at_its_new_time_only(
    people: People, shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    put_off(people, shown, IntakeKind.MOVED, madrid(MONDAY, "10:00"))
    assert heard(clock, push_service, "08:00", "08:05", "10:00", "10:01") == [0, 0, 1, 1]


def test_a_dose_that_rang_and_is_moved_then_rings_once_more(
    people: People, shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    assert heard(clock, push_service, "08:00") == [1]
    put_off(people, shown, IntakeKind.MOVED, madrid(MONDAY, "10:00"))
    assert heard(clock, push_service, "08:01", "10:00", "10:05") == [1, 2, 2]


def test_a_move_that_is_taken_back_rings_at_the_old_time(
    people: People, shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    event = put_off(people, shown, IntakeKind.MOVED, madrid(MONDAY, "10:00"))
    undo_intake(people.amara.actor, shown.patient, event.id)
    assert heard(clock, push_service, "08:00", "10:00") == [1, 1]


def test_a_snoozed_dose_rings_again_once_for_each_snooze(
    people: People, shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    assert heard(clock, push_service, "08:00") == [1]
    put_off(people, shown, IntakeKind.SNOOZED, madrid(MONDAY, "08:20"))
    assert morning(people, shown).rings_at == madrid(MONDAY, "08:20")
    assert heard(clock, push_service, "08:05", "08:20", "08:21") == [1, 2, 2]
    put_off(people, shown, IntakeKind.SNOOZED, madrid(MONDAY, "08:40"))
    assert heard(clock, push_service, "08:40", "08:45") == [3, 3]


def test_a_snoozed_dose_that_was_taken_is_silent(
    people: People, shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "07:50"))
    put_off(people, shown, IntakeKind.SNOOZED, madrid(MONDAY, "08:20"))
    record_intake(people.amara.actor, shown.patient, entry_about(morning(people, shown)))
    assert heard(clock, push_service, "08:00", "08:20") == [0, 0]


def test_a_ring_that_waits_is_called_off_when_the_dose_is_moved(
    people: People, shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "08:00"))
    ring_due()
    put_off(people, shown, IntakeKind.MOVED, madrid(MONDAY, "10:00"))
    deliver_due()
    assert push_service.received == []


def test_steps_chains_and_followers_ring(
    people: People, shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    course_of(people, HoursRule(8, madrid(MONDAY, "07:00")))
    chain = course_of(people, AfterIntakeRule(120, madrid(MONDAY, "07:10")))
    course_of(people, FollowingRule(shown.schedule, 1, 90))
    assert heard(clock, push_service, "07:00", "07:10") == [1, 2]
    clock.move_to(madrid(MONDAY, "07:30"))
    record_intake(people.amara.actor, chain.patient, entry_about(morning(people, chain)))
    assert heard(clock, push_service, "08:00") == [3]
    record_intake(people.amara.actor, shown.patient, shown.intake(MONDAY, taken_at=madrid(MONDAY, "07:45")))
    assert heard(clock, push_service, "09:10", "09:15", "09:30", "09:31") == [3, 4, 5, 5]


def test_a_sweep_opens_no_seal_and_asks_few_questions(
    people: People, shown: Course, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> bytes:
        raise AssertionError("a seal was opened")

    course_of(people, AfterIntakeRule(120, madrid(MONDAY, "08:00")))
    course_of(people, FollowingRule(shown.schedule, 1, 90))
    put_off(people, shown, IntakeKind.MOVED, madrid(MONDAY, "08:05"))
    monkeypatch.setattr(crypto, "unseal", refuse)
    clock.move_to(madrid(MONDAY, "08:05"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert ring_due() == 2
    reads = [query for query in asked.captured_queries if query["sql"].startswith("SELECT")]
    assert len(reads) <= 13, "as many for a crowd: each of them asks about all patients at once"


@pytest.mark.parametrize(
    ("kind", "minutes", "fits"),
    [
        (IntakeKind.MOVED, 24 * 60, True),
        (IntakeKind.MOVED, 24 * 60 + 1, False),
        (IntakeKind.MOVED, -24 * 60 - 1, False),
    ],
)
def test_a_dose_moves_by_a_day_at_most(
    people: People, course: Course, kind: IntakeKind, minutes: int, fits: bool
) -> None:
    intake = entry_about(
        morning(people, course), kind, at=madrid(MONDAY, "08:00") + timedelta(minutes=minutes)
    )
    if fits:
        record_intake(people.amara.actor, course.patient, intake)
        return
    with pytest.raises(BadInput) as refused:
        record_intake(people.amara.actor, course.patient, intake)
    assert refused.value.field == "put_to"


def test_moving_twice_counts_from_the_plan(people: People, course: Course) -> None:
    put_off(people, course, IntakeKind.MOVED, madrid(TUESDAY, "07:00"))
    with pytest.raises(BadInput):
        put_off(people, course, IntakeKind.MOVED, madrid(TUESDAY, "09:00"))


@pytest.mark.parametrize(("minutes", "fits"), [(0, False), (1, True), (720, True), (721, False)])
def test_a_snooze_is_short(people: People, course: Course, minutes: int, fits: bool) -> None:
    intake = entry_about(morning(people, course), IntakeKind.SNOOZED, at=now() + timedelta(minutes=minutes))
    if fits:
        record_intake(people.amara.actor, course.patient, intake)
    else:
        with pytest.raises(BadInput):
            record_intake(people.amara.actor, course.patient, intake)


def test_a_moved_dose_is_known_everywhere(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    put_off(people, course, IntakeKind.MOVED, madrid(MONDAY, "12:00"))
    clock.move_to(madrid(MONDAY, "12:10"))
    dose = morning(people, course)
    assert (dose.moved, dose.local_time, dose.slot, dose.state) == (True, "12:00", 1, State.DUE)
    record_intake(people.amara.actor, course.patient, entry_about(dose))
    assert (morning(people, course).on_time, morning(people, course).moved) == (True, True)


def test_a_part_of_a_dose_is_counted_as_such(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "08:00"))
    record_intake(
        people.amara.actor, course.patient, entry_about(morning(people, course), IntakeKind.PARTIAL)
    )
    dose = morning(people, course)
    assert (dose.state, dose.amount_taken, dose.words) == (State.PARTIAL, Decimal("0.5"), "doses.partial")
    counts = adherence_of(people.amara.actor, course.patient, 7).doses
    assert (counts.taken, counts.partial, counts.settled) == (0, 1, 1)


@pytest.mark.parametrize(
    ("rev", "step", "days"), [(2, 0, 0), (1, 40, 0), (1, 0, 9), (1, 2**31 - 1, 0), (1, 0, 900)]
)
def test_a_step_that_is_not_in_the_plan_is_refused(
    people: People, course: Course, rev: int, step: int, days: int
) -> None:
    for rule in (HoursRule(8, madrid(MONDAY, "08:00")), AfterIntakeRule(360, madrid(MONDAY, "08:00"))):
        made = course_of(people, rule)
        named = {"rev": rev, "step": step, "occurrence": step_key(made.schedule, rev, step)}
        intake = entry_about(morning(people, made), local_date=MONDAY + days * DAY, **named)
        with pytest.raises(BadInput) as refused:
            record_intake(people.amara.actor, made.patient, intake)
        assert refused.value.field == "occurrence"


def test_a_step_needs_its_day(people: People, course: Course) -> None:
    made = course_of(people, HoursRule(8, madrid(MONDAY, "08:00")))
    with pytest.raises(BadInput):
        record_intake(people.amara.actor, made.patient, entry_about(morning(people, made), local_date=None))


def test_a_step_of_a_replaced_revision_may_still_be_logged(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    from tests.backend.medicines.kinds import change

    made = course_of(people, HoursRule(8, madrid(MONDAY, "08:00")))
    doses = doses_between(people.amara.actor, made.patient, MONDAY, TUESDAY)
    evening = [dose for dose in doses if dose.schedule == made.schedule][1]
    clock.move_to(madrid(MONDAY, "12:00"))
    change(people, made, HoursRule(12, madrid(MONDAY, "20:00")))
    clock.move_to(madrid(MONDAY, "16:05"))
    record_intake(people.amara.actor, made.patient, entry_about(evening))
    assert IntakeEvent.objects.filter(step=1).count() == 1
