"""Reminders: once when due, once more if nothing was logged, later when asked; and never a name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mendly_app.devices.fakes import FakeAlarms, FakeNotifier, FakeVibrator
from mendly_app.devices.ports import AlarmAnswer
from mendly_core.doses import State
from tests.mobile.world import Phone, fill

MORNING = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


async def at_seven(phone: Phone) -> Phone:
    """Seven in the morning in Madrid, an hour before the first dose."""
    fill(phone.server)
    phone.clock.move(MORNING - phone.clock.now())
    await phone.companion.engine.sync_once()
    return phone


def shown(phone: Phone) -> list[tuple[str, str]]:
    notifier = phone.devices.notifier
    assert isinstance(notifier, FakeNotifier)
    return notifier.shown


@pytest.mark.asyncio
async def test_a_due_dose_rings_once_with_a_fixed_text(phone: Phone) -> None:
    await at_seven(phone)
    assert phone.companion.remind() == 0
    phone.clock.move(timedelta(hours=1))
    assert phone.companion.remind() == 1
    assert phone.companion.remind() == 0
    assert shown(phone) == [("Mendly", "Time for your medicine")]
    assert isinstance(phone.devices.vibrator, FakeVibrator)
    assert phone.devices.vibrator.times == 1


@pytest.mark.asyncio
async def test_a_dose_that_stays_open_rings_once_more(phone: Phone) -> None:
    await at_seven(phone)
    phone.clock.move(timedelta(hours=1))
    rings = 0
    for _ in range(12):
        rings += phone.companion.remind()
        phone.clock.move(timedelta(minutes=10))
    assert rings == 2


@pytest.mark.asyncio
async def test_a_logged_dose_rings_no_more(phone: Phone) -> None:
    await at_seven(phone)
    phone.companion.doses.take(phone.companion.doses.today().doses[0].key)
    phone.clock.move(timedelta(hours=1, minutes=31))
    assert phone.companion.remind() == 0


@pytest.mark.asyncio
async def test_later_rings_in_ten_minutes_instead_of_the_second_ring(phone: Phone) -> None:
    await at_seven(phone)
    phone.clock.move(timedelta(hours=1))
    phone.companion.remind()
    key = phone.companion.doses.today().doses[0].key
    at = phone.companion.doses.snooze(key, 10)
    assert at == phone.clock.now() + timedelta(minutes=10)
    phone.clock.move(timedelta(minutes=10))
    assert phone.companion.remind() == 1
    phone.clock.move(timedelta(minutes=20))
    assert phone.companion.remind() == 0


@pytest.mark.asyncio
async def test_a_restart_does_not_ring_again_and_old_doses_stay_quiet(phone: Phone) -> None:
    await at_seven(phone)
    phone.clock.move(timedelta(hours=1))
    assert len(phone.companion.reminders.ring_due()) == 1
    phone.clock.move(timedelta(hours=2))
    assert [ring.at for ring in phone.companion.reminders.coming() if ring.at <= phone.clock.now()] == []


@pytest.mark.asyncio
async def test_the_phones_own_alarms_hold_sixty_days_and_no_name(phone: Phone) -> None:
    await at_seven(phone)
    assert isinstance(phone.devices.alarms, FakeAlarms)
    doses = [alarm for alarm in phone.devices.alarms.planned if alarm.buttons]
    assert len(doses) == 3 * 61
    assert {(alarm.text, alarm.buttons) for alarm in doses} == {
        ("Time for your medicine", ("Taken", "Later", "Skip"))
    }
    everything = repr(phone.devices.alarms.planned).lower()
    assert not any(name in everything for name in ("lisinopril", "metformin", "simvastatin", "amara"))


@pytest.mark.asyncio
async def test_when_a_week_of_the_plan_is_left_an_alarm_asks_to_open_the_app(phone: Phone) -> None:
    await at_seven(phone)
    assert isinstance(phone.devices.alarms, FakeAlarms)
    [renew] = [alarm for alarm in phone.devices.alarms.planned if not alarm.buttons]
    assert renew.at == phone.clock.now() + timedelta(days=53)
    assert renew.text == "You have a reminder in Mendly."


@pytest.mark.asyncio
async def test_later_moves_the_alarm_of_its_dose(phone: Phone) -> None:
    await at_seven(phone)
    phone.clock.move(timedelta(hours=1))
    key = phone.companion.doses.today().doses[0].key
    at = phone.companion.doses.snooze(key, 60)
    assert isinstance(phone.devices.alarms, FakeAlarms)
    assert [alarm.at for alarm in phone.devices.alarms.planned if alarm.id == key] == [at]


@pytest.mark.asyncio
async def test_a_moved_dose_never_rings_at_its_old_time(phone: Phone) -> None:
    await at_seven(phone)
    dose = phone.companion.doses.today().doses[0]
    to = dose.state.occurrence.instant + timedelta(hours=2)
    assert phone.companion.doses.move(dose.key, to)
    assert not phone.companion.doses.move(dose.key, to + timedelta(hours=23))
    assert isinstance(phone.devices.alarms, FakeAlarms)
    assert [alarm.at for alarm in phone.devices.alarms.planned if alarm.id == dose.key] == [to]
    phone.clock.move(timedelta(hours=1, minutes=30))
    assert phone.companion.remind() == 0
    phone.clock.move(timedelta(hours=1, minutes=30))
    assert phone.companion.remind() == 1


@pytest.mark.asyncio
async def test_a_phone_that_rings_by_itself_is_not_rung_by_the_app_too(phone: Phone) -> None:
    await at_seven(phone)
    assert isinstance(phone.devices.alarms, FakeAlarms)
    phone.devices.alarms.rings = True
    phone.clock.move(timedelta(hours=1))
    phone.companion.remind()
    assert shown(phone) == []


@pytest.mark.asyncio
async def test_answers_on_notifications_are_logged_with_their_time(phone: Phone) -> None:
    await at_seven(phone)
    first, second, _ = phone.companion.doses.today().doses
    assert isinstance(phone.devices.alarms, FakeAlarms)
    at = MORNING + timedelta(hours=1, minutes=4)
    phone.clock.move(timedelta(hours=7))
    phone.devices.alarms.pressed = [
        AlarmAnswer(first.key, "taken", at),
        AlarmAnswer(second.key, "skipped", at),
        AlarmAnswer(first.key, "taken", at),
        AlarmAnswer("f" * 32, "taken", at),
    ]
    phone.companion.take_up_alarms()
    states = [(dose.state.state, dose.state.taken_at) for dose in phone.companion.doses.today().doses]
    assert states[0] == (State.TAKEN, at)
    assert states[1] == (State.SKIPPED, None)
    assert phone.store.outbox.waiting() == 2
