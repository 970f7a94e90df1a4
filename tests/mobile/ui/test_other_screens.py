"""Pairing, medicines, genes, health data, settings."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest
from kivy.utils import get_color_from_hex

from mendly_app.devices.fakes import FakeLook, FakeSpeech
from mendly_app.sync.engine import Link
from mendly_app.ui.app import MendlyApp
from mendly_app.ui.tokens import DARK, LIGHT
from tests.mobile.ui.conftest import Driver, StartApp
from tests.mobile.world import FakeServer, ident, schedule_body

pytestmark = pytest.mark.phone


def connect(driver: Driver, address: str, code: str) -> None:
    driver.type("server", address)
    driver.type("code", code)
    asyncio.run(driver.app.current.model.connect())
    driver.settle()


def test_a_fresh_phone_asks_for_a_code_and_then_shows_the_day(start: StartApp) -> None:
    driver = start(paired=False)
    assert driver.app.current.name == "welcome"
    assert not driver.has("tab.today")
    connect(driver, "mendly.example", "abcd 2345")
    driver.sync()
    assert driver.app.current.name == "today"
    assert "Good afternoon, Amara" in driver.texts()
    assert driver.has("tab.today")


def test_a_wrong_code_says_what_to_do(start: StartApp) -> None:
    driver = start(paired=False)
    connect(driver, "mendly.example", "ZZZZ9999")
    assert "This code does not work. Please make a new one in the portal." in driver.texts()
    assert driver.find("server").text == "mendly.example"


def test_the_welcome_can_be_read_in_spanish(start: StartApp) -> None:
    driver = start(paired=False)
    driver.tap("other_language")
    assert "Mendly le da la bienvenida" in driver.texts()
    driver.tap("other_language")
    assert "Welcome to Mendly" in driver.texts()


def test_a_phone_that_was_signed_out_keeps_its_data_and_offers_to_connect(driver: Driver) -> None:
    driver.phone.server.access, driver.phone.server.refresh = "access-9", "refresh-9"
    driver.sync()
    assert driver.phone.companion.status.link is Link.SIGNED_OUT
    assert "Metformin 500 mg" in driver.texts()
    driver.tap("status.action")
    assert "Connect this phone again" in driver.texts()
    connect(driver, driver.find("server").text, "ABCD2345")
    driver.sync()
    assert driver.phone.companion.account.is_signed_in()


def test_a_medicine_tells_what_for_how_and_when(driver: Driver) -> None:
    driver.tap("tab.medicines")
    assert "Next: tomorrow, 8:00 am" in driver.texts()
    driver.tap(f"medicine.{ident('Simvastatin')}")
    texts = driver.texts()
    for words in (
        "Cholesterol",
        "At bedtime",
        "Next: today, 9:00 pm",
        "Your body clears this medicine slowly.",
    ):
        assert words in texts
    assert "Every day: 9:00 pm\n1 tablet each time" in texts
    driver.tap("medicine.insight")
    assert driver.app.current.name == "insight"
    driver.tap("back")
    assert driver.app.current.name == "medicine"


def test_weekdays_and_dates_of_a_schedule_are_told(start: StartApp, server: FakeServer) -> None:
    medicine = server.plan("Methotrexate", "10 mg", "", ["09:00"])
    rule = {
        "kind": "weekdays",
        "days": [0, 3],
        "times": [{"slot": 1, "at": "09:00"}, {"slot": 2, "at": "21:00"}],
    }
    schedule = schedule_body(
        ident("schedule of Methotrexate"), medicine, [], rule=rule, valid_to="2026-12-24"
    )
    server.document("schedule", schedule["id"], schedule)
    driver = start(filled=False)
    driver.app.go("medicine", medicine=UUID(medicine))
    driver.settle()
    assert driver.app.current.model.times == [
        "Monday and Thursday: 9:00 am and 9:00 pm",
        "1 tablet each time",
        "Until 24 December 2026",
    ]
    assert driver.app.current.model.next == "Next: tomorrow, 9:00 am"


def test_an_insight_is_read_aloud_and_falls_silent_when_left(driver: Driver) -> None:
    speech = driver.phone.devices.speech
    assert isinstance(speech, FakeSpeech)
    driver.tap("tab.genes")
    driver.tap(f"insight.{ident('insight Simvastatin')}")
    driver.tap("insight.read_aloud")
    [(text, language)] = speech.said
    assert language == "en"
    assert text.startswith("Your genes and simvastatin. Your body clears this medicine slowly.")
    assert driver.find("insight.read_aloud").text == "Stop reading"
    driver.tap("back")
    assert speech.stops == 1


def test_a_blood_pressure_is_added_and_averaged(driver: Driver) -> None:
    driver.tap("tab.health")
    for systolic, diastolic in (("134", "86"), ("121", "79")):
        driver.tap("add.blood_pressure")
        driver.type("systolic", systolic)
        driver.type("diastolic", diastolic)
        driver.tap("save")
    assert driver.app.current.name == "health"
    assert "121 over 79" in driver.texts()
    assert driver.find("average").text == "Your average this week is 128 over 83. This comes from 2 readings."


def test_a_wrong_number_is_marked_at_its_field_and_an_unlikely_one_is_asked_about(driver: Driver) -> None:
    driver.app.go("add_reading", kind="blood_pressure")
    driver.settle()
    driver.type("systolic", "high")
    driver.tap("save")
    assert driver.find("systolic").problem == "Please type a number."
    driver.type("systolic", "400")
    driver.type("diastolic", "80")
    driver.tap("save")
    assert driver.find("question").text == "Is this right? 400 over 80"
    driver.tap("answer.no")
    assert driver.app.current.name == "add_reading"
    assert driver.phone.store.outbox.waiting() == 0
    driver.tap("save")
    driver.tap("answer.yes")
    assert driver.phone.store.outbox.waiting() == 1


def test_the_form_is_empty_again_at_the_next_visit(driver: Driver) -> None:
    driver.app.go("add_reading", kind="weight")
    driver.settle()
    driver.type("weight", "81.4")
    driver.tap("save")
    driver.app.go("add_reading", kind="weight")
    driver.settle()
    assert driver.find("weight").text == ""


def test_steps_are_counted_from_the_moment_the_person_wants_it(driver: Driver) -> None:
    driver.tap("tab.health")
    assert "This phone can count your steps while Mendly is open." in driver.texts()
    driver.tap("count_steps")
    assert driver.find("steps").text == "0 steps"
    assert driver.phone.companion.preferences.count_steps


def test_the_language_changes_everywhere_at_once(driver: Driver) -> None:
    driver.tap("settings")
    driver.tap("choose.language.es")
    assert "Ajustes" in driver.texts()
    assert "Medicinas" in driver.texts()
    driver.tap("tab.today")
    assert "Buenas tardes, Amara" in driver.texts()
    assert "Domingo 22 de noviembre" in driver.texts()


def test_the_text_grows_and_the_look_changes_on_the_spot(driver: Driver) -> None:
    before = driver.find("greeting").font_size
    driver.tap("settings")
    driver.tap("choose.text_size.1.6")
    driver.tap("choose.look.dark")
    driver.tap("tab.today")
    assert driver.find("greeting").font_size == pytest.approx(before * 1.6)
    assert driver.app.theme.palette["paper"] == get_color_from_hex(DARK["paper"])


def test_the_look_follows_the_phone_when_it_is_left_to_it(driver: Driver) -> None:
    look = driver.phone.devices.look
    assert isinstance(look, FakeLook)
    look.change(dark=True)
    assert driver.app.theme.palette["paper"] == get_color_from_hex(DARK["paper"])
    look.change(dark=False)
    assert driver.app.theme.palette["paper"] == get_color_from_hex(LIGHT["paper"])


def test_signing_out_asks_first_and_leaves_nothing_on_the_screens(driver: Driver) -> None:
    driver.phone.server.online = False
    driver.tap(driver.starting("dose.take.")[0])
    driver.tap("settings")
    driver.tap("sign_out")
    assert "1 entry has not been sent and would be lost." in driver.texts()
    driver.tap("answer.cancel")
    assert driver.app.current.name == "settings"
    driver.tap("sign_out")

    async def confirm() -> None:
        driver.tap("answer.sign_out")
        await driver.app.current.model.signing_out

    asyncio.run(confirm())
    driver.settle()
    assert driver.app.current.name == "welcome"
    assert not any("Amara" in text or "Metformin" in text for text in driver.texts())
    assert driver.phone.store.records.all("medicine") == ()


def test_nothing_lies_below_the_bars_of_the_phone(driver: Driver) -> None:
    look = driver.phone.devices.look
    assert isinstance(look, FakeLook)
    look.bars = (60.0, 40.0)
    driver.app.on_resume()
    driver.settle()
    assert driver.find("tab.today").y >= 40
    assert driver.app.screens.top <= driver.app.home.top - 60


def test_screens_are_built_at_their_first_visit(driver: Driver) -> None:
    app: MendlyApp = driver.app
    assert [screen.name for screen in app.screens.screens] == ["today"]
    driver.tap("tab.genes")
    assert [screen.name for screen in app.screens.screens] == ["today", "genes"]


def test_going_back_leads_to_where_the_person_came_from(driver: Driver) -> None:
    driver.app.go("medicine", medicine=UUID(ident("Simvastatin")))
    driver.app.go("insight", insight=UUID(ident("insight Simvastatin")))
    driver.app.back()
    assert driver.app.current.name == "medicine"
    driver.app.back()
    assert driver.app.current.name == "today"
    driver.app.back()
    assert driver.app.current.name == "today"


def test_the_tab_of_messages_tells_how_many_are_new(driver: Driver) -> None:
    assert driver.find("tab.messages").a11y_label == "Messages, 1"
    driver.app.go("thread")
    driver.settle()
    driver.app.go_tab("messages")
    driver.settle()
    assert driver.find("tab.messages").a11y_label == "Messages"
