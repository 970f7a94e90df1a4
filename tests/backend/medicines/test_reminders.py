"""A dose that is due is told once, to the right person, and says nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection

from mendly.accounts.models import User
from mendly.medicines.checks import MedicineWords
from mendly.medicines.services import (
    add_medicine,
    end_medicine,
    record_intake,
    reminders,
    set_schedule,
    undo_intake,
)
from mendly.medicines.services.reminders import LOOK_BACK
from mendly.notify.models import Delivery
from mendly.notify.services import deliver_due
from mendly.ops.sweeps import SWEEPS
from mendly.vault import crypto
from mendly_core.doses import IntakeKind
from tests.backend.conftest import People
from tests.backend.medicines.conftest import MONDAY, Course, draft, madrid, ring_due
from tests.backend.notify.browsers import Browser, PushService, let_show

MINUTE = timedelta(minutes=1)


def tick() -> None:
    ring_due()
    deliver_due()


@pytest.fixture
def shown(people: People, course: Course, own_browser: Browser) -> Course:
    """Amara turned notifications on."""
    let_show(people.amara, own_browser)
    return course


def test_a_due_dose_is_told_once(
    shown: Course, push_service: PushService, own_browser: Browser, clock: time_machine.Traveller
) -> None:
    heard = []
    for clock_time in ("07:59", "08:00", "08:01", "08:09", "08:11", "12:30", "20:00", "20:00"):
        clock.move_to(madrid(MONDAY, clock_time))
        tick()
        heard.append(len(push_service.received))
    assert heard == [0, 1, 1, 1, 1, 1, 2, 2]
    assert json.loads(own_browser.read(push_service.received[0].body)) == {"k": "dose", "u": "/home/"}


def test_a_tick_that_comes_late_still_tells(
    shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "08:00") + LOOK_BACK - MINUTE)
    tick()
    assert len(push_service.received) == 1
    assert int(push_service.received[0].headers["ttl"]) == (240 - 9) * 60


def test_doses_of_one_minute_are_one_notification(
    people: People, shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    for name in ("Metformin", "Ramipril"):
        medicine, _ = add_medicine(people.amara.actor, shown.patient, MedicineWords(name))
        set_schedule(people.amara.actor, shown.patient, medicine.id, draft("08:00"))
    clock.move_to(madrid(MONDAY, "08:00"))
    tick()
    assert (len(push_service.received), Delivery.objects.filter(sent_at=None).count()) == (1, 0)
    assert Delivery.objects.count() == 3


@pytest.mark.parametrize("kind", [IntakeKind.TAKEN, IntakeKind.SKIPPED])
def test_a_dose_that_was_logged_early_is_not_told(
    people: People,
    shown: Course,
    push_service: PushService,
    clock: time_machine.Traveller,
    kind: IntakeKind,
) -> None:
    clock.move_to(madrid(MONDAY, "07:30"))
    record_intake(people.amara.actor, shown.patient, shown.intake(MONDAY, kind=kind))
    clock.move_to(madrid(MONDAY, "08:00"))
    ring_due()
    assert not Delivery.objects.exists()
    tick()
    assert push_service.received == []


def test_a_dose_that_was_taken_and_undone_is_told(
    people: People, shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "07:30"))
    event, _ = record_intake(people.amara.actor, shown.patient, shown.intake(MONDAY))
    undo_intake(people.amara.actor, shown.patient, event.id)
    clock.move_to(madrid(MONDAY, "08:00"))
    tick()
    assert len(push_service.received) == 1


def test_a_dose_that_is_taken_before_the_reminder_leaves_calls_it_off(
    people: People, shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    clock.move_to(madrid(MONDAY, "08:00"))
    ring_due()
    event, _ = record_intake(people.amara.actor, shown.patient, shown.intake(MONDAY))
    deliver_due()
    assert (push_service.received, Delivery.objects.count()) == ([], 0)
    undo_intake(people.amara.actor, shown.patient, event.id)
    tick()
    assert len(push_service.received) == 1


def test_an_ended_medicine_is_silent(
    people: People, shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    end_medicine(people.amara.actor, shown.patient, shown.medicine)
    clock.move_to(madrid(MONDAY, "08:00"))
    tick()
    assert push_service.received == []


def test_only_those_who_asked_are_told(
    people: People, course: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    let_show(people.dario, Browser(push_service, "dario"))
    let_show(people.imani, Browser(push_service, "imani"))
    clock.move_to(madrid(MONDAY, "08:00"))
    tick()
    assert (push_service.received, Delivery.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("zone", "clock_time", "day", "due"),
    [
        ("America/New_York", "02:30", date(2026, 3, 8), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        ("America/New_York", "01:30", date(2026, 11, 1), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("Africa/Cairo", "00:00", date(2026, 4, 24), datetime(2026, 4, 23, 22, 0, tzinfo=UTC)),
        ("Australia/Lord_Howe", "02:15", date(2026, 10, 4), datetime(2026, 10, 3, 15, 45, tzinfo=UTC)),
        ("Pacific/Kiritimati", "00:05", date(2026, 5, 2), datetime(2026, 5, 1, 10, 5, tzinfo=UTC)),
    ],
)
def test_on_days_when_clocks_change_it_rings_once_at_the_right_moment(
    people: People,
    shown: Course,
    push_service: PushService,
    clock: time_machine.Traveller,
    zone: str,
    clock_time: str,
    day: date,
    due: datetime,
) -> None:
    end_medicine(people.amara.actor, shown.patient, shown.medicine)
    people.amara.user.zone = zone
    people.amara.user.save()
    clock.move_to(due - timedelta(days=1, hours=3))
    medicine, _ = add_medicine(people.amara.actor, shown.patient, MedicineWords("Metformin"))
    set_schedule(people.amara.actor, shown.patient, medicine.id, draft(clock_time, valid_from=day))
    heard = []
    for offset in (-60, -5, 0, 5, 30, 60, 120):
        clock.move_to(due + offset * MINUTE)
        tick()
        heard.append(len(push_service.received))
    assert heard == [0, 0, 1, 1, 1, 1, 1]


def test_a_plan_whose_zone_is_unknown_stops_no_other(
    people: People, shown: Course, push_service: PushService, clock: time_machine.Traveller, caplog: Any
) -> None:
    carmen = people.carmen
    let_show(carmen, Browser(push_service, "carmen"))
    for _ in range(2):
        medicine, _ = add_medicine(carmen.actor, carmen.patient.id, MedicineWords("Metformin"))
        set_schedule(carmen.actor, carmen.patient.id, medicine.id, draft("08:00"))
    User.objects.filter(id=carmen.user.id).update(zone="localtime")
    clock.move_to(madrid(MONDAY, "08:00"))
    assert ring_due() == 1
    assert {row.user for row in Delivery.objects.all()} == {people.amara.user}
    assert "passed over" in caplog.text
    assert "localtime" not in caplog.text
    assert "Metformin" not in caplog.text


def test_no_seal_is_opened_to_remind(
    shown: Course, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> bytes:
        raise AssertionError("a seal was opened")

    monkeypatch.setattr(crypto, "unseal", refuse)
    clock.move_to(madrid(MONDAY, "08:00"))
    assert ring_due() == 1


def test_the_tick_reminds_before_it_delivers() -> None:
    names = list(SWEEPS)
    assert names.index("reminders") < names.index("deliveries")


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_are_one_notification(
    people: People, shown: Course, push_service: PushService, clock: time_machine.Traveller
) -> None:
    medicine, _ = add_medicine(people.amara.actor, shown.patient, MedicineWords("Metformin"))
    set_schedule(people.amara.actor, shown.patient, medicine.id, draft("08:00"))
    clock.move_to(madrid(MONDAY, "08:00"))
    at_once(tick)
    assert (Delivery.objects.count(), len(push_service.received)) == (2, 1)


def at_once(work: Callable[[], None], count: int = 3) -> None:
    barrier = Barrier(count)

    def run() -> None:
        barrier.wait()
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        for future in [pool.submit(run) for _ in range(count)]:
            future.result()


def test_many_patients_are_queued_in_portions(
    people: People, shown: Course, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "PATIENTS_AT_ONCE", 1)
    clock.move_to(madrid(MONDAY, "08:00"))
    assert ring_due() == 1
    assert Delivery.objects.count() == 1
