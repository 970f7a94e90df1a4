"""After repeated misses one plain question, asked seldom; its answer is kept, shown with consent, and never changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from mendly.accounts.models import Device
from mendly.clock import new_id, now
from mendly.consent.models import Answer
from mendly.consent.services import decide_sharing
from mendly.errors import BadInput, Conflict
from mendly.medicines.barriers import barrier_questions_of
from mendly.medicines.models import BarrierAnswer
from mendly.medicines.services import answer_barrier, end_medicine
from mendly.policy import Category
from mendly_core.doses.courses import Barrier
from tests.backend.conftest import People
from tests.backend.medicines.conftest import TUESDAY, WEDNESDAY, Course, madrid

DAY = timedelta(days=1)


def asked(people: People, course: Course) -> list[str]:
    return [question.name for question in barrier_questions_of(people.amara.actor, course.patient)]


def answers(people: People, who: str = "imani") -> Any:
    patient = people.amara.patient
    assert patient is not None
    return getattr(people, who).phone().get(f"/api/v1/patients/{patient.id}/barrier-answers/")


def test_three_misses_ask_once_in_fourteen_days(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(TUESDAY, "12:00") - timedelta(seconds=1))
    assert asked(people, course) == []
    clock.move_to(madrid(TUESDAY, "12:00"))
    assert asked(people, course) == ["Simvastatin"]
    answer_barrier(people.amara.actor, course.patient, course.medicine, Barrier.NOT_SAID)
    assert asked(people, course) == []
    clock.shift(14 * DAY - timedelta(seconds=1))
    assert asked(people, course) == []
    clock.shift(timedelta(seconds=1))
    assert asked(people, course) == ["Simvastatin"]


def test_a_silent_phone_asks_nobody(people: People, course: Course, clock: time_machine.Traveller) -> None:
    Device.objects.create(
        user=people.amara.user, name="P", platform="x", second_factor=True, last_seen_at=now()
    )
    clock.move_to(madrid(WEDNESDAY, "12:30"))
    assert asked(people, course) == []


def test_a_medicine_that_has_ended_is_not_asked_about(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(WEDNESDAY, "12:30"))
    end_medicine(people.amara.actor, course.patient, course.medicine, on=WEDNESDAY)
    assert asked(people, course) == []


def test_the_provider_reads_it_only_with_consent(people: People, course: Course) -> None:
    answer_barrier(people.amara.actor, course.patient, course.medicine, Barrier.OTHER, words=" Night shifts ")
    found = answers(people).json()
    assert [(row["name"], row["answer"], row["words"]) for row in found] == [
        ("Simvastatin", "other", "Night shifts")
    ]
    assert people.imani.provider is not None
    decide_sharing(
        people.amara.actor,
        course.patient,
        people.imani.provider.id,
        {Category.MEDICINES: Answer.DENY},
        language="en",
    )
    assert answers(people).status_code == 404


def test_the_same_answer_again_adds_nothing_and_another_under_its_id_is_refused(
    people: People, course: Course
) -> None:
    first, actor = new_id(), people.amara.actor
    for is_new in (True, False):
        row = answer_barrier(actor, course.patient, course.medicine, Barrier.COST, answer_id=first)
        assert row[1] is is_new
    with pytest.raises(Conflict):
        answer_barrier(actor, course.patient, course.medicine, Barrier.FORGOT, answer_id=first)
    with pytest.raises(BadInput):
        answer_barrier(actor, course.patient, new_id(), Barrier.FORGOT)
    assert BarrierAnswer.objects.count() == 1
