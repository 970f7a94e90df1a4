"""From four tablets to none: counted, taken dose by dose, and the page says when it runs out and that it has."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.axe import AXE, ON_A_PHONE, faults_of
from tests.e2e.browser.conftest import Guests
from tests.e2e.browser.test_live_pages import new_id, open_live
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser


def a_new_medicine(client: httpx.Client, base: str) -> str:
    """One tablet each morning, from today on."""
    medicine = client.post(f"{base}medicines/", json={"name": "Folic acid"}).json()["id"]
    plan = {
        "id": str(new_id()),
        "rule": {"kind": "daily", "times": [{"slot": 1, "at": "23:59"}]},
        "amount": "1",
        "unit": "tablet",
    }
    assert client.post(f"{base}medicines/{medicine}/schedules/", json=plan).status_code == 201
    return str(medicine)


def extra_dose(client: httpx.Client, base: str, medicine: str, number: int) -> None:
    """A tablet outside the plan, as the phone logs it."""
    at = client.get(f"{base}medicines/{medicine}/stock/").json()["known_since"]
    entry = {"id": str(new_id()), "kind": "taken", "medicine": medicine, "taken_at": at, "logged_at": at}
    entry |= {"device_zone": "UTC", "amount": "1", "hlc": f"{number:016x}-0000-phone"}
    assert client.post(f"{base}intakes/", json=entry).status_code == 201


def counted(page: Page, amount: str) -> None:
    page.get_by_role("link", name="I counted").click()
    page.get_by_label("How much is there now?").fill(amount)
    page.get_by_role("button", name="Save").click()


def test_four_tablets_are_counted_taken_and_run_out(guests: Guests, server: Server) -> None:
    guests.speak_all("en", "sam")
    patient = server.people["sam"].patient
    base = f"/api/v1/patients/{patient}/"
    with server.client("sam") as client:
        medicine = a_new_medicine(client, base)
        page = guests.visit("sam")
        page.add_init_script(AXE)
        open_live(page, f"/p/{patient}/medicines/{medicine}/stock/")
        expect(page.locator("#stock")).to_contain_text("We do not know how much you have left.")
        counted(page, "4")
        expect(page.locator("#stock")).to_contain_text("You have 4 tablets left.")
        expect(page.locator("#stock")).to_contain_text("It runs out on")
        expect(page.locator("#stock")).to_contain_text("You may want to ask for a refill.")
        assert faults_of(page, ON_A_PHONE) == []
        for number, left in enumerate(("3 tablets", "2 tablets", "1 tablet"), start=1):
            extra_dose(client, base, medicine, number)
            expect(page.locator("#stock")).to_contain_text(f"You have {left} left.")
        extra_dose(client, base, medicine, 4)
        expect(page.locator("#stock")).to_contain_text("By our count you have none left.")
        page.goto(f"/p/{patient}/today/")
        expect(page.locator("#low-stock")).to_contain_text("By our count you have no Folic acid left.")
        assert client.post(f"{base}medicines/{medicine}/end/", json={}).status_code == 200


def test_without_scripts_the_form_works_too(guests: Guests, server: Server) -> None:
    guests.speak_all("en", "sam")
    patient = server.people["sam"].patient
    base = f"/api/v1/patients/{patient}/"
    with server.client("sam") as client:
        medicine = a_new_medicine(client, base)
        page = guests.visit("sam", java_script_enabled=False)
        page.goto(f"/p/{patient}/medicines/{medicine}/stock/")
        counted(page, "30")
        expect(page.locator("main")).to_contain_text("You have 30 tablets left.")
        page.get_by_label("How long before the end?").select_option("60")
        page.locator("form[action$='reminder/']").get_by_role("button").click()
        expect(page.locator("main")).to_contain_text("You may want to ask for a refill.")
        page.get_by_role("button", name="It was wrong").click()
        expect(page.locator("main")).to_contain_text("We do not know how much you have left.")
        assert client.post(f"{base}medicines/{medicine}/end/", json={}).status_code == 200
