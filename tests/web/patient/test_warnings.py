"""Warnings about medicines on the patient's pages: shown at once, with what to ask, hidden for a reason."""

from __future__ import annotations

from typing import Any

from django.test import Client

from mendly.clock import new_id
from mendly.medicines.checks import MedicineWords
from mendly.medicines.safety import SafetyWarning, warnings_of
from mendly.medicines.services import add_medicine
from tests.backend.conftest import People
from tests.web.patient.conftest import browser_of, page_of

TOGETHER = "Warfarin and Bactrim DS can harm you together."


def put(people: People, *names: str) -> None:
    assert people.amara.patient is not None
    for name in names:
        add_medicine(people.amara.actor, people.amara.patient.id, MedicineWords(name))


def warning_of(people: People) -> SafetyWarning:
    assert people.amara.patient is not None
    check = warnings_of(people.amara.actor, people.amara.patient.id, "en")
    return next(each for each in (*check.shown, *check.hidden) if each.kind == "drug")


def page(browser: Client, people: People, path: str = "medicines/") -> str:
    return str(browser.get(page_of(people.amara, path)).content.decode())


def test_a_warning_is_on_the_page_that_follows_adding_and_on_the_list(people: People) -> None:
    browser = browser_of(people.amara)
    put(people, "Warfarin")
    given: dict[str, Any] = {"name": "Bactrim DS", "kind": "needed", "amount": "1", "unit": "tablet"}
    answer = browser.post(page_of(people.amara, "medicines/add/"), given | {"entry": new_id()})
    for html in (browser.get(answer["Location"]).content.decode(), page(browser, people)):
        assert "Ask about these" in html
        assert TOGETHER in html or "Bactrim DS and Warfarin can harm you together." in html
        assert "You may bleed more easily." in html
        assert "Do not change a medicine by yourself." in html
        assert "From a warning on the US label." in html
        assert "No pharmacist has checked these facts for us yet." in html
        assert "No warning does not prove that it is safe." in html


def test_a_list_without_a_warning_is_not_called_safe_and_unknown_names_are_told(people: People) -> None:
    put(people, "My <b>heart pill")
    html = page(browser_of(people.amara), people)
    assert "We could not check My &lt;b&gt;heart pill. It is not in our list." in html
    assert "That does not prove it is safe." in html
    assert "Ask about these" not in html


def test_a_warning_is_hidden_for_a_reason_and_shown_again(people: People) -> None:
    put(people, "Warfarin", "Bactrim DS")
    browser, warning = browser_of(people.amara), warning_of(people)
    at = f"medicines/warnings/{warning.id}"
    assert "Why?" in page(browser, people, f"{at}/hide/")
    hide = page_of(people.amara, f"{at}/hide/")
    assert browser.post(hide, {}).status_code == 422
    refused = browser.post(hide, {"reason": "other"})
    assert refused.status_code == 422
    assert "Please say why in a few words." in refused.content.decode()
    assert browser.post(hide, {"reason": "asked_pharmacist"}).status_code == 302
    html = page(browser, people)
    assert html.index("Warnings you hid") < html.index(warning.text.headline)
    assert browser.post(page_of(people.amara, f"{at}/show/")).status_code == 302
    assert "Warnings you hid" not in page(browser, people)
    assert warning_of(people).hidden is None


def test_a_warning_that_is_not_there_has_no_page(people: People) -> None:
    put(people, "Warfarin")
    browser = browser_of(people.amara)
    assert browser.get(page_of(people.amara, f"medicines/warnings/{new_id()}/hide/")).status_code == 404
    assert browser.post(page_of(people.amara, f"medicines/warnings/{new_id()}/show/")).status_code == 404


def test_no_name_of_a_medicine_stands_in_an_address(people: People) -> None:
    put(people, "Warfarin", "Bactrim DS")
    html = page(browser_of(people.amara), people)
    addresses = [part.split('"')[0].lower() for part in html.split('href="')[1:] + html.split('action="')[1:]]
    assert not any(name in address for address in addresses for name in ("warfarin", "bactrim"))


def test_in_spanish_the_safety_lines_stand_in_english_too(people: People) -> None:
    put(people, "Warfarin", "Bactrim DS")
    html = page(browser_of(people.amara, language="es"), people)
    assert "Pregunte por esto" in html
    assert "Puede sangrar con más facilidad." in html
    assert "No pharmacist has checked these facts for us yet." in html


def test_the_form_suggests_names_by_a_body_and_works_as_plain_text(people: People) -> None:
    html = page(browser_of(people.amara), people, "medicines/add/")
    assert 'data-names="/api/v1/medicine-names/"' in html
    assert "portal/names" in html
