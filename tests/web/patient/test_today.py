"""Today: what is due, what was answered, what comes; and every answer a person can give."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from mendly.clock import new_id
from mendly.medicines.checks import MedicineWords
from mendly.medicines.models import IntakeEvent
from mendly.medicines.selectors import doses_between
from mendly.medicines.services import add_medicine, set_schedule
from mendly_core.doses import State
from tests.backend.conftest import People
from tests.backend.medicines.conftest import draft
from tests.web.patient.conftest import MONDAY, Course, browser_of, madrid, page_of

SUNDAY = date(2026, 11, 1)
TUESDAY = date(2026, 11, 3)


def state(people: People, slot: int = 1, day: date = MONDAY) -> State:
    assert people.amara.patient is not None
    doses = doses_between(people.amara.actor, people.amara.patient.id, day, date(2026, 11, day.day + 1))
    return next(dose.state for dose in doses if dose.slot == slot)


def post(people: People, path: str, facts: dict[str, object], *, fragment: bool = False) -> object:
    headers = {"HX-Request": "true"} if fragment else {}
    return browser_of(people.amara).post(page_of(people.amara, path), facts, headers=headers)


def today(people: People, path: str = "today/") -> str:
    return browser_of(people.amara).get(page_of(people.amara, path)).content.decode()


def test_the_greeting_follows_the_time_of_day_where_the_person_is(
    people: People, clock: time_machine.Traveller
) -> None:
    assert "Good morning, Amara" in today(people)
    clock.move_to(madrid(MONDAY, "13:00"))
    assert "Good afternoon, Amara" in today(people)
    clock.move_to(madrid(MONDAY, "22:00"))
    assert "Good evening, Amara" in today(people)


def test_a_due_dose_can_be_taken_and_a_coming_one_says_when(people: People, course: Course) -> None:
    html = today(people)
    assert "Simvastatin 20 mg" in html
    assert "1 tablet, with water" in html
    assert f'action="{page_of(people.amara, "doses/take/")}"' in html
    assert "in 12 hours" in html
    assert "0 of 2 doses taken today." in html


def test_taking_a_dose_logs_it_and_leads_back(people: People, course: Course) -> None:
    answer = post(people, "doses/take/", course.named(MONDAY))
    assert (answer.status_code, answer["Location"]) == (302, page_of(people.amara, "today/"))
    assert state(people) is State.TAKEN
    assert "Taken 8:30 am" in today(people)


def test_a_fragment_answers_with_the_doses_only(people: People, course: Course) -> None:
    answer = post(people, "doses/take/", course.named(MONDAY), fragment=True)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.lstrip().startswith('<div id="doses"')
    assert "Taken 8:30 am" in html


def test_a_form_that_is_sent_twice_logs_once(people: People, course: Course) -> None:
    facts = course.named(MONDAY) | {"entry": new_id()}
    post(people, "doses/take/", facts)
    post(people, "doses/take/", facts)
    assert IntakeEvent.objects.count() == 1


def test_a_page_that_is_behind_does_not_overwrite_an_answer(people: People, course: Course) -> None:
    post(people, "doses/skip/", course.named(MONDAY))
    post(people, "doses/take/", course.named(MONDAY))
    assert state(people) is State.SKIPPED


def test_skipping_keeps_the_reason_in_the_persons_words(people: People, course: Course) -> None:
    post(people, "doses/skip/", course.named(MONDAY) | {"reason": "out"})
    assert state(people) is State.SKIPPED
    assert IntakeEvent.objects.get().reason == "I had none left"
    assert "I had none left" in today(people)


def test_an_answer_is_undone_and_the_dose_is_open_again(people: People, course: Course) -> None:
    post(people, "doses/take/", course.named(MONDAY))
    post(people, "doses/undo/", {"intake": IntakeEvent.objects.get().id})
    assert state(people) is State.DUE


def test_a_late_dose_is_told_without_blame(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "10:30"))
    html = today(people)
    assert "Simvastatin was planned at 8:00 am. It is not logged yet." in html
    assert "missed" not in html.lower()


def test_a_dose_of_yesterday_can_still_be_added_with_its_time(people: People, course: Course) -> None:
    assert "2 doses of yesterday are not logged" in today(people)
    facts = course.named(SUNDAY) | {"on": "2026-11-01", "at": "08:20"}
    post(people, "doses/backdate/", facts)
    event = IntakeEvent.objects.get()
    assert event.taken_at == madrid(SUNDAY, "08:20")
    assert "1 dose of yesterday is not logged" in today(people)


def test_what_is_logged_after_midnight_stays_in_sight_for_the_day_and_can_be_undone(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    actor, patient = people.amara.actor, course.patient
    medicine, _ = add_medicine(actor, patient, MedicineWords("Zolpidem"), started_on=SUNDAY)
    plan, _ = set_schedule(actor, patient, medicine.id, draft("23:00", valid_from=SUNDAY))
    night = {"schedule": plan.schedule, "day": MONDAY.isoformat(), "slot": 1}
    clock.move_to(madrid(TUESDAY, "00:20"))
    post(people, "doses/take/", night)
    assert "Taken 12:20 am" in today(people)
    post(people, "doses/undo/", {"intake": IntakeEvent.objects.get().id})
    assert "Taken 12:20 am" not in today(people)
    post(people, "doses/take/", night)
    clock.move_to(madrid(TUESDAY, "23:59") + timedelta(hours=2))
    assert "Taken 12:20 am" not in today(people)


def test_a_time_that_has_not_come_is_refused_and_changes_nothing(people: People, course: Course) -> None:
    facts = course.named(MONDAY) | {"on": "2026-11-02", "at": "09:20"}
    for fragment in (False, True):
        answer = post(people, "doses/backdate/", facts, fragment=fragment)
        assert answer.status_code == 422
        assert "This time has not come yet." in answer.content.decode()
    assert IntakeEvent.objects.count() == 0


def test_a_day_that_is_no_day_is_refused(people: People, course: Course) -> None:
    answer = post(people, "doses/backdate/", course.named(MONDAY) | {"on": "soon", "at": "x"})
    assert answer.status_code == 422
    assert IntakeEvent.objects.count() == 0


def test_take_all_takes_what_the_page_showed_and_nothing_else(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    assert people.amara.patient is not None
    doses = doses_between(people.amara.actor, people.amara.patient.id, MONDAY, TUESDAY)
    clock.move_to(madrid(MONDAY, "19:59"))
    post(people, "doses/take-all/", {"dose": [dose.key for dose in doses if dose.slot == 2]})
    assert (state(people, 1), state(people, 2)) == (State.MISSED, State.TAKEN)


def test_a_second_dose_soon_after_the_first_is_asked_about_first(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "16:00"))
    post(people, "doses/backdate/", course.named(MONDAY) | {"on": "2026-11-02", "at": "15:50"})
    clock.move_to(madrid(MONDAY, "19:30"))
    for fragment in (False, True):
        answer = post(people, "doses/take/", course.named(MONDAY, 2), fragment=fragment)
        assert answer.status_code == 422
        assert "Ask your care team before you take more." in answer.content.decode()
    assert state(people, 2) is not State.TAKEN
    post(people, "doses/take/", course.named(MONDAY, 2) | {"sure": "yes"})
    assert state(people, 2) is State.TAKEN


@pytest.mark.parametrize("times", [("07:00", "20:00"), ("08:00", "20:30"), ("09:00", "20:00", "21:00")])
def test_a_second_dose_is_asked_about_after_a_change_of_plan_too(
    people: People, course: Course, clock: time_machine.Traveller, times: tuple[str, ...]
) -> None:
    clock.move_to(madrid(MONDAY, "16:00"))
    post(people, "doses/backdate/", course.named(MONDAY) | {"on": "2026-11-02", "at": "15:50"})
    plan = draft(*times, valid_from=None)
    set_schedule(people.amara.actor, course.patient, course.medicine, plan, schedule_id=course.schedule)
    clock.move_to(madrid(MONDAY, "19:30"))
    assert post(people, "doses/take/", course.named(MONDAY, 2)).status_code == 422
    assert state(people, 2) is not State.TAKEN


def test_a_dose_that_no_plan_has_is_asked_about(
    people: People, course: Course, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.patient.doses.revisions_of", lambda *_, **__: [])
    post(people, "doses/take/", course.named(MONDAY))
    assert state(people, 1) is State.TAKEN
    clock.move_to(madrid(MONDAY, "20:00"))
    assert post(people, "doses/take/", course.named(MONDAY, 2)).status_code == 422


def test_take_all_leaves_out_a_dose_that_needs_a_question(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    assert people.amara.patient is not None
    clock.move_to(madrid(MONDAY, "16:00"))
    post(people, "doses/backdate/", course.named(MONDAY) | {"on": "2026-11-02", "at": "15:50"})
    clock.move_to(madrid(MONDAY, "19:30"))
    doses = doses_between(people.amara.actor, people.amara.patient.id, MONDAY, TUESDAY)
    post(people, "doses/take-all/", {"dose": [dose.key for dose in doses]})
    assert state(people, 2) is not State.TAKEN


def test_a_proxys_answers_are_their_own(people: People, course: Course) -> None:
    browser_of(people.dario).post(page_of(people.amara, "doses/take/"), course.named(MONDAY))
    assert IntakeEvent.objects.get().by == people.dario.user.id


def test_a_proxy_is_offered_to_undo_their_own_answers_only(people: People, course: Course) -> None:
    browser, today = browser_of(people.dario), page_of(people.amara, "today/")
    post(people, "doses/take/", course.named(MONDAY))
    assert "doses/undo/" not in browser.get(today).content.decode()
    post(people, "doses/undo/", {"intake": IntakeEvent.objects.get().id})
    browser.post(page_of(people.amara, "doses/take/"), course.named(MONDAY))
    assert "doses/undo/" in browser.get(today).content.decode()
    assert "doses/undo/" in browser_of(people.amara).get(today).content.decode()


def test_a_dose_of_somebody_elses_plan_is_not_found(people: People, course: Course) -> None:
    answer = browser_of(people.bo).post(page_of(people.bo, "doses/take/"), course.named(MONDAY))
    assert answer.status_code == 404
    answer = browser_of(people.bo).post(page_of(people.amara, "doses/take/"), course.named(MONDAY))
    assert answer.status_code == 404
    assert IntakeEvent.objects.count() == 0


def test_hidden_fields_that_do_not_fit_are_refused(people: People, course: Course) -> None:
    answer = post(people, "doses/take/", {"schedule": "x", "day": "y", "slot": "z"})
    assert answer.status_code == 400
    assert post(people, "doses/undo/", {"intake": "x"}).status_code == 400
    assert post(people, "doses/undo/", {"intake": new_id()}).status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-30", "9999-12-31"])
def test_a_day_at_the_end_of_the_calendar_is_refused(people: People, course: Course, day: str) -> None:
    people.amara.user.zone = "Asia/Tokyo"
    people.amara.user.save()
    for act in ("take", "skip"):
        assert post(people, f"doses/{act}/", course.named(MONDAY) | {"day": day}).status_code == 400
    facts = course.named(MONDAY) | {"on": day, "at": "00:00"}
    assert post(people, "doses/backdate/", facts).status_code == 422
    assert IntakeEvent.objects.count() == 0


def test_an_empty_day_offers_the_first_step(people: People) -> None:
    html = browser_of(people.bo).get(page_of(people.bo, "today/")).content.decode()
    assert "Your medicines will show here. Add the first one to begin." in html
    assert page_of(people.bo, "medicines/add/") in html


def test_an_unknown_part_of_today_is_not_found(people: People) -> None:
    answer = browser_of(people.amara).get(page_of(people.amara, "today/secrets/"))
    assert answer.status_code == 404
