"""Today: log doses with and without a network, take back, questions that protect, words that tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mendly_app.devices.fakes import FakeBattery
from mendly_app.devices.ports import Charge
from mendly_core.doses import State
from tests.mobile.ui.conftest import Driver, StartApp
from tests.mobile.world import FakeServer, ident, schedule_body

pytestmark = pytest.mark.phone


def line(driver: Driver, medicine: str) -> Any:
    return next(line for line in driver.app.current.model.doses if medicine in line.medicine)


def press(driver: Driver, act: str, medicine: str) -> None:
    driver.tap(f"dose.{act}.{line(driver, medicine).key}")


def state(driver: Driver, medicine: str) -> State:
    doses = driver.phone.companion.doses.today().doses
    return next(dose.state.state for dose in doses if dose.medicine.name == medicine)


def test_the_first_screen_greets_and_shows_the_day(driver: Driver) -> None:
    texts = driver.texts()
    for words in ("Sunday 22 November", "Good afternoon, Amara", "8:00 am", "Metformin 500 mg", "in 8 hours"):
        assert words in texts


def test_a_dose_taken_offline_is_saved_and_says_so(driver: Driver) -> None:
    driver.phone.server.online = False
    driver.sync()
    press(driver, "take", "Metformin")
    assert state(driver, "Metformin") is State.TAKEN
    assert "Taken 1:00 pm" in driver.texts()
    assert "Saved on this phone. We will send it when you are online." in driver.texts()
    assert driver.phone.store.outbox.waiting() == 1
    driver.phone.server.online = True
    driver.sync()
    assert not driver.has("status") or driver.find("status").text == ""
    assert len(driver.phone.server.arrivals) == 1


def test_a_dose_skipped_offline_can_be_undone(driver: Driver) -> None:
    driver.phone.server.online = False
    press(driver, "skip", "Metformin")
    assert "Skipped" in driver.texts()
    press(driver, "undo", "Metformin")
    assert state(driver, "Metformin") is State.DUE
    assert line(driver, "Metformin").acts == ("take", "skip", "later", "more")
    driver.phone.server.online = True
    driver.sync()
    kinds = [driver.phone.server.events[event]["body"]["kind"] for event in driver.phone.server.arrivals]
    assert kinds == ["skipped", "undone"]


def test_undo_is_offered_for_ten_seconds_and_then_a_question_guards_it(driver: Driver) -> None:
    press(driver, "take", "Metformin")
    assert line(driver, "Metformin").acts == ("undo",)
    driver.phone.clock.move(timedelta(seconds=9))
    driver.app.current.model.refresh()
    assert line(driver, "Metformin").acts == ("undo",)
    driver.phone.clock.move(timedelta(seconds=1))
    driver.app.current.model.refresh()
    driver.settle()
    assert line(driver, "Metformin").acts == ("change",)
    press(driver, "change", "Metformin")
    driver.tap("answer.keep")
    assert state(driver, "Metformin") is State.TAKEN
    press(driver, "change", "Metformin")
    driver.tap("answer.undo")
    assert state(driver, "Metformin") is State.DUE


def test_a_dose_of_this_morning_asks_when_it_was_taken(driver: Driver) -> None:
    press(driver, "took_it", "Lisinopril")
    assert driver.find("question").text == "When did you take Lisinopril 10 mg?"
    assert state(driver, "Lisinopril") is State.MISSED
    driver.tap("answer.due")
    assert "Taken 8:00 am" in driver.texts()
    assert not driver.has("question")


def test_nothing_behind_a_question_can_be_touched(driver: Driver) -> None:
    behind = driver.find("settings")
    press(driver, "took_it", "Lisinopril")
    driver.tap(behind)
    assert driver.app.current.name == "today"
    driver.tap("answer.cancel")
    driver.tap(behind)
    assert driver.app.current.name == "settings"


def test_a_second_dose_too_soon_is_asked_about(start: StartApp, server: FakeServer) -> None:
    server.plan("Metformin", "500 mg", "", ["12:00", "14:00"])
    driver = start(filled=False)
    first, second = driver.app.current.model.doses
    driver.tap(f"dose.take.{first.key}")
    driver.tap(f"dose.take.{second.key}")
    assert driver.find("question").text == (
        "You logged Metformin 500 mg at 1:00 pm already. Did you take it again?"
    )
    driver.tap("answer.no")
    assert driver.phone.store.outbox.waiting() == 1
    driver.tap(f"dose.take.{second.key}")
    driver.tap("answer.yes")
    assert driver.phone.store.outbox.waiting() == 2


def test_all_doses_of_now_can_be_logged_at_once(start: StartApp, server: FakeServer) -> None:
    for name in ("Metformin", "Aspirin", "Vitamin D"):
        server.plan(name, "", "", ["13:00"])
    driver = start(filled=False)
    driver.tap("take_all")
    assert [state(driver, name) for name in ("Metformin", "Aspirin", "Vitamin D")] == [State.TAKEN] * 3
    assert not driver.has("take_all")
    assert "All doses for today are logged." in driver.texts()


def test_later_reminds_again_in_ten_minutes(driver: Driver) -> None:
    press(driver, "later", "Metformin")
    driver.tap("answer.10")
    assert "We remind you again at 1:10 pm" in driver.texts()


def test_a_dose_of_tonight_can_be_logged_early_only_when_it_is_near(driver: Driver) -> None:
    assert line(driver, "Simvastatin").acts == ("more",)
    driver.phone.clock.move(timedelta(hours=5))
    driver.app.current.model.refresh()
    driver.settle()
    assert line(driver, "Simvastatin").acts == ("early", "more")
    press(driver, "early", "Simvastatin")
    assert state(driver, "Simvastatin") is State.TAKEN


def test_a_late_dose_tells_since_when_and_blames_nobody(driver: Driver) -> None:
    driver.phone.clock.move(timedelta(hours=2, minutes=10))
    driver.app.current.model.refresh()
    driver.settle()
    assert "Not logged yet. It was 2 hours ago." in driver.texts()


def test_the_insight_leads_to_its_page_and_to_the_care_team(driver: Driver) -> None:
    driver.tap("insight.open")
    assert "How sure is this?" in driver.texts()
    driver.tap("back")
    driver.tap("insight.ask")
    assert driver.app.current.name == "thread"
    assert driver.find("composer").text == "I have a question about my card on Simvastatin and my genes."


def test_a_card_that_was_read_and_taken_off_is_not_shown(start: StartApp, server: FakeServer) -> None:
    driver = start()
    server.insight("Simvastatin", dismissed=True)
    driver.sync()
    assert not driver.has("insight.open")


def test_an_urgent_alert_comes_first_with_its_emergency_line(start: StartApp, server: FakeServer) -> None:
    server.alert("Your blood pressure was 184 over 121.", urgent=True)
    server.alert("An old one.", state="resolved")
    driver = start()
    assert driver.find("alert").text == "Your blood pressure was 184 over 121."
    assert any("Call your local emergency number now." in text for text in driver.texts())
    driver.tap("alert.tell")
    assert driver.find("composer").text == "I have a question about my readings."
    server.alert("Your blood pressure was 184 over 121.", urgent=True, state="resolved")
    driver.app.back()
    driver.sync()
    assert not driver.has("alert")


def test_an_unread_message_is_shown_until_it_is_read(driver: Driver) -> None:
    assert driver.has("message.preview")
    driver.tap("message.reply")
    assert driver.app.current.name == "thread"
    driver.tap("back")
    assert not driver.has("message.preview")


def test_a_low_battery_is_told(start: StartApp) -> None:
    driver = start()
    battery = driver.phone.devices.battery
    assert isinstance(battery, FakeBattery)
    for charge, told in ((Charge(10, False), True), (Charge(10, True), False), (Charge(60, False), False)):
        battery.level = charge
        driver.app.current.model.refresh()
        driver.settle()
        warning = "Your battery is low. Please charge the phone, so that it can remind you."
        assert (warning in driver.texts()) is told


def test_a_plan_that_cannot_be_read_is_told(start: StartApp, server: FakeServer) -> None:
    strange = schedule_body(ident("strange"), ident("Metformin"), ["10:00"], rule={"kind": "moon"})
    server.document("schedule", ident("strange"), strange)
    driver = start()
    assert "This phone cannot show a part of your plan. Please look in the portal." in driver.texts()


def test_an_empty_day_tells_what_will_be_here(start: StartApp) -> None:
    driver = start(filled=False)
    assert "Your medicines will show here. Add the first one to begin." in driver.texts()


def test_an_entry_that_the_server_refused_is_marked(driver: Driver) -> None:
    press(driver, "take", "Metformin")
    event = driver.phone.store.outbox.first(1)[0]
    driver.phone.server.refuse[event.id] = "We could not find this medicine."
    driver.sync()
    assert "Could not send" in driver.texts()
    driver.tap("status.action")
    assert driver.app.current.name == "not_sent"
    driver.tap(f"remove.{event.id}")
    assert "Everything has been sent." in driver.texts()
    driver.tap("back")
    assert line(driver, "Metformin").acts == ("take", "skip", "later", "more")


def test_a_pull_shows_on_the_screen_by_itself(driver: Driver) -> None:
    driver.phone.server.plan("Aspirin", "100 mg", "", ["13:30"])
    driver.sync()
    assert "Aspirin 100 mg" in driver.texts()
