"""Facts on insurance by country: shown before a DNA file goes up, chosen by the person, kept nowhere."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from mendly_core.insurance import insurance_countries
from mendly_core.words import say
from tests.backend.conftest import People
from tests.web.patient.conftest import browser_of, page_of


def chosen_in(html: str) -> str | None:
    found = re.search(r'<option value="(\w*)" selected', html)
    return found[1] if found else None


def seen(browser: Client, people: People, path: str) -> str:
    return browser.get(page_of(people.amara, path)).content.decode().replace("&#x27;", "'")


def test_the_facts_stand_before_the_file_and_work_without_any_script(people: People) -> None:
    html = seen(browser_of(people.amara), people, "genes/?country=US")
    told = say("insurance.protected.us_health", "en")
    assert html.index(told) < html.index('type="file"')
    assert html.index(say("insurance.not_protected.us_health", "en")) < html.index('type="file"')
    assert chosen_in(html) == "US"
    form = html[: html.index('id="insurance"')].rpartition("<form")[2]
    assert 'method="get"' in form
    assert "hx-" not in form


def test_the_zone_of_the_record_only_suggests_a_country(people: People) -> None:
    html = seen(browser_of(people.amara), people, "insurance/")
    assert chosen_in(html) == "ES"
    assert "We took this from your clock." in html
    assert say("insurance.not_protected.eu_data", "en") in html
    chosen = seen(browser_of(people.amara), people, "insurance/?country=GB")
    assert chosen_in(chosen) == "GB"
    assert "We took this from your clock." not in chosen
    assert say("insurance.protected.gb_code", "en") in chosen


@pytest.mark.parametrize("zone", ["UTC", "Asia/Calcutta"])
def test_without_a_country_there_is_a_choice_and_no_guess(people: People, zone: str) -> None:
    people.amara.user.zone = zone
    people.amara.user.save(update_fields=["zone"])
    html = seen(browser_of(people.amara), people, "insurance/")
    assert chosen_in(html) is None
    assert "Please choose" in html
    assert say("insurance.unknown", "en") not in html


def test_a_country_that_we_do_not_know_is_told_as_unknown(people: People) -> None:
    people.amara.user.zone = "Europe/Zurich"
    people.amara.user.save(update_fields=["zone"])
    browser = browser_of(people.amara)
    for path in ("insurance/", "insurance/?country=ZZ"):
        html = seen(browser, people, path)
        assert chosen_in(html) == "ZZ"
        assert say("insurance.unknown", "en") in html


@pytest.mark.parametrize("asked", ["", "XX", "us", "<script>", "USA"])
def test_anything_else_that_is_asked_for_falls_back_to_the_guess(people: People, asked: str) -> None:
    html = seen(browser_of(people.amara), people, f"insurance/?country={asked}")
    assert chosen_in(html) == "ES"
    assert "<script>alert" not in html


def test_every_country_with_facts_can_be_chosen_in_both_languages(people: People) -> None:
    for language in ("en", "es"):
        html = seen(browser_of(people.amara, language=language), people, "insurance/")
        offered = re.findall(r'<option value="(\w+)"[^>]*>([^<]+)<', html)
        assert {code for code, _ in offered} == {*insurance_countries(), "ZZ"}
        assert all(name.strip() for _, name in offered)


def test_nothing_of_the_choice_is_kept(people: People) -> None:
    browser = browser_of(people.amara)
    before = {**browser.session}
    answer = browser.get(page_of(people.amara, "insurance/?country=US"))
    assert answer.cookies.keys() <= {"csrf"}
    assert {**browser.session} == before
    assert chosen_in(seen(browser, people, "insurance/")) == "ES"


def test_sharing_leads_to_it(people: People) -> None:
    assert page_of(people.amara, "insurance/") in seen(browser_of(people.amara), people, "sharing/")
