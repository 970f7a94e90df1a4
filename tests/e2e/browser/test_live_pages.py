"""Open pages follow what others do, without a reload; and all that matters works without a single script."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from mendly_core.genes.samples import array_file
from mendly_core.ids import uuid7
from tests.e2e.browser.conftest import Guests, patience, sign_in
from tests.e2e.phone import paired_phone
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser

PROMISED = 2.0
"""Seconds until another person's open page shows what happened."""
ZONE = ZoneInfo("America/New_York")


def new_id() -> UUID:
    return uuid7(time.time_ns() // 1_000_000)


def give_medicine(server: Server, who: str, name: str) -> None:
    """A medicine whose dose is due in twenty minutes, or at the very end of the day: it can be taken now."""
    now = datetime.now(ZONE)
    soon = now + timedelta(minutes=20)
    plan_doses(server, who, name, f"{soon:%H:%M}" if soon.date() == now.date() else "23:59")


def plan_doses(server: Server, who: str, name: str, *times: str) -> None:
    """A medicine to be taken each day at these times."""
    server.new_tokens()
    with server.client(who) as client:
        path = f"/api/v1/patients/{server.people[who].patient}/medicines/"
        medicine = client.post(path, json={"name": name})
        assert medicine.status_code == 201, medicine.text
        plan = {
            "id": str(new_id()),
            "rule": {"kind": "daily", "times": [{"slot": n, "at": at} for n, at in enumerate(times, 1)]},
            "amount": "1",
            "unit": "tablet",
        }
        planned = client.post(f"{path}{medicine.json()['id']}/schedules/", json=plan)
        assert planned.status_code == 201, planned.text


def open_live(page: Page, address: str) -> None:
    """Open a page and wait until its socket listens; from here on a reload would be noticed."""
    page.add_init_script("document.addEventListener('live:ready', () => { window.isLive = true })")
    page.goto(address)
    deadline = time.monotonic() + 20
    while not page.evaluate(
        "window.isLive === true"
    ):  # the page's policy forbids Playwright's own way of waiting
        assert time.monotonic() < deadline, "the socket never opened"
        page.wait_for_timeout(20)


def is_the_same_page(page: Page) -> bool:
    return bool(
        page.evaluate("window.isLive === true && performance.getEntriesByType('navigation').length === 1")
    )


def test_a_providers_message_stands_once_in_the_patients_open_talk(
    guests: Guests, capsys: pytest.CaptureFixture[str]
) -> None:
    guests.speak_all("en", "amara", "imani")
    amara, imani = guests.visit("amara"), guests.visit("imani")
    talk = guests.world.ids["conversation"]
    open_live(amara, f"/p/{guests.world.ids['amara']}/messages/{talk}/")
    imani.goto(f"/patients/{guests.world.ids['amara']}/messages/{talk}/")
    imani.fill("textarea[name=body]", "Please measure <b>once more</b> tonight.")
    started = time.monotonic()
    imani.click("main form[method=post] button:not([type=button])")
    said = amara.locator(".said", has_text="Please measure <b>once more</b> tonight.")
    said.wait_for()
    seconds = time.monotonic() - started
    amara.wait_for_timeout(400)
    assert said.count() == 1
    assert is_the_same_page(amara)
    tell(capsys, "message on the other person's open page", seconds)
    assert seconds < patience(PROMISED)


def test_a_dose_that_is_taken_shows_on_the_providers_open_page(
    guests: Guests, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    give_medicine(server, "amara", "Loratadine")
    guests.speak_all("en", "amara", "imani")
    amara, imani = guests.visit("amara"), guests.visit("imani")
    open_live(imani, f"/patients/{guests.world.ids['amara']}/")
    line = imani.locator("#doses .row", has_text="Loratadine")
    expect(line).to_contain_text("open now")
    amara.goto(f"/p/{guests.world.ids['amara']}/today/")
    started = time.monotonic()
    amara.get_by_role("button", name="Take Loratadine").click()
    line.get_by_text("Taken", exact=True).wait_for()
    seconds = time.monotonic() - started
    assert is_the_same_page(imani)
    expect(amara.locator("#doses .row", has_text="Loratadine")).to_contain_text("Taken")
    tell(capsys, "dose on the provider's open page", seconds)
    assert seconds < patience(PROMISED)


def test_doses_of_a_phone_that_was_killed_offline_show_on_the_providers_open_page(
    guests: Guests,
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    plan_doses(server, "amara", "Melatonin", "23:57", "23:58", "23:59")
    monkeypatch.setenv("TZ", ZONE.key)
    guests.speak_all("en", "imani")
    imani = guests.visit("imani")
    open_live(imani, f"/patients/{guests.world.ids['amara']}/")
    doses = imani.locator("#doses .row", has_text="Melatonin")
    expect(doses).to_have_count(3)
    with paired_phone(server, "amara", tmp_path) as phone:
        phone.do("offline")
        planned = phone.do("state")["doses"]
        for index in [n for n, dose in enumerate(planned) if dose["medicine"].startswith("Melatonin")]:
            phone.do("take", index=index)
        phone.kill()
        phone.start()
        assert phone.do("state")["outbox"] == 3
        expect(doses.get_by_text("Taken", exact=True)).to_have_count(0)
        started = time.monotonic()
        phone.do("online")
        expect(doses.get_by_text("Taken", exact=True)).to_have_count(3)
        seconds = time.monotonic() - started
        phone.do("sync")
        phone.do("sync")
    assert is_the_same_page(imani)
    assert len(intakes_of(server, "amara", "Melatonin")) == 3
    tell(capsys, "three doses of the phone on the provider's open page", seconds)
    assert seconds < patience(PROMISED)


def intakes_of(server: Server, who: str, medicine: str) -> list[str]:
    """The ids of what the server has of a medicine, of yesterday, today and tomorrow."""
    server.new_tokens()
    base = f"/api/v1/patients/{server.people[who].patient}"
    today = datetime.now(ZONE).date()
    span = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=1))}
    with server.client(who) as client:
        ids = {m["id"] for m in client.get(f"{base}/medicines/").json() if m["name"] == medicine}
        return [i["id"] for i in client.get(f"{base}/intakes/", params=span).json() if i["medicine"] in ids]


def test_everything_that_matters_works_without_a_script(
    guests: Guests, server: Server, tmp_path: Path
) -> None:
    give_medicine(server, "bo", "Cetirizine")
    person, record = server.people["bo"], guests.world.ids["bo"]
    guests.speak_all("en", "bo")
    page = guests.visit(java_script_enabled=False)
    page.goto("/accounts/login/")
    sign_in(page, person.email, person.password)

    page.goto(f"/p/{record}/today/")
    page.get_by_role("button", name="Take Cetirizine").click()
    expect(page.locator("#doses .row", has_text="Cetirizine")).to_contain_text("Taken")

    page.goto(f"/p/{record}/messages/new/")
    page.fill("[name=subject]", "A question")
    page.fill("[name=body]", "Can I walk to the clinic?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".said")).to_contain_text("Can I walk to the clinic?")
    page.fill("[name=body]", "It is not far.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".said").last).to_contain_text("It is not far.")

    file = tmp_path / "dna.txt"
    file.write_bytes(b"".join(array_file({"CYP2C19": ("*1", "*2")}, lines=5_000, seed=4, vendor="23andme")))
    page.goto(f"/p/{record}/genes/")
    page.set_input_files("[name=file]", file)
    page.get_by_role("button", name="Send this file").click()
    expect(page.locator("#files")).to_contain_text("dna.txt")


def tell(capsys: pytest.CaptureFixture[str], what: str, seconds: float) -> None:
    with capsys.disabled():
        print(f"\n  {what}: {seconds:.2f} s")
