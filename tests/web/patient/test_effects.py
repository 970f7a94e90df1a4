"""Telling of a side effect: whom to call comes first, no sentence says to stop, and a slip can be put right."""

from __future__ import annotations

from typing import Any

from mendly.clock import new_id
from mendly.medicines.models import SideEffect
from tests.backend.conftest import People
from tests.web.patient.conftest import MONDAY, Course, browser_of, page_of


def told(**changes: Any) -> dict[str, Any]:
    start = {"entry": str(new_id()), "number": "1", "what": "muscles", "severity": "mild"}
    return start | {"since": MONDAY.isoformat(), "words": "My legs"} | changes


def tell(people: People, facts: dict[str, Any], path: str = "effects/add/") -> Any:
    return browser_of(people.amara).post(page_of(people.amara, path), facts, follow=True)


def test_a_mild_one_is_thanked_for_and_shown(people: People, course: Course) -> None:
    html = tell(people, told(medicine=str(course.medicine))).content.decode()
    assert "Thank you for telling us." in html
    assert "Sore muscles" in html
    assert "Simvastatin" in html
    assert "This can be serious" not in html


def test_a_red_flag_says_whom_to_call_before_anything_else(people: People, course: Course) -> None:
    for facts in (told(severity="severe"), told(signs=["breathing"])):
        SideEffect.objects.all().delete()
        html = tell(people, facts).content.decode()
        assert "This can be serious. Call your local emergency number now." in html
        assert "Do not wait for them to see it." in html
        assert html.index("This can be serious") < html.index("Sore muscles")
        assert "Thank you" not in html
        assert "stop taking" not in html.lower()


def test_once_it_has_ended_the_call_for_help_is_gone(people: People, course: Course) -> None:
    facts = told(severity="severe")
    tell(people, facts)
    effect = SideEffect.objects.get().effect
    again = facts | {"number": "2", "ended_on": MONDAY.isoformat()}
    html = tell(people, again, f"effects/{effect}/").content.decode()
    assert "This can be serious" not in html
    assert SideEffect.objects.count() == 2


def test_a_form_that_is_sent_twice_tells_once(people: People, course: Course) -> None:
    facts = told()
    tell(people, facts)
    tell(people, facts)
    assert SideEffect.objects.count() == 1


def test_a_slip_is_told_at_its_field_and_nothing_is_kept(people: People, course: Course) -> None:
    answer = tell(people, told(since="2027-01-01"))
    assert answer.status_code == 422
    assert "This day lies ahead. Please check it." in answer.content.decode()
    assert tell(people, {}).status_code == 422
    assert SideEffect.objects.count() == 0


def test_it_was_wrong_takes_it_off_the_list(people: People, course: Course) -> None:
    tell(people, told())
    effect = SideEffect.objects.get().effect
    html = tell(people, {}, f"effects/{effect}/withdraw/").content.decode()
    assert "You have told us of no side effect." in html


def test_a_helper_does_not_change_what_the_patient_told(people: People, course: Course) -> None:
    tell(people, told())
    effect = SideEffect.objects.get().effect
    dario = browser_of(people.dario)
    assert dario.get(page_of(people.amara, f"effects/{effect}/")).status_code == 404
    assert "Tell it anew" not in dario.get(page_of(people.amara, "effects/")).content.decode()
    assert dario.post(page_of(people.amara, "effects/add/"), told()).status_code == 302
