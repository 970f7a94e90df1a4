"""The average of this week and of the week before, by the person's own days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from mendly_core.signals.blood_pressure import BloodPressureReading
from mendly_core.signals.trends import PressureMean, PressureTrend, weekly_blood_pressure

TODAY = date(2026, 11, 23)
MADRID, TOKYO = ZoneInfo("Europe/Madrid"), ZoneInfo("Asia/Tokyo")


def reading(moment: str, systolic: float, diastolic: float) -> BloodPressureReading:
    return BloodPressureReading(
        moment, datetime.fromisoformat(moment).replace(tzinfo=UTC), systolic, diastolic
    )


def test_two_weeks_of_readings_give_two_averages() -> None:
    readings = [
        reading("2026-11-23 07:00", 126, 81),
        reading("2026-11-20 07:00", 129, 82),
        reading("2026-11-14 07:00", 134, 86),
    ]
    assert weekly_blood_pressure(readings, TODAY, MADRID) == PressureTrend(
        PressureMean(128, 82, 2), PressureMean(134, 86, 1), 0
    )


def test_a_week_is_seven_local_days() -> None:
    readings = [
        reading("2026-11-16 22:59", 130, 80),
        reading("2026-11-16 23:00", 120, 70),
        reading("2026-11-09 23:00", 110, 60),
        reading("2026-11-09 22:59", 190, 90),
        reading("2026-11-23 23:00", 190, 90),
    ]
    found = weekly_blood_pressure(readings, TODAY, MADRID)
    assert found.this_week == PressureMean(120, 70, 1)
    assert found.last_week == PressureMean(120, 70, 2)
    in_tokyo = weekly_blood_pressure(readings[:1], TODAY, TOKYO)
    assert in_tokyo.this_week == PressureMean(130, 80, 1)


def test_a_week_without_readings_has_no_average() -> None:
    assert weekly_blood_pressure([], TODAY, MADRID) == PressureTrend(None, None, 0)


def test_a_reading_that_cannot_be_right_is_counted_apart() -> None:
    odd = reading("2026-11-22 07:00", 80, 120)
    assert weekly_blood_pressure([odd], TODAY, MADRID) == PressureTrend(None, None, 1)


def test_a_reading_delivered_twice_counts_once() -> None:
    first, second = reading("2026-11-22 07:00", 150, 90), reading("2026-11-22 08:00", 120, 80)
    found = weekly_blood_pressure([first, first, second], TODAY, MADRID)
    assert found.this_week == PressureMean(135, 85, 2)
