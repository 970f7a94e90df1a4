"""What may be logged, and that it counts once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection, connections

from mendly import bus
from mendly.clock import new_id, now
from mendly.errors import BadInput, Conflict, NotFound
from mendly.live.models import Event
from mendly.medicines.checks import MedicineWords
from mendly.medicines.models import IntakeEvent
from mendly.medicines.plans import PlanDraft
from mendly.medicines.selectors import active_ingredients_of, doses_between, intakes_of, medicines_of
from mendly.medicines.services import (
    add_medicine,
    end_medicine,
    intakes,
    log_dose,
    record_intake,
    set_schedule,
    undo_intake,
)
from mendly.policy import SYSTEM
from mendly_core.doses import DailyRule, HybridClock, Intake, IntakeKind, SlotTime, State, occurrence_key
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, TUESDAY, Course, daily, draft, madrid
from tests.backend.racing import meeting


def record(people: People, course: Course, intake: Intake) -> IntakeEvent:
    event, _ = record_intake(people.amara.actor, course.patient, intake)
    return event


def test_the_same_entry_three_times_is_one_row(people: People, course: Course) -> None:
    intake = course.intake(MONDAY)
    created = [record_intake(people.amara.actor, course.patient, intake)[1] for _ in range(3)]
    assert (created, IntakeEvent.objects.count()) == ([True, False, False], 1)


def test_an_id_that_is_taken_by_another_entry_is_refused(people: People, course: Course) -> None:
    intake = course.intake(MONDAY)
    record(people, course, intake)
    with pytest.raises(Conflict):
        record(people, course, replace(intake, reason="Another"))
    with pytest.raises(Conflict) as refused:
        record_intake(people.bo.actor, people.bo.patient.id, intake)  # type: ignore[union-attr]
    assert refused.value.sentence == "This id is taken. Please make a new one."


def dose(course: Course, day_offset: int, slot: int, schedule: object = None) -> dict[str, Any]:
    day = MONDAY + timedelta(days=day_offset)
    plan = schedule or course.schedule
    return {
        "local_date": day,
        "slot": slot,
        "schedule": plan,
        "occurrence": occurrence_key(plan, day, slot),  # type: ignore[arg-type]
    }


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda c: {"medicine": new_id()}, "medicine"),
        (lambda c: dose(c, 0, 3), "occurrence"),
        (lambda c: dose(c, -1, 1), "occurrence"),
        (lambda c: dose(c, 0, 1, new_id()), "schedule"),
        (lambda c: {"taken_at": now() + timedelta(days=1, seconds=1)}, "taken_at"),
        (lambda c: {"logged_at": now() + timedelta(days=1, seconds=1)}, "logged_at"),
        (lambda c: {"hlc": str(HybridClock("phone-1", (1 << 48) - 1))}, "logged_at"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_in_one_sentence(
    people: People, course: Course, change: Callable[[Course], dict[str, Any]], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        record(people, course, replace(course.intake(MONDAY), **change(course)))
    assert refused.value.field == field
    assert refused.value.sentence.endswith(".")
    assert not IntakeEvent.objects.exists()


def test_a_clock_that_is_a_little_ahead_is_fine(people: People, course: Course) -> None:
    record(people, course, course.intake(MONDAY, taken_at=now() + timedelta(hours=23)))
    assert IntakeEvent.objects.count() == 1


def test_the_plan_of_another_medicine_is_no_plan(people: People, course: Course) -> None:
    other, _ = add_medicine(people.amara.actor, course.patient, MedicineWords("Metformin"))
    with pytest.raises(BadInput):
        record(people, course, replace(course.intake(MONDAY), medicine=other.id))


def test_a_phone_that_was_offline_may_log_by_a_revision_that_was_replaced(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    taken = course.intake(TUESDAY, 2)
    only_morning = PlanDraft(DailyRule((SlotTime(1, "08:00"),)), draft("08:00").amount, "tablet")
    set_schedule(
        people.amara.actor, course.patient, course.medicine, only_morning, schedule_id=course.schedule
    )
    end_medicine(people.amara.actor, course.patient, course.medicine)
    record(people, course, taken)
    kept = intakes_of(people.amara.actor, course.patient, TUESDAY, TUESDAY + timedelta(days=1))
    assert [event.id for event in kept] == [taken.id]


def test_an_edit_supersedes_and_an_entry_about_another_dose_cannot(people: People, course: Course) -> None:
    first = record(people, course, course.intake(MONDAY))
    with pytest.raises(BadInput) as refused:
        record(people, course, course.intake(MONDAY, 2, supersedes=first.id))
    assert refused.value.field == "supersedes"
    record(people, course, course.intake(MONDAY, taken_at=madrid(MONDAY, "05:45"), supersedes=first.id))
    (morning, _) = doses_between(people.amara.actor, course.patient, MONDAY, TUESDAY)
    assert morning.taken_at == madrid(MONDAY, "05:45")


def test_two_doses_outside_a_plan_are_both_kept(people: People, course: Course) -> None:
    for _ in range(2):
        log_dose(people.amara.actor, course.patient, kind=IntakeKind.TAKEN, medicine_id=course.medicine)
    assert IntakeEvent.objects.filter(occurrence=None).count() == 2


def test_a_page_that_is_sent_twice_logs_once(people: People, course: Course) -> None:
    intake_id = new_id()
    for _ in range(2):
        log_dose(
            people.amara.actor,
            course.patient,
            kind=IntakeKind.TAKEN,
            medicine_id=course.medicine,
            schedule_id=course.schedule,
            local_date=MONDAY,
            slot=1,
            intake_id=intake_id,
        )
    assert IntakeEvent.objects.count() == 1


def test_what_a_proxy_logs_shows_who_did_it(people: People, course: Course) -> None:
    event, _ = record_intake(people.dario.actor, course.patient, course.intake(MONDAY))
    (morning, _) = doses_between(people.imani.actor, course.patient, MONDAY, TUESDAY)
    assert (event.by, morning.by, morning.state) == (people.dario.user.id, people.dario.user.id, State.TAKEN)


@pytest.mark.parametrize("stranger", ["sam", "quill", "carmen", "bo"])
def test_strangers_neither_log_nor_read(people: People, course: Course, stranger: str) -> None:
    actor = getattr(people, stranger).actor
    event = record(people, course, course.intake(MONDAY))
    for act in (
        lambda: record_intake(actor, course.patient, course.intake(MONDAY)),
        lambda: undo_intake(actor, course.patient, event.id),
        lambda: doses_between(actor, course.patient, MONDAY, TUESDAY),
        lambda: medicines_of(actor, course.patient),
        lambda: end_medicine(actor, course.patient, course.medicine),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_row_of_another_patient_is_not_found(people: People, course: Course) -> None:
    event = record(people, course, course.intake(MONDAY))
    bo, own = people.bo.actor, people.bo.patient
    assert own is not None
    with pytest.raises(NotFound):
        undo_intake(bo, own.id, event.id)
    with pytest.raises(NotFound):
        end_medicine(bo, own.id, course.medicine)
    with pytest.raises(NotFound):
        set_schedule(bo, own.id, course.medicine, draft("08:00"))


def test_rooms_above_and_screens_hear_of_it(
    people: People, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    Event.objects.all().delete()
    for topic in ("medicine.changed", "medicine.ended", "schedule.changed", "intake.recorded"):
        monkeypatch.setitem(bus._subscribers, topic, [lambda topic=topic, **ids: heard.append(topic)])
    record(people, course, course.intake(MONDAY))
    end_medicine(people.amara.actor, course.patient, course.medicine)
    assert heard == ["intake.recorded", "schedule.changed", "medicine.ended", "medicine.changed"]
    intake, medicine = Event.objects.filter(user=people.imani.user.id).order_by("seq")
    key = occurrence_key(course.schedule, MONDAY, 1)
    patient = str(course.patient)
    assert intake.ids == {"patient": patient, "schedule": str(course.schedule), "occurrence": key}
    assert (medicine.kind, medicine.ids) == (
        "medicine",
        {"patient": patient, "medicine": str(course.medicine)},
    )


def test_ingredients_of_what_is_taken_now(people: People, course: Course) -> None:
    actor = people.amara.actor
    add_medicine(
        actor, course.patient, MedicineWords("Co-codamol", ingredient="codeine / paracetamol", rxnorm="1")
    )
    ended, _ = add_medicine(actor, course.patient, MedicineWords("Warfarin", ingredient="warfarin"))
    end_medicine(actor, course.patient, ended.id)
    found = {(each.ingredient, each.rxnorm) for each in active_ingredients_of(SYSTEM, course.patient)}
    assert found == {("simvastatin", "36567"), ("codeine", ""), ("paracetamol", "")}


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_the_same_entry_from_two_workers_at_once_is_one_row(people: People, course: Course) -> None:
    intake, barrier = course.intake(MONDAY), Barrier(2)

    def work() -> bool:
        barrier.wait()
        try:
            return record_intake(people.amara.actor, course.patient, intake)[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        created = [future.result() for future in [pool.submit(work) for _ in range(2)]]
    assert (sorted(created), IntakeEvent.objects.count()) == ([False, True], 1)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_a_double_click_logs_once_and_is_no_error(
    people: People, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intakes, "zone_of_patient", meeting(intakes.zone_of_patient))
    intake_id = new_id()

    def click(minutes_ago: int) -> bool:
        try:
            return log_dose(
                people.amara.actor,
                course.patient,
                kind=IntakeKind.TAKEN,
                medicine_id=course.medicine,
                schedule_id=course.schedule,
                local_date=MONDAY,
                slot=1,
                taken_at=now() - timedelta(minutes=minutes_ago),
                intake_id=intake_id,
            )[1]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        created = list(pool.map(click, (1, 2)))
    assert (sorted(created), IntakeEvent.objects.count()) == ([False, True], 1)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_give_one_line_of_revisions(people: People, course: Course) -> None:
    barrier = Barrier(2)

    def work(evening: str) -> int:
        barrier.wait()
        try:
            wanted = PlanDraft(daily("08:00", evening), draft("08:00").amount, "tablet")
            revision, _ = set_schedule(
                people.amara.actor, course.patient, course.medicine, wanted, schedule_id=course.schedule
            )
            return revision.rev
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        revs = [future.result() for future in [pool.submit(work, evening) for evening in ("21:00", "22:00")]]
    assert sorted(revs) == [2, 3]
    assert len(doses_between(people.amara.actor, course.patient, TUESDAY, TUESDAY + timedelta(days=1))) == 2
