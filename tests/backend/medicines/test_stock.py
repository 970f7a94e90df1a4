"""Stock: what is left follows from entries and doses, an entry counts once, and only who may sees and writes it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection

from mendly.clock import new_id
from mendly.errors import BadInput, Conflict, Denied, NotFound
from mendly.medicines.checks import MedicineWords
from mendly.medicines.models import StockRecord
from mendly.medicines.plans import PlanDraft
from mendly.medicines.services import (
    add_medicine,
    choose_stock_reminder,
    end_medicine,
    log_dose,
    record_intake,
    record_stock,
    set_schedule,
    stocks,
    undo_intake,
    undo_stock,
)
from mendly.medicines.services.stocks import Counted
from mendly.medicines.stocks import StockNow, low_stocks_of, stock_of
from mendly_core.doses import AsNeededRule, IntakeKind, StockKind
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, TUESDAY, WEDNESDAY, Course, daily, draft, madrid
from tests.backend.medicines.test_api import address
from tests.backend.racing import meeting

FOUR = Counted(StockKind.COUNTED, Decimal(4))


def put(people: People, course: Course, said: Counted = FOUR, entry: UUID | None = None) -> UUID:
    row, _ = record_stock(people.amara.actor, course.patient, course.medicine, entry or new_id(), said)
    return row.id


def stands(people: People, course: Course) -> StockNow:
    return stock_of(people.amara.actor, course.patient, course.medicine).now


def refill(day: date, amount: int, days: int | None = None) -> Counted:
    return Counted(StockKind.REFILLED, Decimal(amount), days, at=madrid(day, "09:00"))


def test_four_tablets_last_two_days_of_two(people: People, course: Course) -> None:
    assert (stands(people, course).left, stands(people, course).unknown) == (None, ("not_counted",))
    put(people, course)
    found = stands(people, course)
    assert (found.left, found.unit, found.runs_out, found.lasts_days) == (4, "tablet", WEDNESDAY, 2)
    assert (found.low, found.remind_from, found.unknown) == (True, date(2026, 10, 28), ())


def test_a_dose_takes_from_it_and_its_undo_gives_it_back(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    put(people, course)
    clock.move_to(madrid(MONDAY, "08:05"))
    taken = course.intake(MONDAY)
    record_intake(people.amara.actor, course.patient, taken)
    assert (stands(people, course).left, stands(people, course).runs_out) == (3, WEDNESDAY)
    undo_intake(people.amara.actor, course.patient, taken.id)
    assert (stands(people, course).left, stands(people, course).runs_out) == (4, WEDNESDAY)


def test_what_two_phones_logged_of_one_dose_is_taken_once(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    put(people, course)
    clock.move_to(madrid(MONDAY, "08:05"))
    for device in ("phone-1", "phone-2"):
        record_intake(people.amara.actor, course.patient, course.intake(MONDAY, device=device))
    assert stands(people, course).left == 3


def test_a_part_and_an_extra_dose_count_with_their_amount_and_a_skipped_one_lasts_longer(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    put(people, course)
    clock.move_to(madrid(MONDAY, "20:05"))
    log = people.amara.actor, course.patient
    half = {"amount": Decimal("0.5"), "medicine_id": course.medicine}
    log_dose(*log, kind=IntakeKind.PARTIAL, schedule_id=course.schedule, local_date=MONDAY, slot=1, **half)  # type: ignore[arg-type]
    log_dose(*log, kind=IntakeKind.TAKEN, **half)  # type: ignore[arg-type]
    record_intake(*log, course.intake(MONDAY, slot=2, kind=IntakeKind.SKIPPED))
    found = stands(people, course)
    assert (found.left, found.runs_out) == (3, WEDNESDAY)
    record_intake(*log, course.intake(TUESDAY, kind=IntakeKind.SKIPPED))
    assert stands(people, course).runs_out == date(2026, 11, 5)


def test_a_dose_outside_any_plan_without_an_amount_leaves_it_unknown(people: People, course: Course) -> None:
    put(people, course)
    log_dose(people.amara.actor, course.patient, kind=IntakeKind.TAKEN, medicine_id=course.medicine)
    assert (stands(people, course).left, stands(people, course).unknown) == (None, ("dose_without_amount",))


def test_what_was_taken_before_the_count_leaves_it_known(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    log_dose(people.amara.actor, course.patient, kind=IntakeKind.TAKEN, medicine_id=course.medicine)
    clock.shift(60)
    put(people, course)
    assert (stands(people, course).left, stands(people, course).unknown) == (4, ())


def test_a_dose_taken_before_the_count_and_logged_after_it_takes_nothing(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "09:00"))
    put(people, course)
    earlier = course.intake(MONDAY, taken_at=madrid(MONDAY, "08:00"))
    record_intake(people.amara.actor, course.patient, earlier)
    assert stands(people, course).left == 4


def test_other_units_and_doses_as_needed_are_not_guessed(people: People, course: Course) -> None:
    put(people, course)
    needed = PlanDraft(AsNeededRule(most=Decimal(4)), Decimal(1), "tablet", valid_from=MONDAY)
    set_schedule(people.amara.actor, course.patient, course.medicine, needed)
    assert (stands(people, course).left, stands(people, course).unknown) == (4, ("as_needed",))
    set_schedule(people.amara.actor, course.patient, course.medicine, replace(draft("12:00"), unit="ml"))
    assert (stands(people, course).left, stands(people, course).unknown) == (None, ("units_differ",))


def test_a_unit_that_changed_asks_for_a_new_count(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    put(people, course)
    drops = PlanDraft(daily("08:00"), Decimal(5), "drops", valid_from=MONDAY)
    set_schedule(people.amara.actor, course.patient, course.medicine, drops, schedule_id=course.schedule)
    assert stands(people, course).unknown == ("units_differ",)
    clock.shift(60)
    put(people, course, Counted(StockKind.COUNTED, Decimal(20)))
    found = stands(people, course)
    assert (found.left, found.unit) == (20, "drops")


def test_an_ended_medicine_runs_out_of_nothing(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    put(people, course)
    end_medicine(people.amara.actor, course.patient, course.medicine)
    clock.move_to(madrid(TUESDAY, "09:00"))
    assert (stands(people, course).left, stands(people, course).unknown) == (4, ("no_plan",))
    assert low_stocks_of(people.amara.actor, course.patient) == []


def test_what_lasts_beyond_the_look_ahead_says_so(people: People, course: Course) -> None:
    put(people, course, Counted(StockKind.COUNTED, Decimal(5_000)))
    found = stands(people, course)
    assert (found.runs_out, found.lasts_days, found.unknown, found.low) == (None, None, ("longer",), False)


def test_the_label_of_the_pack_that_can_still_be_there(people: People, course: Course) -> None:
    old = replace(refill(date(2026, 1, 1), 100), expires=date(2026, 2, 1))
    put(people, course, old)
    put(people, course, Counted(StockKind.COUNTED, Decimal(3), expires=date(2026, 11, 3)))
    put(people, course, replace(refill(MONDAY - timedelta(days=1), 60), expires=date(2027, 5, 1)))
    assert stands(people, course).expires == date(2026, 11, 3)
    lost = Counted(StockKind.LOST, Decimal(3))
    put(people, course, lost)
    assert stands(people, course).expires is None


def test_the_reminder_is_chosen_and_switched_off(people: People, course: Course) -> None:
    put(people, course, Counted(StockKind.COUNTED, Decimal(20)))
    assert not stands(people, course).low
    choose_stock_reminder(people.amara.actor, course.patient, course.medicine, 10)
    assert [one.medicine_name for one in low_stocks_of(people.amara.actor, course.patient)] == ["Simvastatin"]
    choose_stock_reminder(people.amara.actor, course.patient, course.medicine, None)
    assert (stands(people, course).low, stands(people, course).days_before) == (False, None)
    assert low_stocks_of(people.amara.actor, course.patient) == []
    for days in (0, 61):
        with pytest.raises(BadInput):
            choose_stock_reminder(people.amara.actor, course.patient, course.medicine, days)


def test_thrice_the_same_is_once_and_the_same_id_for_another_is_refused(
    people: People, course: Course
) -> None:
    entry = new_id()
    for _ in range(3):
        put(people, course, refill(MONDAY - timedelta(days=1), 30), entry)
    assert stands(people, course).left == 30
    with pytest.raises(Conflict):
        put(people, course, refill(MONDAY - timedelta(days=1), 31), entry)
    assert people.bo.patient is not None
    bo, his = people.bo.actor, people.bo.patient.id
    with pytest.raises(NotFound):
        record_stock(bo, his, course.medicine, entry, FOUR)
    his_medicine, _ = add_medicine(bo, his, MedicineWords("Aspirin"))
    her_other, _ = add_medicine(people.amara.actor, course.patient, MedicineWords("Aspirin"))
    same = refill(MONDAY - timedelta(days=1), 30)
    with pytest.raises(Conflict):
        record_stock(bo, his, his_medicine.id, entry, same)
    with pytest.raises(Conflict):
        record_stock(people.amara.actor, course.patient, her_other.id, entry, same)
    with pytest.raises(NotFound):
        undo_stock(bo, his, his_medicine.id, entry)
    assert StockRecord.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_two_devices_that_send_one_entry_at_once_add_it_once(
    people: People, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = new_id()
    monkeypatch.setattr(stocks, "_lock", meeting(stocks._lock))

    def send() -> bool:
        try:
            return record_stock(people.amara.actor, course.patient, course.medicine, entry, FOUR)[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = [future.result() for future in [pool.submit(send) for _ in range(2)]]
    assert (sorted(made), StockRecord.objects.count()) == ([False, True], 1)


def test_an_entry_that_was_taken_back_counts_no_more(people: People, course: Course) -> None:
    put(people, course)
    wrong = put(people, course, Counted(StockKind.REFILLED, Decimal(300)))
    for _ in range(2):
        undo_stock(people.amara.actor, course.patient, course.medicine, wrong)
    assert stands(people, course).left == 4
    lines = stock_of(people.imani.actor, course.patient, course.medicine).entries
    assert {(line.amount, line.undone_at is None) for line in lines} == {(300, False), (4, True)}


def test_who_may_log_doses_counts_and_takes_back_only_their_own(people: People, course: Course) -> None:
    hers, entry = put(people, course), new_id()
    dario = people.dario.actor
    record_stock(dario, course.patient, course.medicine, entry, Counted(StockKind.LOST, Decimal(1)))
    assert stands(people, course).left == 3
    undo_stock(dario, course.patient, course.medicine, entry)
    with pytest.raises(Denied):
        undo_stock(dario, course.patient, course.medicine, hers)
    with pytest.raises(Denied):
        choose_stock_reminder(dario, course.patient, course.medicine, 3)
    assert stands(people, course).left == 4


@pytest.mark.parametrize("who", ["bo", "quill", "carmen"])
def test_strangers_learn_nothing(people: People, course: Course, who: str) -> None:
    put(people, course)
    phone, url = getattr(people, who).phone(), address(people, "medicines", course.medicine, "stock")
    assert phone.get(url).status_code == 404
    body = {"id": str(new_id()), "kind": "counted", "amount": "1"}
    assert phone.post(url, body, format="json").status_code == 404
    assert StockRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": Decimal(-1)}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"amount": Decimal("0.0000001")}, "amount"),
        ({"kind": StockKind.LOST, "amount": Decimal(0)}, "amount"),
        ({"days": 28}, "days"),
        ({"kind": StockKind.REFILLED, "days": 401}, "days"),
        ({"kind": StockKind.LOST, "expires": MONDAY}, "expires"),
        ({"expires": date(2100, 1, 1)}, "expires"),
        ({"at": madrid(MONDAY, "06:11")}, "at"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(
    people: People, course: Course, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        put(people, course, replace(FOUR, **change))
    assert (refused.value.field, StockRecord.objects.count()) == (field, 0)


def test_the_days_with_medicine_in_the_house(people: People, course: Course) -> None:
    def pdc() -> tuple[int, int] | None:
        found = stock_of(people.imani.actor, course.patient, course.medicine).pdc
        return (found.covered, found.period) if found else None

    put(people, course, refill(MONDAY - timedelta(days=90), 60, 30))
    assert pdc() is None
    put(people, course, refill(MONDAY - timedelta(days=100), 60, 30))
    assert pdc() == (60, 100)
    again = put(people, course, refill(MONDAY - timedelta(days=40), 60, 30))
    assert pdc() == (90, 100)
    undo_stock(people.amara.actor, course.patient, course.medicine, again)
    assert pdc() == (60, 100)
    put(people, course, refill(MONDAY - timedelta(days=20), 60))
    assert pdc() is None


def test_a_refill_lasts_as_the_plan_uses_it_up(
    people: People, course: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "09:00"))
    put(people, course, refill(MONDAY, 60))
    clock.move_to(madrid(MONDAY + timedelta(days=100), "09:00"))
    found = stock_of(people.imani.actor, course.patient, course.medicine).pdc
    assert found is not None
    assert (found.covered, found.period, found.ratio) == (30, 100, 0.3)


def test_over_http(people: People, course: Course) -> None:
    amara, url = people.amara.phone(), address(people, "medicines", course.medicine, "stock")
    body = {"id": str(new_id()), "kind": "refilled", "amount": "28.50", "expires": "2027-03-01"}
    first = amara.post(url, body, format="json")
    assert (first.status_code, amara.post(url, body, format="json").status_code) == (201, 200)
    told = amara.get(url).json()
    assert (told["left"], told["unit"], told["runs_out"], told["lasts_days"], told["expires"]) == (
        "28.5",
        "tablet",
        "2026-11-16",
        14,
        "2027-03-01",
    )
    assert (told["low"], told["days_before"], told["remind_from"]) == (False, 7, "2026-11-09")
    assert (told["pdc"], told["unknown"], len(told["entries"])) == (None, [], 1)
    other = amara.post(url, body | {"amount": "3"}, format="json")
    assert (other.status_code, other.json()["detail"]) == (
        409,
        "This id is taken. Please make a new one.",
    )
    undone = amara.post(f"{url}{body['id']}/undo/", format="json").json()
    assert (undone["left"], undone["entries"][0]["undone_at"] is None) == (None, False)
    wish = amara.put(f"{url}reminder/", {"days_before": None}, format="json")
    assert (wish.status_code, amara.get(url).json()["days_before"]) == (200, None)
    for wrong in ({"amount": "-1"}, {"kind": "eaten"}, {"days": 0}):
        assert amara.post(url, body | {"id": str(new_id())} | wrong, format="json").status_code == 400
