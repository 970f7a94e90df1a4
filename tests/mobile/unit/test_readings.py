"""Readings: what a typed number may be, what is asked about, and steps as sums of minutes."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from mendly_app.devices.fakes import FakeAccelerometer
from mendly_app.devices.ports import Acceleration
from mendly_app.patient.readings import BadReading, ReadingType, check
from mendly_app.patient.walking import Walking
from mendly_app.sync.records import RecordState
from tests.mobile.world import Phone, ident

BP = ReadingType.BLOOD_PRESSURE


def test_a_blood_pressure_is_read_as_typed() -> None:
    draft = check(BP, {"systolic": " 128 ", "diastolic": "82", "pulse": ""})
    assert draft.values == {"systolic": Decimal(128), "diastolic": Decimal(82)}
    assert draft.unlikely == ()


def test_a_decimal_comma_is_fine() -> None:
    assert check(ReadingType.WEIGHT, {"weight": "81,4"}).values == {"weight": Decimal("81.4")}


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"systolic": "", "diastolic": "82"}, "systolic", "missing"),
        ({"systolic": "128", "diastolic": "eighty"}, "diastolic", "not-a-number"),
        ({"systolic": "1e3", "diastolic": "82"}, "systolic", "not-a-number"),
        ({"systolic": "-128", "diastolic": "82"}, "systolic", "not-a-number"),
        ({"systolic": "128.5", "diastolic": "82"}, "systolic", "impossible"),
        ({"systolic": "0", "diastolic": "82"}, "systolic", "impossible"),
        ({"systolic": "12800000", "diastolic": "82"}, "systolic", "not-a-number"),
        ({"systolic": "1280", "diastolic": "82"}, "systolic", "impossible"),
        ({"systolic": "128", "diastolic": "82", "pulse": "²"}, "pulse", "not-a-number"),
    ],
)
def test_what_is_no_reading_is_refused_with_its_field(typed: dict[str, str], field: str, code: str) -> None:
    with pytest.raises(BadReading) as bad:
        check(BP, typed)
    assert (bad.value.field, bad.value.code) == (field, code)


@pytest.mark.parametrize(
    ("systolic", "diastolic", "unlikely"),
    [
        ("301", "82", ("systolic",)),
        ("82", "128", ("diastolic",)),
        ("120", "201", ("diastolic",)),
        ("128", "82", ()),
    ],
)
def test_a_number_out_of_the_usual_is_asked_about(
    systolic: str, diastolic: str, unlikely: tuple[str, ...]
) -> None:
    assert check(BP, {"systolic": systolic, "diastolic": diastolic}).unlikely == unlikely


def test_a_reading_is_saved_and_queued_together(phone: Phone) -> None:
    readings = phone.companion.readings
    identifier = readings.add(check(BP, {"systolic": "128", "diastolic": "82", "pulse": "70"}))
    [reading] = readings.recent(BP)
    assert (reading.id, reading.state) == (identifier, RecordState.PENDING)
    [event] = phone.store.outbox.first(10)
    assert (event.id, event.kind) == (str(identifier), "observation")
    assert event.body == {
        "type": "blood_pressure",
        "taken_at": "2026-11-22T12:00:00Z",
        "values": {"systolic": 128, "diastolic": 82, "pulse": 70},
        "confirmed": False,
    }


def test_an_unlikely_reading_goes_out_as_confirmed(phone: Phone) -> None:
    phone.companion.readings.add(check(BP, {"systolic": "310", "diastolic": "82"}))
    assert phone.store.outbox.first(1)[0].body["confirmed"] is True
    [reading] = phone.companion.readings.recent(BP)
    assert reading.needs_check


def test_a_weight_finer_than_a_gram_is_refused() -> None:
    with pytest.raises(BadReading) as bad:
        check(ReadingType.WEIGHT, {"weight": "81.4444"})
    assert bad.value.code == "impossible"


def test_a_weight_travels_as_text_so_that_it_stays_exact(phone: Phone) -> None:
    phone.companion.readings.add(check(ReadingType.WEIGHT, {"weight": "81.40"}))
    assert phone.store.outbox.first(1)[0].body["values"] == {"weight": "81.40"}


@pytest.mark.asyncio
async def test_the_newest_reading_comes_first_and_old_or_strange_ones_are_left_out(phone: Phone) -> None:
    def told(name: str, at: str, values: dict[str, object], kind: str = "blood_pressure") -> None:
        body = {"id": ident(name), "type": kind, "taken_at": at, "values": values}
        phone.server.document("observation", ident(name), body)

    told("a", "2026-11-20T08:00:00Z", {"systolic": 134, "diastolic": 86})
    told("b", "2026-11-21T08:00:00Z", {"systolic": "130", "diastolic": "84"})
    told("old", "2026-01-01T08:00:00Z", {"systolic": 110, "diastolic": 70})
    told("glucose", "2026-11-21T08:00:00Z", {"glucose": 90}, "glucose")
    told("broken", "2026-11-21T09:00:00Z", {"systolic": 120})
    await phone.companion.engine.sync_once()
    assert [r.values["systolic"] for r in phone.companion.readings.recent(BP)] == [Decimal(130), Decimal(134)]


def test_steps_are_summed_by_day_and_sent_by_minute(phone: Phone) -> None:
    readings = phone.companion.readings
    midnight = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    phone.clock.move(timedelta(hours=11, minutes=2))
    readings.add_steps(
        {midnight - timedelta(minutes=1): 50, midnight: 40, midnight + timedelta(minutes=1): 0}
    )
    assert readings.steps_today() == 40
    readings.add_steps({midnight + timedelta(minutes=1): 12})
    assert readings.steps_today() == 52
    first, second = phone.store.outbox.first(10)
    assert first.kind == "samples"
    ms = int(midnight.timestamp() * 1000)
    assert first.body == {
        "type": "steps",
        "source": "phone_accelerometer",
        "unit": "{steps}",
        "zone_offset_min": 60,
        "points": [[ms - 60_000, 50], [ms, 40]],
    }
    assert second.body["points"] == [[ms + 60_000, 12]]


def test_no_steps_make_no_event(phone: Phone) -> None:
    phone.companion.readings.add_steps({})
    assert phone.store.outbox.waiting() == 0


def test_a_walk_in_the_sensor_becomes_steps(phone: Phone) -> None:
    """Twenty seconds at two steps a second, after two seconds of standing."""
    samples = []
    for index in range(550):
        seconds = index / 25
        swing = 2.5 * math.sin(2 * math.pi * 2 * seconds) if seconds > 2 else 0.0
        samples.append(Acceleration(seconds + 1, 0.1, 0.2, 9.81 + swing))
    sensor = FakeAccelerometer(samples)
    sensor.switch_on()
    walking = Walking(sensor, phone.clock, phone.companion.readings)
    for _ in range(600):
        walking.take_sample()
    walking.save(all_of_it=True)
    assert 36 <= phone.companion.readings.steps_today() <= 42
    walking.save()
    assert phone.store.outbox.waiting() == 1


def test_no_two_sums_of_steps_share_a_time(phone: Phone) -> None:
    """The server keeps one value a moment, so a second sum of the same minute would be lost."""
    walking = Walking(FakeAccelerometer(), phone.clock, phone.companion.readings)
    phone.clock.move(timedelta(seconds=20))
    minute = phone.clock.now().replace(second=0)
    walking._minutes[minute] = 30
    walking.save()
    assert phone.store.outbox.waiting() == 0
    walking.save(all_of_it=True)
    walking._minutes[minute] = 12
    phone.clock.move(timedelta(minutes=1))
    walking.save()
    points = [point for event in phone.store.outbox.first(9) for point in event.body["points"]]
    ms = int(minute.timestamp() * 1000)
    assert points == [[ms + 20_000, 30], [ms, 12]]
    assert phone.companion.readings.steps_today() == 42


@pytest.mark.asyncio
async def test_a_phone_without_the_sensor_counts_nothing(phone: Phone) -> None:
    walking = Walking(FakeAccelerometer(exists=False), phone.clock, phone.companion.readings)
    await walking.run()
    assert phone.companion.readings.steps_today() == 0
