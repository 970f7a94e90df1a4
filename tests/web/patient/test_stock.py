"""What you have left: a number and a day in plain words, big buttons, a slip that can be put right, no order."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from mendly.clock import new_id
from mendly.medicines.models import StockRecord
from mendly.medicines.services import record_stock
from mendly.medicines.services.stocks import Counted
from mendly.medicines.stocks import stock_of
from mendly_core.doses import StockKind
from tests.backend.conftest import People
from tests.web.patient.conftest import MONDAY, Course, browser_of, page_of

EMPTY = "We do not know how much you have left."


def path(course: Course, rest: str = "") -> str:
    return f"medicines/{course.medicine}/stock/{rest}"


def tell(people: People, course: Course, kind: str, **facts: Any) -> Any:
    facts = {"entry": str(new_id()), "on": MONDAY.isoformat()} | facts
    return browser_of(people.amara).post(page_of(people.amara, path(course, f"{kind}/")), facts, follow=True)


def shown(people: People, course: Course, who: str = "amara") -> str:
    persona = getattr(people, who)
    answer = browser_of(persona).get(page_of(people.amara, path(course)))
    assert answer.status_code == 200
    return answer.content.decode()  # type: ignore[no-any-return]


def test_from_not_known_to_counted_to_a_refill(people: People, course: Course) -> None:
    assert EMPTY in shown(people, course)
    html = tell(people, course, "counted", amount="4").content.decode()
    assert "Thank you. It is in the count now." in html
    assert "You have 4 tablets left." in html
    assert "It runs out on 4 November 2026." in html
    assert "You may want to ask for a refill." in html
    html = tell(people, course, "refilled", amount="60", days="30", expires="2027-05-01").content.decode()
    assert "You have 64 tablets left." in html
    assert "good until 1 May 2027" in html
    assert "You may want to ask" not in html
    for order in ("stop", "do not take", "take more", "take less"):
        assert order not in html.lower()


def test_none_left_is_said_plainly_here_and_on_today(people: People, course: Course) -> None:
    tell(people, course, "counted", amount="4")
    today = browser_of(people.amara).get(page_of(people.amara, "today/")).content.decode()
    assert "Simvastatin runs out on 4 November 2026." in today
    html = tell(people, course, "lost", amount="4").content.decode()
    assert "By our count you have none left." in html
    today = browser_of(people.amara).get(page_of(people.amara, "today/")).content.decode()
    assert "By our count you have no Simvastatin left." in today


def test_a_refill_of_an_earlier_day_counts_from_its_noon(people: People, course: Course) -> None:
    tell(people, course, "refilled", amount="10", on=(MONDAY - timedelta(days=3)).isoformat())
    assert StockRecord.objects.get().at.isoformat() == "2026-10-30T11:00:00+00:00"
    assert tell(people, course, "refilled", amount="10", on="2026-11-09").status_code == 422


def test_a_form_that_is_sent_twice_adds_once_and_a_slip_is_told_at_its_field(
    people: People, course: Course
) -> None:
    facts = {"entry": str(new_id()), "amount": "4"}
    for _ in range(2):
        tell(people, course, "counted", **facts)
    assert StockRecord.objects.count() == 1
    answer = tell(people, course, "lost", amount="0")
    assert answer.status_code == 422
    assert "Please write a number above zero." in answer.content.decode()
    assert tell(people, course, "counted", amount="").status_code == 422
    assert StockRecord.objects.count() == 1


def test_it_was_wrong_takes_an_entry_out_of_the_count(people: People, course: Course) -> None:
    tell(people, course, "counted", amount="4")
    url = page_of(people.amara, path(course, f"{StockRecord.objects.get().id}/undo/"))
    html = browser_of(people.amara).post(url, follow=True).content.decode()
    assert "We took it out of the count." in html
    assert EMPTY in html
    assert "Taken back" in html


def test_when_to_be_told_is_chosen(people: People, course: Course) -> None:
    tell(people, course, "counted", amount="20")
    url = page_of(people.amara, path(course, "reminder/"))
    amara = browser_of(people.amara)
    for given, kept in (("14", 14), ("off", None)):
        assert amara.post(url, {"days_before": given}).status_code == 302
        now = stock_of(people.amara.actor, course.patient, course.medicine).now
        assert (now.days_before, now.low) == (kept, kept == 14)
    assert amara.post(url, {"days_before": "soon"}).status_code == 422


def test_a_helper_counts_and_does_not_choose_or_undo_what_the_patient_wrote(
    people: People, course: Course
) -> None:
    tell(people, course, "counted", amount="4")
    html, dario = shown(people, course, "dario"), browser_of(people.dario)
    assert "I counted" in html
    assert "It was wrong" not in html
    assert "Tell me before it runs out" not in html
    assert (
        dario.post(page_of(people.amara, path(course, "reminder/")), {"days_before": "3"}).status_code == 404
    )
    facts = {"entry": str(new_id()), "amount": "1"}
    assert dario.post(page_of(people.amara, path(course, "lost/")), facts).status_code == 302
    assert "You have 3 tablets left." in shown(people, course)


def test_in_spanish(people: People, course: Course) -> None:
    said = Counted(StockKind.COUNTED, Decimal("1.5"))
    record_stock(people.amara.actor, course.patient, course.medicine, new_id(), said)
    browser = browser_of(people.amara, language="es")
    html = browser.get(page_of(people.amara, path(course))).content.decode()
    assert "Le queda: 1,5 tabletas." in html
    assert "Tal vez quiera pedir más." in html
    assert "Lo que le queda" in html
