"""The care team's open page follows the patient: the map of open doses, and a side effect that cannot wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import Guests, patience
from tests.e2e.browser.test_live_pages import PROMISED, is_the_same_page, new_id, open_live, tell
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser
MAP = "#course .chart svg >> nth=0"


def open_doses(page: Page) -> int:
    """How many doses the first map of the page calls not logged."""
    fields = page.locator(MAP).locator("g text").all_text_contents()
    return sum(int(field.partition("/")[0]) for field in fields)


def waited(page: Page, is_so: Callable[[], bool]) -> float:
    """Seconds until it is so, without touching the page."""
    started = time.monotonic()
    while not is_so():
        assert time.monotonic() - started < 20, "the open page did not follow"
        page.wait_for_timeout(50)
    return time.monotonic() - started


def test_the_map_of_open_doses_follows_a_log_and_its_undo(
    guests: Guests, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    guests.speak_all("en", "amara", "imani")
    imani, patient = guests.visit("imani"), guests.world.ids["amara"]
    open_live(imani, f"/patients/{patient}/course/?days=30")
    before = open_doses(imani)
    assert before > 0
    dose = a_missed_dose(server)
    amara = guests.visit("amara")
    amara.goto(f"/p/{patient}/medicines/{dose['medicine']}/")
    amara.get_by_text("Dose by dose").click()
    form = amara.locator(f"form:has(#on-{dose['occurrence']})")
    amara.locator(f"details:has(> form #on-{dose['occurrence']}) > summary").click()
    form.get_by_role("button").click()
    seconds = waited(imani, lambda: open_doses(imani) == before - 1)
    tell(capsys, "a dose logged later on the provider's open map", seconds)
    assert seconds < patience(PROMISED)
    take_back(server, dose["occurrence"])
    seconds = waited(imani, lambda: open_doses(imani) == before)
    tell(capsys, "the same dose taken back", seconds)
    assert seconds < patience(PROMISED)
    assert is_the_same_page(imani)


def test_a_red_flag_stands_on_the_open_queue_and_on_the_patients_open_page(
    guests: Guests, capsys: pytest.CaptureFixture[str]
) -> None:
    guests.speak_all("en", "amara", "imani")
    queue, record, patient = guests.visit("imani"), guests.visit("imani"), guests.world.ids["amara"]
    open_live(queue, "/queue/")
    open_live(record, f"/patients/{patient}/")
    amara = guests.visit("amara")
    amara.goto(f"/p/{patient}/effects/add/")
    amara.get_by_label("It is hard to breathe, or I wheeze").check()
    amara.get_by_label("What do you feel?").select_option("rash")
    amara.get_by_label("Mild: I can do all I want").check()
    amara.get_by_role("button", name="Save").click()
    started = time.monotonic()
    expect(amara.locator("main")).to_contain_text(
        "This can be serious. Call your local emergency number now."
    )
    queue.get_by_text("Side effect to look at now").first.wait_for()
    record.locator("#effects").get_by_text("It is hard to breathe, or I wheeze").wait_for()
    seconds = time.monotonic() - started
    tell(capsys, "a red flag on the open queue and record", seconds)
    assert seconds < patience(2 * PROMISED)
    assert is_the_same_page(queue)
    assert is_the_same_page(record)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_screen(guests: Guests, tmp_path: Path, width: int, scheme: str) -> None:
    guests.speak_all("en", "amara", "imani")
    ids = guests.world.ids
    for who, path in (
        ("imani", f"/patients/{ids['amara']}/course/?days=90"),
        ("imani", f"/patients/{ids['bo']}/course/"),
        ("imani", f"/patients/{ids['amara']}/"),
        ("imani", "/queue/"),
        ("amara", f"/p/{ids['amara']}/course/?days=30"),
        ("amara", f"/p/{ids['amara']}/effects/"),
        ("amara", f"/p/{ids['amara']}/effects/add/"),
    ):
        page = guests.visit(who, viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.screenshot(
            path=tmp_path / f"{who}-{path.strip('/').replace('/', '-')[-20:]}.png", full_page=True
        )


def test_the_thirty_days_open_at_the_newest_on_a_phone(guests: Guests) -> None:
    guests.speak_all("en", "imani")
    page = guests.visit("imani", viewport={"width": 390, "height": 844})
    page.goto(f"/patients/{guests.world.ids['amara']}/")
    box, drawing = page.locator("#chart .scroll").first, page.locator("#chart svg").first
    around, drawn = box.bounding_box(), drawing.bounding_box()
    assert around is not None
    assert drawn is not None
    assert drawn["width"] > around["width"]
    assert abs((drawn["x"] + drawn["width"]) - (around["x"] + around["width"])) <= 2


def a_missed_dose(server: Server) -> dict[str, str]:
    server.new_tokens()
    today = datetime.now(UTC).date()
    span = {"from": str(today - timedelta(days=12)), "to": str(today)}
    with server.client("amara") as client:
        doses = client.get(f"/api/v1/patients/{server.people['amara'].patient}/doses/", params=span).json()
    return next(dose for dose in reversed(doses) if dose["state"] == "missed" and not dose["no_data"])


def take_back(server: Server, key: str) -> None:
    """As the phone does it: an entry that supersedes the one that answers the dose."""
    server.new_tokens()
    base = f"/api/v1/patients/{server.people['amara'].patient}/intakes/"
    today = datetime.now(UTC).date()
    with server.client("amara") as client:
        span = {"from": str(today - timedelta(days=12)), "to": str(today)}
        entry = next(one for one in client.get(base, params=span).json() if one["occurrence"] == key)
        at = datetime.now(UTC)
        mark = f"{int(at.timestamp() * 1000):016x}-0000-test"
        undone = entry | {"id": str(new_id()), "kind": "undone", "supersedes": entry["id"], "hlc": mark}
        undone |= {"logged_at": at.isoformat().replace("+00:00", "Z"), "taken_at": None, "amount": None}
        answer = client.post(base, json=undone)
    assert answer.status_code == 201, answer.text
