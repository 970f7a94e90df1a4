"""In Chromium: a name is chosen with the keyboard, the warning stands on the page that follows, and is hidden."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e.browser.axe import AXE, faults_of
from tests.e2e.browser.conftest import Guests
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def page(guests: Guests, server: Server) -> Page:
    """Sam, who already takes warfarin, on the form for another medicine."""
    server.new_tokens()
    record = guests.world.ids["sam"]
    with server.client("sam") as sam:
        for row in sam.get(f"/api/v1/patients/{record}/medicines/").json():
            if row["status"] == "active":
                sam.post(f"/api/v1/patients/{record}/medicines/{row['id']}/end/", json={})
        sam.post(f"/api/v1/patients/{record}/medicines/", json={"name": "Warfarin"})
    guests.speak_all("en", "sam")
    page = guests.visit("sam", reduced_motion="reduce")
    page.add_init_script(AXE)
    page.goto(f"/p/{record}/medicines/add/")
    return page


def test_a_name_is_chosen_by_keyboard_and_no_address_ever_holds_it(page: Page) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    name, status = page.get_by_label("Name of the medicine"), page.locator("[data-names] [role=status]")
    name.press_sequentially("b")
    name.press_sequentially("actr", delay=20)
    choice = page.get_by_role("button", name="Bactrim")
    expect(choice).to_be_visible()
    expect(status).to_contain_text("to choose from")
    assert faults_of(page) == []
    name.press("ArrowDown")
    expect(choice).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(name).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(name).to_have_value("Bactrim")
    expect(name).to_be_focused()
    expect(page.locator("[name=ingredient]")).to_have_value("sulfamethoxazole / trimethoprim")
    expect(choice).to_have_count(0)
    questions = [request for request in asked if request.url.endswith("/api/v1/medicine-names/")]
    assert {request.method for request in questions} == {"POST"}
    assert len(json.loads(questions[0].post_data or "{}")["q"]) >= 2
    assert not any(part in request.url.lower() for request in asked for part in ("actr", "bactrim"))


def test_what_was_filled_in_for_a_name_goes_when_the_name_becomes_another(page: Page) -> None:
    name, inside = page.get_by_label("Name of the medicine"), page.locator("[name=ingredient]")
    name.press_sequentially("perco")
    page.get_by_role("button", name="Percocet").click()
    expect(inside).to_have_value("acetaminophen / oxycodone")
    name.fill("Advil")
    expect(inside).to_have_value("")
    inside.fill("my own words")
    name.fill("vicod")
    page.get_by_role("button", name="Vicodin").click()
    expect(inside).to_have_value("my own words")


def test_from_choosing_a_name_to_a_hidden_warning(page: Page) -> None:
    page.get_by_label("Name of the medicine").press_sequentially("bactr")
    page.get_by_role("button", name="Bactrim").click()
    page.get_by_label("Only when I need it").check()
    page.get_by_role("button", name="Add this medicine").click()
    warning = page.locator("#warnings", has_text="can harm you together.")
    expect(warning).to_contain_text("You may bleed more easily.")
    assert faults_of(page) == []
    page.get_by_role("link", name="harm you together").click()
    assert faults_of(page) == []
    page.get_by_label("I asked my pharmacist").check()
    page.get_by_role("button", name="Hide this warning").click()
    expect(page.get_by_text("The warning is hidden.")).to_be_visible()
    expect(page.locator("#warnings", has_text="can harm you together.")).to_have_count(0)
    page.get_by_text("Warnings you hid").click()
    assert faults_of(page) == []
    page.get_by_role("button", name="Show it again").click()
    expect(page.locator("#warnings", has_text="can harm you together.")).to_be_visible()


def test_without_scripts_any_name_can_be_typed(guests: Guests) -> None:
    page = guests.visit("sam", java_script_enabled=False)
    page.goto(f"/p/{guests.world.ids['sam']}/medicines/add/")
    page.get_by_label("Name of the medicine").fill("My heart pill")
    page.get_by_label("Only when I need it").check()
    page.get_by_role("button", name="Add this medicine").click()
    expect(page.get_by_text("We could not check My heart pill.")).to_be_visible()
