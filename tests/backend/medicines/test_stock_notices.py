"""A refill is called to mind once, by day, without a word about it, and not after it came or access ended."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection

from mendly.accounts.models import User
from mendly.care.models import Proxy
from mendly.clock import new_id, now
from mendly.medicines.models import ReminderChoice, StockNotice
from mendly.medicines.services import (
    choose_stock_reminder,
    record_intake,
    record_stock,
    remind_of_refills,
    stock_notices,
)
from mendly.medicines.services.stocks import Counted
from mendly.notify.kinds import Kind, payload_of
from mendly.notify.models import Delivery
from mendly.notify.services import deliver_due
from mendly.ops.sweeps import SWEEPS
from mendly_core.doses import StockKind
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, TUESDAY, WEDNESDAY, Course, madrid
from tests.backend.notify.browsers import Browser, PushService, let_show
from tests.backend.racing import meeting


@pytest.fixture
def shown(people: People, course: Course, own_browser: Browser) -> Course:
    """Amara lets a browser show notifications."""
    let_show(people.amara, own_browser)
    return course


def put(people: People, course: Course, amount: int, **more: date) -> None:
    kind = StockKind.COUNTED if amount < 100 else StockKind.REFILLED
    said = Counted(kind, Decimal(amount), **more)  # type: ignore[arg-type]
    record_stock(people.amara.actor, course.patient, course.medicine, new_id(), said)


def at(clock: time_machine.Traveller, day: date, wall: str) -> int:
    clock.move_to(madrid(day, wall))
    return remind_of_refills()


def waiting(user: User | None = None) -> int:
    rows = Delivery.objects.filter(kind=Kind.STOCK)
    return (rows.filter(user=user) if user else rows).count()


def test_it_is_told_once_by_day_until_the_next_count_or_refill(
    people: People, shown: Course, clock: time_machine.Traveller
) -> None:
    put(people, shown, 16)
    assert [at(clock, MONDAY, wall) for wall in ("08:59", "09:00", "09:01", "20:05")] == [0, 0, 0, 0]
    for slot in (1, 2):
        record_intake(people.amara.actor, shown.patient, shown.intake(MONDAY, slot))
    made = [at(clock, TUESDAY, wall) for wall in ("08:59", "09:00", "09:01")]
    assert made == [0, 1, 0]
    assert [at(clock, day, "09:00") for day in (WEDNESDAY, date(2026, 11, 9))] == [0, 0]
    assert waiting() == 1
    put(people, shown, 3)
    assert [at(clock, date(2026, 11, 10), wall) for wall in ("20:00", "19:59")] == [0, 1]
    put(people, shown, 100)
    assert at(clock, date(2026, 11, 11), "12:00") == 0


def test_it_waits_for_the_day_where_the_patient_is(
    people: People, shown: Course, clock: time_machine.Traveller
) -> None:
    put(people, shown, 4)
    User.objects.filter(id=people.amara.user.id).update(zone="America/Los_Angeles")
    assert at(clock, MONDAY, "17:59") == 0
    assert at(clock, MONDAY, "18:00") == 1


def test_a_wish_for_quiet_puts_it_off(people: People, shown: Course, clock: time_machine.Traveller) -> None:
    put(people, shown, 4)
    ReminderChoice.objects.create(
        patient_id=shown.patient, quiet_from=22 * 60, quiet_to=10 * 60, changed_at=now()
    )
    assert [at(clock, MONDAY, wall) for wall in ("09:00", "09:59", "10:00")] == [0, 0, 1]


def test_switched_off_nothing_is_told(people: People, shown: Course, clock: time_machine.Traveller) -> None:
    put(people, shown, 4)
    choose_stock_reminder(people.amara.actor, shown.patient, shown.medicine, None)
    assert at(clock, MONDAY, "09:00") == 0


def test_a_label_is_told_of_beside_the_end(
    people: People, shown: Course, clock: time_machine.Traveller
) -> None:
    put(people, shown, 60, expires=MONDAY + timedelta(days=8))
    assert [at(clock, day, "12:00") for day in (MONDAY, TUESDAY, WEDNESDAY)] == [0, 1, 0]
    assert StockNotice.objects.get().about == "label"
    put(people, shown, 2, expires=MONDAY + timedelta(days=8))
    assert at(clock, WEDNESDAY + timedelta(days=1), "12:00") == 2


def test_what_was_fetched_meanwhile_is_not_told_any_more(
    people: People, shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    put(people, shown, 4)
    assert at(clock, MONDAY, "09:00") == 1
    put(people, shown, 100)
    deliver_due()
    assert (push_service.received, waiting()) == ([], 0)


def test_the_notification_says_nothing(
    people: People,
    shown: Course,
    own_browser: Browser,
    push_service: PushService,
    clock: time_machine.Traveller,
) -> None:
    put(people, shown, 4)
    at(clock, MONDAY, "09:00")
    deliver_due()
    (pushed,) = push_service.received
    assert own_browser.read(pushed.body).strip() == b'{"k": "stock", "u": "/home/"}'
    assert len(payload_of(Kind.STOCK)) == len(payload_of(Kind.DOSE))


def test_a_helper_hears_of_it_only_as_wished_and_not_once_the_help_has_ended(
    people: People, shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    helper = Browser(push_service, "helper")
    let_show(people.dario, helper)
    put(people, shown, 4)
    at(clock, MONDAY, "09:00")
    assert waiting(people.dario.user) == 0
    ReminderChoice.objects.create(patient_id=shown.patient, proxies_after=60, changed_at=now())
    clock.move_to(madrid(TUESDAY, "07:00"))
    put(people, shown, 4)
    at(clock, TUESDAY, "09:00")
    assert waiting(people.dario.user) == 1
    Proxy.objects.filter(patient_id=shown.patient).update(ends_at=now())
    deliver_due()
    assert push_service.arrived_at(helper) == []
    assert waiting(people.dario.user) == 0


def test_doses_that_are_taken_bring_it_nearer(
    people: People, shown: Course, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "07:30"))
    put(people, shown, 17)
    assert at(clock, MONDAY, "09:00") == 0
    for slot in (1, 2):
        record_intake(people.amara.actor, shown.patient, shown.intake(MONDAY, slot))
    assert at(clock, TUESDAY, "09:00") == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_two_sweeps_at_once_tell_once(
    people: People, shown: Course, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(people, shown, 4)
    clock.move_to(madrid(MONDAY, "09:00"))
    monkeypatch.setattr(stock_notices, "_takes_the_look", meeting(stock_notices._takes_the_look))

    def sweep() -> int:
        try:
            return remind_of_refills()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = [future.result() for future in [pool.submit(sweep) for _ in range(2)]]
    assert sorted(made) == [0, 1]
    assert (StockNotice.objects.count(), waiting()) == (1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_even_two_looks_at_once_tell_once(
    people: People, shown: Course, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the condition of the look would fail, the notice itself still exists once."""
    put(people, shown, 4)
    clock.move_to(madrid(MONDAY, "09:00"))
    monkeypatch.setattr(stock_notices, "_takes_the_look", lambda *given: True)
    monkeypatch.setattr(stock_notices, "_tell", meeting(stock_notices._tell))

    def sweep() -> int:
        try:
            return remind_of_refills()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = [future.result() for future in [pool.submit(sweep) for _ in range(2)]]
    assert sorted(made) == [0, 1]
    assert (StockNotice.objects.count(), waiting()) == (1, 1)


def test_the_sweep_runs_at_each_tick_before_the_delivery() -> None:
    names = list(SWEEPS)
    assert SWEEPS["refills"] is remind_of_refills
    assert names.index("refills") < names.index("deliveries")
