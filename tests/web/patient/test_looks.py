"""Who looked: narrowed by person, kind and time, page by page, with nobody's look lost or shown twice."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from mendly.care import access_log
from mendly.care.services import open_in_emergency
from mendly.medicines.selectors import medicines_of
from mendly.vitals.selectors import observations_of
from tests.backend.conftest import People
from tests.web.patient.conftest import browser_of, page_of


def lines(people: People, query: str = "") -> list[str]:
    html = browser_of(people.amara).get(page_of(people.amara, f"sharing/looks/{query}")).content.decode()
    return [unescape(line) for line in re.findall(r'<li class="row"><div class="what"><p>([^<]+)</p>', html)]


@pytest.fixture
def looked(people: People, clock: time_machine.Traveller) -> None:
    """Dr Imani looked at readings ten days ago and at medicines today; Nurse Jules at medicines, then."""
    assert people.amara.patient is not None
    patient = people.amara.patient.id
    observations_of(people.imani.actor, patient)
    medicines_of(people.jules.actor, patient)
    clock.shift(timedelta(days=10))
    medicines_of(people.imani.actor, patient)


IMANI_NOW = "Dr Imani, Harbour Clinic looked at your medicines on 12 November 2026 at 8:30 am."
IMANI_THEN = "Dr Imani, Harbour Clinic looked at your readings on 2 November 2026 at 8:30 am."
JULES_THEN = "Nurse Jules, Harbour Clinic looked at your medicines on 2 November 2026 at 8:30 am."


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ("", {IMANI_NOW, IMANI_THEN, JULES_THEN}),
        ("person=imani", {IMANI_NOW, IMANI_THEN}),
        ("kind=medicines", {IMANI_NOW, JULES_THEN}),
        ("period=week", {IMANI_NOW}),
        ("period=month", {IMANI_NOW, IMANI_THEN, JULES_THEN}),
        ("person=imani&kind=readings&period=year", {IMANI_THEN}),
        ("person=jules&period=week", set()),
    ],
)
def test_the_list_is_narrowed(people: People, looked: None, wish: str, found: set[str]) -> None:
    for name in ("imani", "jules"):
        wish = wish.replace(f"person={name}", f"person={getattr(people, name).user.id}")
    assert set(lines(people, f"?{wish}")) & {IMANI_NOW, IMANI_THEN, JULES_THEN} == found


def test_the_patients_own_looks_are_in_the_list_too(people: People, looked: None) -> None:
    assert medicines_of(people.amara.actor, people.amara.patient.id) == []  # type: ignore[union-attr]
    own = lines(people, f"?person={people.amara.user.id}")
    assert "You looked at your medicines on 12 November 2026 at 8:30 am." in own
    assert not any("Imani" in line for line in own)


def test_page_by_page_nothing_is_lost_or_shown_twice(
    people: People, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller
) -> None:
    assert people.amara.patient is not None
    monkeypatch.setattr(access_log, "PAGE", 3)
    for _minute in range(7):
        medicines_of(people.imani.actor, people.amara.patient.id)
        clock.shift(timedelta(minutes=1))
    browser = browser_of(people.amara)
    address, seen, pages = page_of(people.amara, f"sharing/looks/?person={people.imani.user.id}"), [], 0
    while address:
        html = unescape(browser.get(address).content.decode())
        seen += re.findall(r"looked at your medicines on [^<]+ at (\S+ am)", html)
        older = re.search(r'href="(\?[^"]+before[^"]+)"', html)
        address = page_of(people.amara, f"sharing/looks/{older[1]}") if older else ""
        pages += 1
    assert seen == [f"8:{36 - minutes:02} am" for minutes in range(7)]
    assert pages == 3


@pytest.mark.parametrize(
    "query", ["?person=nobody", "?kind=secrets", "?period=ever", "?before=yesterday", "?before=2026-99-01"]
)
def test_a_wish_that_makes_no_sense_is_told(people: People, query: str) -> None:
    answer = browser_of(people.amara).get(page_of(people.amara, f"sharing/looks/{query}"))
    assert answer.status_code == 400
    assert "We cannot show this part of the list." in answer.content.decode()


def test_an_emergency_is_marked(people: People) -> None:
    words = "Found on the street, cannot speak."
    opening = open_in_emergency(people.quill.actor, who=people.amara.user.email, reason="other", words=words)
    medicines_of(people.quill.actor, opening.patient_id)
    html = browser_of(people.amara).get(page_of(people.amara, "sharing/looks/")).content.decode()
    assert "Dr Quill, Hill Clinic opened your record in an emergency on 2 November 2026 at 8:30 am." in html
    after = html.partition("Dr Quill, Hill Clinic looked at your medicines")[2].partition("</li>")[0]
    assert "In an emergency" in after


def test_nobody_else_reads_the_list(people: People) -> None:
    for other in (people.dario, people.imani, people.bo):
        assert browser_of(other).get(page_of(people.amara, "sharing/looks/")).status_code == 404


def test_who_never_looked_cannot_be_asked_for(people: People, looked: None) -> None:
    answer = browser_of(people.amara).get(
        page_of(people.amara, f"sharing/looks/?person={people.sam.user.id}")
    )
    assert answer.status_code == 400
