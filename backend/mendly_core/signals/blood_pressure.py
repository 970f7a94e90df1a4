"""The blood-pressure rule: categories of a mean, a repeat for very high readings, alerts that do not flap."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from mendly_core.signals.tables import VERSION
from mendly_core.signals.thresholds import threshold_rules
from mendly_core.signals.types import series_type

FRESH = timedelta(hours=24)
"""Older readings go on the chart but raise and clear nothing (caveat of the vitals fact table)."""
CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far ahead of our clock a device's may run before its reading waits."""
LEAST_READINGS = 2
"""The table's persistence: "mean of at least 2 readings"."""
REPEAT_AFTER = timedelta(minutes=5)
"""The table's persistence for severe readings: "repeat after 5 minutes"."""
CLEARING_EVALUATIONS = 2
"""Clearing takes no lower threshold, which would be an invented number, but a second look: the confirmed
mean has to fall below the opening category in two evaluations running, each with a reading the one before
had not seen."""


class Category(IntEnum):
    """AHA/ACC categories, lowest first. SEVERE is not a category of means: it is a high reading, repeated."""

    NORMAL = 0
    ELEVATED = 1
    STAGE_1 = 2
    STAGE_2 = 3
    SEVERE = 4

    @property
    def rule_name(self) -> str:
        """The name of its rule in the threshold table."""
        return _RULE_NAMES[self]


_RULE_NAMES = {
    Category.NORMAL: "bp_normal",
    Category.ELEVATED: "bp_elevated",
    Category.STAGE_1: "bp_stage1",
    Category.STAGE_2: "bp_stage2",
    Category.SEVERE: "bp_severe",
}


@dataclass(frozen=True, slots=True)
class BloodPressureReading:
    """One reading in mm[Hg]. `id` names the observation; `taken_at` is an aware instant."""

    id: str
    taken_at: datetime
    systolic: float
    diastolic: float

    def to_json(self) -> list[object]:
        return [self.id, self.taken_at.isoformat(), self.systolic, self.diastolic]

    @classmethod
    def from_json(cls, data: Sequence[Any]) -> BloodPressureReading:
        identifier, taken_at, systolic, diastolic = data
        return cls(identifier, datetime.fromisoformat(taken_at), systolic, diastolic)

    @property
    def facts(self) -> tuple[datetime, float, float]:
        """What makes two deliveries the same reading."""
        return self.taken_at, self.systolic, self.diastolic

    @property
    def needs_check(self) -> bool:
        """Whether this cannot be a blood pressure: show "check the reading", keep it, count it nowhere."""
        plausible = series_type("systolic").is_plausible(self.systolic)
        plausible = plausible and series_type("diastolic").is_plausible(self.diastolic)
        return not plausible or self.diastolic >= self.systolic

    @property
    def is_severe(self) -> bool:
        rule = threshold_rules()[Category.SEVERE.rule_name]
        return rule.holds({"systolic": self.systolic, "diastolic": self.diastolic})


@dataclass(frozen=True, slots=True)
class RuleState:
    """What the rule has seen and concluded. Feed it back as `previous` with the next readings.

    `category` and the means (whole mm[Hg]) are of the last evaluation that could confirm anything, None
    before. `repeat_from`: a very high reading waits for a repeat, which counts from this moment on.
    """

    is_open: bool = False
    opened_at: datetime | None = None
    peak: Category | None = None
    """The highest category since the alert opened."""
    category: Category | None = None
    mean_systolic: int | None = None
    mean_diastolic: int | None = None
    lower_evaluations: int = 0
    """Evaluations running, up to now, that found an open alert's mean below the opening category."""
    repeat_from: datetime | None = None
    seen: tuple[BloodPressureReading, ...] = ()
    """The readings that counted, oldest first."""
    to_check: tuple[BloodPressureReading, ...] = ()
    """Recent readings that cannot be right."""
    version: str = VERSION

    def to_json(self) -> dict[str, object]:
        """A form to keep between evaluations; `from_json` reads it back."""
        return {
            "is_open": self.is_open,
            "opened_at": self.opened_at.isoformat() if self.opened_at else None,
            "peak": self.peak.name if self.peak is not None else None,
            "category": self.category.name if self.category is not None else None,
            "mean_systolic": self.mean_systolic,
            "mean_diastolic": self.mean_diastolic,
            "lower_evaluations": self.lower_evaluations,
            "repeat_from": self.repeat_from.isoformat() if self.repeat_from else None,
            "seen": [reading.to_json() for reading in self.seen],
            "to_check": [reading.to_json() for reading in self.to_check],
            "version": self.version,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RuleState:
        """Read what `to_json` wrote. Anything else raises KeyError, TypeError or ValueError."""
        return cls(
            is_open=data["is_open"],
            opened_at=_moment(data["opened_at"]),
            peak=Category[data["peak"]] if data["peak"] else None,
            category=Category[data["category"]] if data["category"] else None,
            mean_systolic=data["mean_systolic"],
            mean_diastolic=data["mean_diastolic"],
            lower_evaluations=data["lower_evaluations"],
            repeat_from=_moment(data["repeat_from"]),
            seen=tuple(map(BloodPressureReading.from_json, data["seen"])),
            to_check=tuple(map(BloodPressureReading.from_json, data["to_check"])),
            version=data["version"],
        )

    @property
    def source(self) -> str | None:
        """Whose threshold decided the category, as the table names it."""
        return None if self.category is None else threshold_rules()[self.category.rule_name].source


def evaluate_blood_pressure(
    readings: Iterable[BloodPressureReading],
    previous: RuleState,
    now: datetime,
    opens_at: Category = Category.STAGE_2,
) -> RuleState:
    """Evaluate the readings of the last 24 hours against the AHA/ACC categories.

    Opens when the mean of at least two readings reaches `opens_at`, or when a reading above 180 or 120 is
    followed, five minutes later or more, by another. Clears as `CLEARING_EVALUATIONS` says. Concludes only
    when a reading came or was taken back since `previous`: running it again, or later, changes nothing.
    """
    recent = _recent(readings, now)
    counted = tuple(reading for reading in recent if not reading.needs_check)
    to_check = tuple(reading for reading in recent if reading.needs_check)
    known = {reading.facts for reading in previous.seen if reading.taken_at >= now - FRESH}
    if known == {reading.facts for reading in counted}:
        return replace(previous, to_check=to_check)
    repeat_from, is_confirmed = _severe_run(counted)
    state = replace(previous, seen=counted, to_check=to_check, repeat_from=repeat_from, version=VERSION)
    if len(counted) < LEAST_READINGS:
        return state
    systolic = rounded_mean([reading.systolic for reading in counted])
    diastolic = rounded_mean([reading.diastolic for reading in counted])
    category = Category.SEVERE if is_confirmed else category_of(systolic, diastolic)
    state = replace(state, category=category, mean_systolic=systolic, mean_diastolic=diastolic)
    return _opened(state, category, now) if category >= opens_at else _calmer(state)


def category_of(systolic: int, diastolic: int) -> Category:
    """The highest AHA/ACC category that a mean, in whole mm[Hg], fits."""
    values = {"systolic": float(systolic), "diastolic": float(diastolic)}
    ranked = (Category.STAGE_2, Category.STAGE_1, Category.ELEVATED)
    rules = threshold_rules()
    return next((category for category in ranked if rules[category.rule_name].holds(values)), Category.NORMAL)


def rounded_mean(values: Sequence[float]) -> int:
    """The mean in whole units, halves up: the categories leave no room between 129 and 130."""
    return math.floor(math.fsum(values) / len(values) + 0.5)


def _recent(readings: Iterable[BloodPressureReading], now: datetime) -> list[BloodPressureReading]:
    """Fresh readings, oldest first, each once however often and under however many ids it was delivered."""
    fresh = [reading for reading in readings if now - FRESH <= reading.taken_at <= now + CLOCK_TOLERANCE]
    by_facts = {
        reading.facts: reading for reading in sorted(fresh, key=lambda reading: reading.id, reverse=True)
    }
    return [by_facts[facts] for facts in sorted(by_facts)]


def _severe_run(readings: Iterable[BloodPressureReading]) -> tuple[datetime | None, bool]:
    """From when on a repeat is awaited, if one is, and whether a severe reading stands confirmed.

    A reading within five minutes is no repeat: it neither confirms nor calms.
    """
    since: datetime | None = None
    is_confirmed = False
    for reading in readings:
        is_repeat = since is not None and reading.taken_at - since >= REPEAT_AFTER
        if reading.is_severe:
            is_confirmed = is_confirmed or is_repeat
            since = reading.taken_at if is_confirmed or since is None else since
        elif is_repeat:
            since, is_confirmed = None, False
    is_waiting = since is not None and not is_confirmed
    return (since + REPEAT_AFTER if since is not None and is_waiting else None), is_confirmed


def _opened(state: RuleState, category: Category, now: datetime) -> RuleState:
    if not state.is_open:
        return replace(state, is_open=True, opened_at=now, peak=category, lower_evaluations=0)
    return replace(state, peak=max(state.peak or category, category), lower_evaluations=0)


def _calmer(state: RuleState) -> RuleState:
    if not state.is_open:
        return state
    if state.lower_evaluations + 1 < CLEARING_EVALUATIONS:
        return replace(state, lower_evaluations=state.lower_evaluations + 1)
    return replace(state, is_open=False, opened_at=None, peak=None, lower_evaluations=0)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
