"""Today in another time zone: one note with two answers, in the patient's own browser alone."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.test import Client

from mendly.medicines.checks import MedicineWords
from mendly.medicines.services import add_medicine, record_intake, set_schedule
from tests.backend.medicines.conftest import (
    MONDAY,
    Course,
    clock,
    course,
    draft,
    madrid,
)
from tests.web.patient.conftest import People, browser_of, page_of

__all__ = ["clock", "course"]


def note(browser: Client, people: People, here: str = "Asia/Tokyo") -> str:
    answer = browser.get(page_of(people.amara, "travel/"), headers={"X-Here": here})
    assert answer.status_code == 200
    return answer.content.decode()


def test_both_clocks_the_hours_and_two_answers(
    people: People, clock: time_machine.Traveller, course: Course
) -> None:
    clock.move_to(madrid(MONDAY, "08:00"))
    record_intake(people.amara.actor, course.patient, course.intake(MONDAY, 1))
    shown = note(browser_of(people.amara), people)
    assert "Your plan follows Madrid time: 8:00 pm. Here that is 4:00 am." in shown
    assert "With the clock here, Simvastatin is next at 8:00 pm on 2 November 2026." in shown
    assert "That is about 4 hours after the last one you took." in shown
    assert "This is much sooner than usual. Ask your care team" in shown
    assert "That is about 12 hours after the last one you took." in shown
    assert shown.count("much sooner") == 1


def test_following_changes_the_zone_of_the_account(
    people: People, clock: time_machine.Traveller, course: Course
) -> None:
    browser = browser_of(people.amara)
    answer = browser.post(page_of(people.amara, "travel/follow/"), {"zone": "Asia/Tokyo"}, follow=True)
    people.amara.user.refresh_from_db()
    assert people.amara.user.zone == "Asia/Tokyo"
    assert "Your doses now follow the local clock" in answer.content.decode()
    assert "Follow the clock here" not in note(browser, people)


def test_staying_changes_nothing_and_asks_no_more_for_this_place(
    people: People, clock: time_machine.Traveller, course: Course
) -> None:
    browser = browser_of(people.amara)
    browser.post(page_of(people.amara, "travel/stay/"), {"zone": "Asia/Tokyo"})
    people.amara.user.refresh_from_db()
    assert people.amara.user.zone == "Europe/Madrid"
    assert "Follow the clock" not in note(browser, people)
    assert "Follow the clock" in note(browser, people, "America/New_York")
    assert "Follow the clock" in note(browser_of(people.amara), people)


def test_a_second_medicine_is_named_only_where_it_warns(
    people: People, clock: time_machine.Traveller, course: Course
) -> None:
    medicine, _ = add_medicine(people.amara.actor, course.patient, MedicineWords("Zinc"))
    set_schedule(people.amara.actor, course.patient, medicine.id, draft("20:00"))
    assert "Zinc" not in note(browser_of(people.amara), people)


def test_no_note_at_home_without_a_script_for_a_helper_or_for_nonsense(
    people: People, clock: time_machine.Traveller, course: Course
) -> None:
    own, helper = browser_of(people.amara), browser_of(people.dario)
    assert "clock" not in note(own, people, "Europe/Madrid")
    assert "clock" not in note(own, people, "")
    assert "clock" not in note(helper, people)
    assert own.get(page_of(people.amara, "travel/"), headers={"X-Here": "No/Such"}).status_code == 400
    for answer in ("follow", "stay"):
        refused = own.post(page_of(people.amara, f"travel/{answer}/"), {"zone": "No/Such"})
        assert refused.status_code == 400
        assert (
            helper.post(page_of(people.amara, f"travel/{answer}/"), {"zone": "Asia/Tokyo"}).status_code == 404
        )
    assert 'id="travel"' in own.get(page_of(people.amara, "today/")).content.decode()
    assert 'id="travel"' not in helper.get(page_of(people.amara, "today/")).content.decode()


def test_the_api_tells_the_same(people: People, clock: time_machine.Traveller, course: Course) -> None:
    clock.move_to(madrid(MONDAY, "08:00"))
    record_intake(people.amara.actor, course.patient, course.intake(MONDAY, 1))
    address = f"/api/v1/patients/{course.patient}/travel/"
    told = people.amara.phone().post(address, {"zone": "Asia/Tokyo"}, format="json").json()
    assert (told["home"], told["here"]) == ("Europe/Madrid", "Asia/Tokyo")
    (choice,) = told["choices"]
    assert (choice["stay"]["minutes_since_last"], choice["stay"]["warning"]) == (12 * 60, None)
    assert (choice["follow"]["minutes_since_last"], choice["follow"]["warning"]) == (4 * 60, "sooner")
    assert choice["follow"]["due_at"] == (madrid(MONDAY, "12:00") + timedelta(0)).isoformat().replace(
        "+00:00", "Z"
    )
    same = people.amara.phone().post(address, {"zone": "Europe/Paris"}, format="json").json()
    assert same == {"home": None, "here": None, "choices": []}
