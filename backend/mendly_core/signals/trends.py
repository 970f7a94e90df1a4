"""Plain averages for the cards: this week and the week before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from mendly_core.signals.blood_pressure import BloodPressureReading, rounded_mean

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PressureMean:
    """Means in whole mm[Hg] of `readings` readings."""

    systolic: int
    diastolic: int
    readings: int


@dataclass(frozen=True, slots=True)
class PressureTrend:
    """`this_week` is the seven local days up to and including today, `last_week` the seven before.

    None where nothing was measured. `to_check` readings of both weeks cannot be right and count nowhere.
    """

    this_week: PressureMean | None
    last_week: PressureMean | None
    to_check: int


def weekly_blood_pressure(
    readings: Iterable[BloodPressureReading], today: date, zone: tzinfo
) -> PressureTrend:
    """Average both weeks by the days of the person's zone; a reading delivered twice counts once."""
    distinct = {reading.facts: reading for reading in readings}.values()
    dated = [(reading.taken_at.astimezone(zone).date(), reading) for reading in distinct]
    this_week = [reading for day, reading in dated if today - WEEK < day <= today]
    last_week = [reading for day, reading in dated if today - 2 * WEEK < day <= today - WEEK]
    to_check = sum(reading.needs_check for reading in [*this_week, *last_week])
    return PressureTrend(_mean(this_week), _mean(last_week), to_check)


def _mean(readings: list[BloodPressureReading]) -> PressureMean | None:
    counted = [reading for reading in readings if not reading.needs_check]
    if not counted:
        return None
    systolic = rounded_mean([reading.systolic for reading in counted])
    diastolic = rounded_mean([reading.diastolic for reading in counted])
    return PressureMean(systolic, diastolic, len(counted))
