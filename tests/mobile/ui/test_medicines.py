"""A medicine is added with few taps and one word; doses outside the plan ask; a traveller chooses the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mendly_core.doses import AsNeededRule, HoursRule, State, WeekdaysRule
from tests.mobile.ui.conftest import Driver, StartApp
from tests.mobile.world import FakeServer, ident, schedule_body

pytestmark = pytest.mark.phone

MOST_TAPS = 12


class Counting:
    """Taps, and counts them."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.taps = 0

    def tap(self, *targets: str) -> None:
        for target in targets:
            self.driver.tap(target)
            self.taps += 1


def plans(driver: Driver, name: str) -> list[Any]:
    medicine = next(m for m in driver.phone.companion.medicines.all() if m.name == name)
    return driver.phone.companion.medicines.schedules_of(medicine.id)


def test_a_medicine_is_added_and_taken_offline_with_few_taps_and_one_word(driver: Driver) -> None:
    driver.phone.server.online = False
    hand = Counting(driver)
    hand.tap("tab.medicines", "add_medicine")
    driver.type("medicine_name", "Aspirin")
    hand.tap("add.next", "add.time.13:00", "add.next", "add.next")
    assert hand.taps <= MOST_TAPS
    assert driver.app.current.name == "medicines"
    assert "Aspirin" in driver.texts()
    driver.tap("tab.today")
    dose = next(d for d in driver.phone.companion.doses.today().doses if d.medicine.name == "Aspirin")
    driver.tap(f"dose.take.{dose.key}")
    hand.taps += 2
    driver.tap(f"dose.undo.{dose.key}")
    driver.tap(f"dose.take.{dose.key}")
    driver.phone.server.online = True
    driver.sync()
    kinds = [driver.phone.server.events[event]["kind"] for event in driver.phone.server.arrivals]
    assert kinds == ["medicine", "schedule", "intake", "intake", "intake"]
    [plan] = plans(driver, "Aspirin")
    assert (plan.unit, str(plan.amount)) == ("tablet", "1")
    taken = driver.phone.companion.doses.find(dose.key)
    assert taken is not None
    assert taken.state.state is State.TAKEN
    assert driver.phone.store.records.all("plan") == ()


def test_a_name_is_suggested_and_chosen_with_a_tap(driver: Driver) -> None:
    driver.app.go("add_medicine")
    driver.settle()
    driver.type("medicine_name", "ibup")
    driver.tap("add.name.Ibuprofen")
    assert driver.app.current.model.title == "Ibuprofen"


def test_what_is_missing_is_told_where_it_is_asked(driver: Driver) -> None:
    driver.app.go("add_medicine")
    driver.settle()
    driver.tap("add.next")
    assert driver.find("add.problem").text == "Please write the name of the medicine."
    driver.type("medicine_name", "Aspirin")
    driver.tap("add.next")
    driver.tap("add.next")
    assert driver.find("add.problem").text == "Please choose a time."
    driver.tap("back")
    assert driver.find("medicine_name").text == "Aspirin"
    driver.tap("back")
    assert driver.app.current.name == "today"
    assert driver.phone.store.outbox.waiting() == 0


@pytest.mark.parametrize(
    ("taps", "rule"),
    [
        (("add.kind.weekdays", "add.day.0", "add.day.3", "add.time.08:00"), WeekdaysRule),
        (("add.kind.hours", "more.hours", "more.hours", "add.time.22:00"), HoursRule),
        (("add.kind.as_needed", "more.most", "more.most", "more.gap"), AsNeededRule),
    ],
)
def test_another_plan_stays_within_the_taps(driver: Driver, taps: tuple[str, ...], rule: type) -> None:
    hand = Counting(driver)
    hand.tap("tab.medicines", "add_medicine")
    driver.type("medicine_name", "Aspirin")
    hand.tap("add.next", "another_plan", *taps, "add.next", "add.next")
    assert hand.taps <= MOST_TAPS
    [plan] = plans(driver, "Aspirin")
    assert isinstance(plan.rule, rule)


def test_a_dose_when_needed_is_asked_about_and_never_blocked(start: StartApp, server: FakeServer) -> None:
    medicine = server.plan("Aspirin", "", "", [])
    plan = schedule_body(
        ident("schedule of Aspirin"), medicine, [], rule={"kind": "as_needed", "most": "2", "gap": 240}
    )
    server.document("schedule", plan["id"], plan)
    driver = start(filled=False)
    driver.tap(f"extra.take.{medicine}")
    assert driver.phone.store.outbox.waiting() == 1
    driver.phone.clock.move(timedelta(hours=1))
    driver.tap(f"extra.take.{medicine}")
    assert "Your plan has more time between two doses." in " ".join(driver.texts())
    driver.tap("answer.no")
    assert driver.phone.store.outbox.waiting() == 1
    driver.tap(f"extra.take.{medicine}")
    driver.tap("answer.yes")
    first, second = driver.phone.companion.extras.today()
    assert "2 of 2 tablet in 24 hours" in " ".join(driver.texts())
    driver.tap(f"extra.undo.{second.id}")
    assert [extra.id for extra in driver.phone.companion.extras.today()] == [first.id]


def test_a_traveller_sees_both_clocks_and_chooses(driver: Driver) -> None:
    driver.phone.clock.travel("Asia/Tokyo")
    driver.app.current.model.refresh()
    driver.settle()
    told = " ".join(driver.texts())
    assert "Your plan follows Madrid time: 9:00 pm. Here that is 5:00 am." in told
    driver.tap("travel.stay")
    assert not driver.has("travel.stay")
    assert "Your plan follows Madrid time. We show the times by the clock here." in driver.texts()
    driver.tap("travel.follow")
    driver.sync()
    assert driver.phone.companion.zone.name() == "Asia/Tokyo"
    assert not driver.has("travel.follow")
    [event] = driver.phone.server.events.values()
    assert event["body"] == {"zone": "Asia/Tokyo", "was": "Europe/Madrid"}


def test_a_gap_far_from_the_usual_is_told_in_words(driver: Driver) -> None:
    dose = next(d for d in driver.phone.companion.doses.today().doses if d.medicine.name == "Metformin")
    driver.phone.companion.doses.take(dose.key)
    driver.phone.clock.travel("America/Los_Angeles")
    driver.app.current.model.refresh()
    driver.settle()
    told = " ".join(driver.texts())
    assert "24 hours after the last dose." in told


def open_dose(driver: Driver, name: str) -> str:
    dose = next(d for d in driver.phone.companion.doses.today().doses if d.medicine.name == name)
    driver.tap(f"dose.more.{dose.key}")
    return dose.key


def test_a_dose_was_taken_yesterday_evening_or_earlier_today(driver: Driver) -> None:
    key = open_dose(driver, "Metformin")
    driver.tap("dose.taken")
    driver.tap("more.hour")
    driver.tap("dose.save")
    assert driver.find("dose.problem").text == "This time has not come yet. Please choose an earlier one."
    for target in ("less.day", "less.minute", "dose.save"):
        driver.tap(target)
    dose = driver.phone.companion.doses.find(key)
    assert dose is not None
    assert dose.state.taken_at == driver.phone.clock.now() - timedelta(hours=23, minutes=15)
    assert driver.app.current.name == "today"


def test_a_part_of_a_dose_is_logged_with_how_much(driver: Driver) -> None:
    key = open_dose(driver, "Metformin")
    driver.tap("dose.part")
    driver.tap("more.part")
    driver.tap("dose.save")
    dose = driver.phone.companion.doses.find(key)
    assert dose is not None
    assert (dose.state.state, str(dose.state.amount)) == (State.PARTIAL, "0.75")


def test_a_dose_is_moved_and_told_at_its_new_time(driver: Driver) -> None:
    key = open_dose(driver, "Simvastatin")
    driver.tap("dose.move")
    driver.tap("more.hour")
    driver.tap("dose.save")
    dose = driver.phone.companion.doses.find(key)
    assert dose is not None
    assert dose.moved
    assert "10:00 pm" in driver.texts()


def test_a_dose_is_left_out_with_a_reason(driver: Driver) -> None:
    key = open_dose(driver, "Metformin")
    driver.tap("dose.reasons.none_left")
    dose = driver.phone.companion.doses.find(key)
    assert dose is not None
    assert (dose.state.state, dose.state.reason) == (State.SKIPPED, "I have none left")


def test_one_more_dose_than_planned_is_asked_about_and_can_be_taken_back(driver: Driver) -> None:
    medicine = next(m for m in driver.phone.companion.medicines.all() if m.name == "Metformin")
    dose = next(d for d in driver.phone.companion.doses.today().doses if d.medicine.name == "Metformin")
    driver.phone.companion.doses.take(dose.key)
    driver.app.go("medicine", medicine=medicine.id)
    driver.settle()
    driver.tap("medicine.one_more")
    driver.tap("answer.yes")
    [extra] = driver.phone.companion.extras.today()
    driver.app.go_tab("today")
    driver.settle()
    driver.tap(f"extra.undo.{extra.id}")
    assert driver.phone.companion.extras.today() == []


def test_a_medicine_that_the_server_refuses_is_told_and_removed_with_all_about_it(driver: Driver) -> None:
    driver.app.go("add_medicine")
    driver.settle()
    driver.type("medicine_name", "Aspirin")
    for target in ("add.next", "add.time.13:00", "add.next", "add.next"):
        driver.tap(target)
    for event in driver.phone.store.outbox.first(10):
        driver.phone.server.refuse[event.id] = "There are 200 medicines on the list. More do not fit."
    driver.sync()
    driver.tap("tab.medicines")
    assert "Could not send" in driver.texts()
    driver.tap("status.action")
    assert "A medicine that you added" in driver.texts()
    driver.tap(driver.starting("remove.")[0])
    assert "Everything has been sent." in driver.texts()
    driver.tap("tab.medicines")
    assert "Aspirin" not in driver.texts()
    assert driver.phone.store.records.all("plan") == ()
