"""What a proxy may do who may log doses: log, and take back what they logged; the list stays as it is."""

from __future__ import annotations

import pytest

from mendly.errors import Denied
from mendly.medicines.models import Medicine, ScheduleRevision
from mendly.medicines.services import log_dose, record_intake, undo_intake
from mendly_core.doses import IntakeKind
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, Course
from tests.backend.medicines.test_api import address, revision


def test_a_proxy_who_logs_doses_neither_adds_nor_changes_nor_ends_medicines(
    people: People, course: Course
) -> None:
    phone = people.dario.phone()
    one = address(people, "medicines", course.medicine)
    answers = [
        phone.post(address(people, "medicines"), {"name": "Aspirin"}, format="json"),
        phone.patch(one, {"name": "Mine"}, format="json"),
        phone.post(f"{one}end/", {}, format="json"),
        phone.post(f"{one}schedules/", revision(id=str(course.schedule)), format="json"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert [(row.name, row.status) for row in Medicine.objects.all()] == [("Simvastatin", "active")]
    assert ScheduleRevision.objects.count() == 1


def test_a_proxy_takes_back_what_they_logged_and_nothing_else(people: People, course: Course) -> None:
    phone, url = people.dario.phone(), address(people, "intakes")
    own, hers = course.intake(MONDAY), course.intake(MONDAY, slot=2)
    assert phone.post(url, own.to_json(), format="json").status_code == 201
    record_intake(people.amara.actor, course.patient, hers)
    undone = [
        course.intake(MONDAY, slot=entry.slot or 0, kind=IntakeKind.UNDONE, supersedes=entry.id)
        for entry in (own, hers)
    ]
    answers = [phone.post(url, entry.to_json(), format="json").status_code for entry in undone]
    assert answers == [201, 404]
    with pytest.raises(Denied):
        undo_intake(people.dario.actor, course.patient, hers.id)
    undo_intake(people.amara.actor, course.patient, hers.id)
    again, _ = log_dose(
        people.dario.actor,
        course.patient,
        kind=IntakeKind.TAKEN,
        medicine_id=course.medicine,
        schedule_id=course.schedule,
        local_date=MONDAY,
        slot=2,
    )
    assert undo_intake(people.dario.actor, course.patient, again.id)[1]
