"""How I am reminded: a short form that keeps what was chosen and says what does not fit."""

from __future__ import annotations

from typing import Any

from mendly.care.models import Proxy
from mendly.care.services import end_proxy
from mendly.medicines.models import ReminderChoice
from mendly_core.doses.rings import RingWishes
from tests.backend.conftest import People
from tests.web.patient.conftest import Course, browser_of, page_of

FACTS = {"quiet_from": "22:00", "quiet_to": "07:30", "again": "2", "again_after": "15", "helpers": "0"}


def save(people: People, **changes: str) -> Any:
    return browser_of(people.amara).post(page_of(people.amara, "medicines/reminders/"), FACTS | changes)


def shown(people: People, *, fresh: bool = True, language: str = "en") -> str:
    answer = browser_of(people.amara, fresh=fresh, language=language).get(
        page_of(people.amara, "medicines/reminders/")
    )
    return answer.content.decode()  # type: ignore[no-any-return]


def test_what_was_chosen_is_kept_and_shown(people: People, course: Course) -> None:
    assert save(people, by_email="on").status_code == 302
    row = ReminderChoice.objects.get()
    assert (row.wishes(), row.by_email) == (RingWishes(22 * 60, 7 * 60 + 30, 2, 15), True)
    html = shown(people)
    assert 'value="22:00"' in html
    assert '<option value="2" selected>' in html


def test_what_does_not_fit_is_said_and_changes_nothing(people: People, course: Course) -> None:
    for changes, words in (
        ({"quiet_to": ""}, "Please give both times, or leave both empty."),
        ({"quiet_to": "22:00"}, "Please give two different times."),
        ({"again": "77"}, ""),
    ):
        answer = save(people, **changes)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not ReminderChoice.objects.exists()


def test_a_choice_from_elsewhere_is_kept(people: People, course: Course) -> None:
    save(people)
    ReminderChoice.objects.update(again_after=45, again_times=5)
    html = shown(people)
    assert "After 45 minutes" in html
    assert "5 times more" in html


def test_a_helper_does_not_choose(people: People, course: Course) -> None:
    assert browser_of(people.dario).get(page_of(people.amara, "medicines/reminders/")).status_code == 404
    assert (
        "medicines/reminders/"
        in browser_of(people.amara).get(page_of(people.amara, "medicines/")).content.decode()
    )


def test_helpers_are_let_in_after_a_proof_of_now(people: People, course: Course) -> None:
    assert "please confirm first that it is you" in shown(people, fresh=False)
    later = browser_of(people.amara, fresh=False)
    page = page_of(people.amara, "medicines/reminders/")
    assert later.post(page, FACTS | {"helpers": "60"}).status_code == 302
    assert ReminderChoice.objects.get().proxies_after is None
    assert "please confirm first that it is you" not in shown(people)
    save(people, helpers="60")
    assert ReminderChoice.objects.get().proxies_after == 60
    assert '<option value="60" selected>After one hour' in shown(people, fresh=False)
    assert later.post(page, FACTS).status_code == 302
    assert ReminderChoice.objects.get().proxies_after is None


def test_without_a_helper_nobody_is_offered_and_the_wish_is_kept(people: People, course: Course) -> None:
    save(people, helpers="60")
    assert 'name="helpers"' in shown(people)
    for proxy in Proxy.objects.filter(patient_id=course.patient):
        end_proxy(people.amara.actor, course.patient, proxy.id)
    html = shown(people)
    assert 'name="helpers"' not in html
    assert "so nobody else is told." in html
    assert "no se avisa a nadie más." in shown(people, language="es")
    assert "please confirm first" not in shown(people, fresh=False)
    assert save(people, quiet_from="21:00").status_code == 302
    assert ReminderChoice.objects.get().wishes() == RingWishes(21 * 60, 7 * 60 + 30, 2, 15, 60)
