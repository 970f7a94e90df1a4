"""Who comes in to a patient's pages: the patient, their proxy within the scopes; for anyone else they do not exist."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from mendly.care import services as care
from mendly.care.models import Proxy
from mendly.clock import now
from tests.backend.conftest import People, Persona, make_user
from tests.web.patient.conftest import Course, browser_of, page_of

PAGES = (
    "today/",
    "medicines/",
    "health/",
    "health/add/blood-pressure/",
    "health/add/weight/",
    "messages/",
    "messages/new/",
)
OWN_PAGES = (
    "medicines/add/",
    "genes/",
    "genes/beyond/",
    "genes/letters/",
    "sharing/",
    "sharing/helper/",
    "leaving/",
)
PARTS = ("today/doses/", "today/alerts/", "today/insight/", "today/message/", "today/readings/")
GENE_PARTS = ("genes/part/files/", "genes/part/cards/", "genes/part/lines/")


def statuses(browser: Client, patient: Persona, paths: tuple[str, ...]) -> dict[str, int]:
    return {path: browser.get(page_of(patient, path)).status_code for path in paths}


def test_the_patient_opens_every_page(people: People, course: Course) -> None:
    paths = (*PAGES, *OWN_PAGES, *PARTS, *GENE_PARTS)
    assert statuses(browser_of(people.amara), people.amara, paths) == dict.fromkeys(paths, 200)


def test_every_page_stands_in_the_house_and_has_one_heading(people: People, course: Course) -> None:
    browser = browser_of(people.amara)
    for path in (*PAGES, *OWN_PAGES):
        answer = browser.get(page_of(people.amara, path))
        html = answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
        assert html.count("<h1>") == 1, path
        assert 'class="tabs"' in html, path
        assert 'data-live="/ws/live"' in html, path


@pytest.mark.parametrize("who", ["sam", "quill", "imani"])
def test_for_strangers_and_providers_the_pages_do_not_exist(people: People, course: Course, who: str) -> None:
    paths = (*PAGES, *OWN_PAGES, *PARTS, *GENE_PARTS)
    stranger: Persona = getattr(people, who)
    assert statuses(browser_of(stranger), people.amara, paths) == dict.fromkeys(paths, 404)


def test_a_proxy_opens_what_they_help_with_and_finds_neither_genes_nor_sharing(
    people: People, course: Course
) -> None:
    browser = browser_of(people.dario)
    shared, closed = (*PAGES, *PARTS), (*OWN_PAGES, *GENE_PARTS)
    assert statuses(browser, people.amara, shared) == dict.fromkeys(shared, 200)
    assert statuses(browser, people.amara, closed) == dict.fromkeys(closed, 404)


def test_a_proxy_sees_whose_record_it_is_and_no_tab_for_genes(people: People, course: Course) -> None:
    html = browser_of(people.dario).get(page_of(people.amara, "today/")).content.decode()
    assert "For Amara" in html
    assert page_of(people.amara, "genes/") not in html
    assert "Today for Amara" in html


def test_a_proxy_who_may_only_write_comes_to_the_messages(people: People) -> None:
    assert people.amara.patient is not None
    friend = Persona(make_user("friend"))
    care.name_proxy(
        people.amara.patient.id,
        friend.user,
        name="My friend",
        scopes=["message"],
        ends_at=now() + timedelta(days=9),
    )
    browser = browser_of(friend)
    assert browser.get("/home/")["Location"] == page_of(people.amara, "messages/")
    html = browser.get(page_of(people.amara, "messages/")).content.decode()
    assert page_of(people.amara, "medicines/") not in html
    assert browser.get(page_of(people.amara, "medicines/")).status_code == 404
    assert "Okafor" not in browser.get(page_of(people.amara, "today/")).content.decode()


def test_help_that_ended_opens_nothing_any_more(people: People) -> None:
    assert people.amara.patient is not None
    browser = browser_of(people.dario)
    assert browser.get(page_of(people.amara, "today/")).status_code == 200
    proxy = Proxy.objects.get(user=people.dario.user)
    care.end_proxy(people.amara.actor, people.amara.patient.id, proxy.id)
    assert browser.get(page_of(people.amara, "today/")).status_code == 404


def test_somebody_who_is_not_signed_in_signs_in_first(people: People) -> None:
    answer = Client().get(page_of(people.amara, "today/"))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_genes_ask_for_the_second_step(people: People) -> None:
    browser = browser_of(people.amara, second_factor=False)
    for path in ("genes/", *GENE_PARTS):
        answer = browser.get(page_of(people.amara, path))
        assert answer.status_code == 302
        assert answer["Location"] == f"/second-factor/?next={page_of(people.amara, path)}"


def test_without_the_second_step_today_says_where_the_genes_are(people: People, course: Course) -> None:
    html = browser_of(people.amara, second_factor=False).get(page_of(people.amara, "today/")).content.decode()
    assert "behind a second sign-in step" in html
    assert "Simvastatin" in html


def test_what_changes_something_is_never_a_plain_visit(people: People) -> None:
    paths = ("doses/take/", "doses/skip/", "doses/undo/", "doses/backdate/", "doses/take-all/", "genes/file/")
    assert statuses(browser_of(people.amara), people.amara, paths) == dict.fromkeys(paths, 405)


def test_a_form_without_its_token_changes_nothing(people: People, course: Course) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people.amara.user)
    answer = browser.post(page_of(people.amara, "doses/take-all/"), {})
    assert answer.status_code == 403


def test_someone_who_helps_and_has_a_record_finds_the_way_between_them(people: People) -> None:
    assert people.amara.patient is not None
    care.name_proxy(
        people.amara.patient.id,
        people.bo.user,
        name="Bo",
        scopes=["view"],
        ends_at=now() + timedelta(days=9),
    )
    browser = browser_of(people.bo)
    home = browser.get(page_of(people.bo, "today/")).content.decode()
    assert 'href="/helping/"' in home
    html = browser.get("/helping/").content.decode()
    assert "Amara Okafor" in html
    assert page_of(people.amara, "today/") in html
