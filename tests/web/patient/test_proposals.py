"""A provider proposes a plan on a page; the patient finds it at the medicine and answers."""

from __future__ import annotations

from typing import Any

from mendly.clock import new_id
from mendly.medicines.kept_plans import plans_of
from mendly.medicines.models import PlanProposal
from tests.backend.conftest import People
from tests.web.patient.conftest import Course, browser_of, page_of

PLAN = {"amount": "2", "unit": "tablet", "kind": "daily", "time_1": "07:00", "words": "To sleep better."}


def page(course: Course, *parts: object) -> str:
    return "/".join(
        ["", "patients", str(course.patient), "medicines", str(course.medicine), *map(str, parts), ""]
    )


def propose(people: People, course: Course, **more: object) -> Any:
    address = page(course, "plans", course.schedule)
    return browser_of(people.imani).post(address, PLAN | {"entry": new_id()} | more)


def read(people: People, course: Course) -> str:
    address = page_of(people.amara, f"medicines/{course.medicine}/")
    return str(browser_of(people.amara).get(address).content.decode())


def test_from_the_proposal_to_the_plan(people: People, course: Course) -> None:
    assert propose(people, course).status_code == 302
    html = read(people, course)
    assert "proposes a plan" in html
    assert "2 tablets. Every day at 7:00 am" in html
    assert "To sleep better." in html
    assert "Waits for the patient" in browser_of(people.imani).get(page(course, "plans")).content.decode()
    proposal = PlanProposal.objects.get()
    answer = page_of(people.amara, f"proposals/{proposal.id}/answer/")
    assert browser_of(people.amara).post(answer, {"answer": "accept"}).status_code == 302
    assert "proposes a plan" not in read(people, course)
    plans = plans_of(people.amara.actor, course.patient, course.medicine)
    assert [int(plan.amount) for plan in plans] == [2]


def test_what_is_wrong_is_told_and_nothing_proposed(people: People, course: Course) -> None:
    assert propose(people, course, amount="0").status_code == 422
    assert propose(people, course, entry="x").status_code == 422
    assert browser_of(people.imani).get(page(course, "plans", new_id()) + "?kind=taper").status_code == 404
    assert not PlanProposal.objects.exists()


def test_an_answer_that_comes_too_late_says_so(people: People, course: Course) -> None:
    propose(people, course)
    proposal = PlanProposal.objects.get()
    withdrawal = page(course, "proposals", proposal.id, "withdraw")
    assert browser_of(people.imani).post(withdrawal).status_code == 302
    browser = browser_of(people.amara)
    answer = browser.post(
        page_of(people.amara, f"proposals/{proposal.id}/answer/"), {"answer": "accept"}, follow=True
    )
    assert "This proposal was answered already." in answer.content.decode()


def test_a_helper_who_may_not_plan_reads_it_and_has_no_answer(people: People, course: Course) -> None:
    propose(people, course)
    html = (
        browser_of(people.dario).get(page_of(people.amara, f"medicines/{course.medicine}/")).content.decode()
    )
    assert "proposes a plan" in html
    assert "Use this plan" not in html
    answer = page_of(people.amara, f"proposals/{PlanProposal.objects.get().id}/answer/")
    assert browser_of(people.dario).post(answer, {"answer": "accept"}).status_code == 404
