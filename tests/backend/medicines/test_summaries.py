"""A week is summed up once, on Monday morning where the patient is, for whoever wants it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from mendly.accounts.models import User
from mendly.errors import Denied, StepUpNeeded
from mendly.live.models import Event
from mendly.medicines.models import WeeklySummary
from mendly.medicines.services import choose_summary, record_intake, sum_up_weeks, summaries
from mendly.medicines.summaries import weeks_of
from mendly.notify.kinds import Kind, payload_of
from mendly.notify.models import Delivery
from mendly.ops.sweeps import SWEEPS
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, Course, madrid
from tests.backend.notify.browsers import Browser, let_show
from tests.backend.racing import meeting

NEXT = MONDAY + timedelta(days=7)


def test_it_comes_on_monday_at_eight_and_only_once(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    made = []
    for at in ("00:30", "07:59", "08:00", "08:01", "23:00"):
        clock.move_to(madrid(NEXT, at))
        made.append(sum_up_weeks())
    assert made == [0, 0, 1, 0, 0]
    assert [row.week for row in WeeklySummary.objects.all()] == [MONDAY]
    assert Event.objects.filter(user=people.amara.user.id, kind="course").count() == 1


def test_it_waits_for_monday_where_the_patient_is(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    User.objects.filter(id=people.amara.user.id).update(zone="America/Los_Angeles")
    clock.move_to(madrid(NEXT, "16:59"))
    assert sum_up_weeks() == 0
    clock.move_to(madrid(NEXT, "17:00"))
    assert sum_up_weeks() == 1


def test_a_sweep_that_comes_days_late_still_sums_up(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(NEXT + timedelta(days=6), "23:00"))
    assert sum_up_weeks() == 1
    assert WeeklySummary.objects.get().week == MONDAY


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_two_sweeps_at_once_sum_up_once(
    people: People,
    course: Course,
    own_browser: Browser,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    let_show(people.amara, own_browser)
    clock.move_to(madrid(NEXT, "08:00"))
    monkeypatch.setattr(summaries, "_sum_up", meeting(summaries._sum_up))

    def sweep() -> int:
        try:
            return sum_up_weeks()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = [future.result() for future in [pool.submit(sweep) for _ in range(2)]]
    assert sorted(made) == [0, 1]
    assert WeeklySummary.objects.count() == 1
    assert Delivery.objects.filter(kind=Kind.SUMMARY).count() == 1
    assert Event.objects.filter(user=people.amara.user.id, kind="course").count() == 1


def test_the_notification_says_nothing(people: People) -> None:
    assert payload_of(Kind.SUMMARY).strip() == b'{"k": "summary", "u": "/home/"}'


def test_switched_off_nothing_is_summed_up(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    choose_summary(people.amara.actor, course.patient, mine=False, team=False)
    clock.move_to(madrid(NEXT, "08:00"))
    assert sum_up_weeks() == 0


def test_the_team_sees_it_only_once_the_patient_switched_it_on(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "08:05"))
    record_intake(people.amara.actor, course.patient, course.intake(MONDAY, 1))
    clock.move_to(madrid(NEXT, "08:00"))
    sum_up_weeks()
    assert weeks_of(people.imani.actor, course.patient) == []
    choose_summary(people.amara.actor, course.patient, mine=True, team=True)
    week = weeks_of(people.imani.actor, course.patient)[0]
    assert (week.week, week.doses.taken, week.doses.missed) == (MONDAY, 1, 13)
    assert week.medicines[0].name == "Simvastatin"
    assert weeks_of(people.amara.actor, course.patient) == [week]


def test_only_who_decides_about_sharing_switches_it(people: People, course: Course) -> None:
    with pytest.raises(StepUpNeeded):
        choose_summary(people.amara.actor_some_time_later, course.patient, mine=True, team=True)
    choose_summary(people.amara.actor_some_time_later, course.patient, mine=False, team=False)
    for other in (people.imani, people.dario, people.bo):
        with pytest.raises(Denied):
            choose_summary(other.actor, course.patient, mine=True, team=False)


def test_the_sweep_runs_at_each_tick() -> None:
    assert SWEEPS["weeks"] is sum_up_weeks
