"""How it goes, in plain words: no blame, what is not known kept apart, one question that may stay unanswered."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.http import HttpResponse

from mendly.accounts.models import Device
from mendly.clock import new_id, now
from mendly.medicines.models import BarrierAnswer, SummaryChoice
from mendly.medicines.services import sum_up_weeks
from tests.backend.conftest import People, Persona
from tests.web.patient.conftest import MONDAY, Course, browser_of, madrid, page_of

DAY = timedelta(days=1)


def page(people: People, path: str = "course/", who: Persona | None = None) -> str:
    answer = browser_of(who or people.amara).get(page_of(people.amara, path))
    assert answer.status_code == 200
    return answer.content.decode()


def answer(people: People, course: Course, told: str, **more: str) -> HttpResponse:
    facts = {"entry": str(new_id()), "medicine": str(course.medicine), "answer": told, **more}
    return browser_of(people.amara).post(page_of(people.amara, "course/why/"), facts)  # type: ignore[return-value]


def test_days_and_doses_are_told_plainly_and_never_as_missed(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY + DAY, "12:30"))
    html = page(people)
    assert "0 of 2 days fully taken." in html
    assert "0 of 5 doses are logged as taken." in html
    assert "Doses that are not logged lie at different times." in html
    for blame in ("issed", "failed", "PDC", "streak"):
        assert blame not in html.partition("<main")[2].partition("</main")[0]


def test_what_nobody_knows_is_told_apart(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    heard = now() - 2 * DAY
    Device.objects.create(
        user=people.amara.user, name="P", platform="x", second_factor=True, last_seen_at=heard
    )
    clock.move_to(madrid(MONDAY + DAY, "12:30"))
    html = page(people)
    assert "Of 5 doses we do not know." in html
    assert "logged as taken" not in html
    assert "What made it hard?" not in html


def test_the_question_stands_on_today_and_goes_once_it_is_answered(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY + DAY, "12:30"))
    asked = "Some doses of Simvastatin are not logged. What made it hard?"
    assert asked in page(people, "today/")
    assert asked in page(people)
    browser = browser_of(people.amara)
    facts = {"entry": str(new_id()), "medicine": str(course.medicine), "answer": "not_said"}
    html = browser.post(page_of(people.amara, "course/why/"), facts, follow=True).content.decode()
    assert "We will not ask again soon." in html
    assert asked not in html
    assert asked not in page(people, "today/")
    assert [row.answer for row in BarrierAnswer.objects.all()] == ["not_said"]


def test_a_side_effect_leads_on_to_where_it_is_told(people: People, course: Course) -> None:
    found = answer(people, course, "side_effect")["Location"]
    assert found == page_of(people.amara, f"effects/add/?medicine={course.medicine}")
    html = page(people, found.removeprefix(page_of(people.amara, "")))
    assert f'value="{course.medicine}" selected' in html


def test_a_proxy_who_may_log_is_asked_and_one_who_may_only_look_is_not(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY + DAY, "12:30"))
    assert "What made it hard?" in page(people, "course/", people.dario)
    assert "Each Monday we can sum up the week." not in page(people, "course/", people.dario)


def test_the_week_shows_on_monday_and_can_be_switched_off(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY + 7 * DAY, "08:00"))
    assert "The week from" not in page(people)
    sum_up_weeks()
    assert "The week from 2 November 2026" in page(people)
    browser_of(people.amara).post(page_of(people.amara, "course/summary/"), {"for": "team"})
    assert SummaryChoice.objects.get().team
    assert "The week from" not in page(people)


def test_opening_it_to_the_team_takes_a_proof_of_now(people: People, course: Course) -> None:
    later = browser_of(people.amara, fresh=False)
    html = later.get(page_of(people.amara, "course/")).content.decode()
    assert "please confirm first that it is you" in html
    later.post(page_of(people.amara, "course/summary/"), {"for": ["mine", "team"]})
    assert not SummaryChoice.objects.exists()
    later.post(page_of(people.amara, "course/summary/"), {"for": []})
    assert not SummaryChoice.objects.get().mine
