"""What a schedule says: on which days, at which wall times, in whose zone, with which windows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from mendly_core.doses.reading import FIRST_YEAR, LAST_YEAR, Parts, Refused, is_plain_line
from mendly_core.doses.zones import UnknownZone, zone_named

MINUTES_PER_DAY = 1440
LONGEST_WINDOW = 7 * MINUTES_PER_DAY
HIGHEST_SLOT = HIGHEST_REVISION = 32_767
"""What a small database integer holds."""
LONGEST_UNIT = 40

_CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


class RuleRefused(Refused):
    """The schedule cannot be used: `field`, `code` and a plain `sentence` say why."""


class ZonePolicy(StrEnum):
    """FLOATING: the wall clock follows the traveller. HOME: the wall clock of `home_zone`, always."""

    FLOATING = "floating"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class SlotTime:
    """One dose of a day. The slot is the dose's stable name: moving 08:00 to 08:30 keeps it."""

    slot: int
    at: str
    """Local wall time, "HH:MM"."""

    def __post_init__(self) -> None:
        if not 1 <= self.slot <= HIGHEST_SLOT:
            raise RuleRefused("slot", "not-a-whole-number")
        if not _CLOCK_TIME.fullmatch(self.at):
            raise RuleRefused("at", "not-a-time")

    @property
    def minute(self) -> int:
        """Minutes since midnight on the wall clock."""
        return int(self.at[:2]) * 60 + int(self.at[3:])


@dataclass(frozen=True, slots=True)
class DailyRule:
    """Every day at the same times. `times` is kept in the order of the day."""

    kind: ClassVar[str] = "daily"
    times: tuple[SlotTime, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "times", _ordered(self.times))

    def falls_on(self, ordinal: int) -> bool:
        """Whether the day with this proleptic Gregorian ordinal has doses."""
        return True

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind, "times": _times_json(self.times)}


@dataclass(frozen=True, slots=True)
class WeekdaysRule:
    """The same times on some days of the week, 0 for Monday. `days` and `times` are kept in order."""

    kind: ClassVar[str] = "weekdays"
    days: tuple[int, ...]
    times: tuple[SlotTime, ...]

    def __post_init__(self) -> None:
        if not self.days:
            raise RuleRefused("rule.days", "no-days")
        if not all(type(day) is int and 0 <= day <= 6 for day in self.days):
            raise RuleRefused("rule.days", "not-a-weekday")
        if len(set(self.days)) != len(self.days):
            raise RuleRefused("rule.days", "same-day")
        object.__setattr__(self, "days", tuple(sorted(self.days)))
        object.__setattr__(self, "times", _ordered(self.times))

    def falls_on(self, ordinal: int) -> bool:
        """Whether the day with this proleptic Gregorian ordinal has doses."""
        return (ordinal - 1) % 7 in self.days

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind, "days": list(self.days), "times": _times_json(self.times)}


Rule = DailyRule | WeekdaysRule


@dataclass(frozen=True, slots=True)
class Schedule:
    """One immutable revision of how a medicine is taken. A change is a new revision with the same id.

    Holds for local dates valid_from <= day < valid_to (None: open end). A dose is on time when taken within
    `early_minutes` before or after its wall time, and missed when nothing was logged `late_minutes` after it.
    """

    id: UUID
    rev: int
    medicine: UUID
    rule: Rule
    amount: Decimal
    unit: str
    zone_policy: ZonePolicy
    home_zone: str
    valid_from: date
    valid_to: date | None = None
    early_minutes: int = 60
    late_minutes: int = 240

    def __post_init__(self) -> None:
        if not 1 <= self.rev <= HIGHEST_REVISION:
            raise RuleRefused("rev", "not-a-whole-number")
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite() or self.amount <= 0:
            raise RuleRefused("amount", "not-an-amount")
        if not is_plain_line(self.unit, LONGEST_UNIT):
            raise RuleRefused("unit", "not-text")
        self._check_zone()
        self._check_range()

    def _check_zone(self) -> None:
        try:
            zone_named(self.home_zone)
        except UnknownZone:
            raise RuleRefused("home_zone", "unknown-zone") from None

    def _check_range(self) -> None:
        if not FIRST_YEAR <= self.valid_from.year <= LAST_YEAR:
            raise RuleRefused("valid_from", "not-a-date")
        if self.valid_to is not None and not FIRST_YEAR <= self.valid_to.year <= LAST_YEAR:
            raise RuleRefused("valid_to", "not-a-date")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise RuleRefused("valid_to", "ends-before-start")
        if not 0 <= self.early_minutes <= LONGEST_WINDOW:
            raise RuleRefused("early_minutes", "not-a-whole-number")
        if not 1 <= self.late_minutes <= LONGEST_WINDOW:
            raise RuleRefused("late_minutes", "not-a-whole-number")

    def covers(self, day: date) -> bool:
        """Whether this revision holds on a local date."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def to_json(self) -> dict[str, object]:
        return {
            "id": str(self.id),
            "rev": self.rev,
            "medicine": str(self.medicine),
            "rule": self.rule.to_json(),
            "amount": f"{self.amount:f}",
            "unit": self.unit,
            "zone_policy": self.zone_policy.value,
            "home_zone": self.home_zone,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "early_minutes": self.early_minutes,
            "late_minutes": self.late_minutes,
        }

    @classmethod
    def from_json(cls, data: object) -> Schedule:
        """Read a schedule. Raises `RuleRefused` with the field and a sentence, also for unknown parts."""
        parts = Parts(data, _SCHEDULE_PARTS, RuleRefused)
        return cls(
            id=parts.uuid("id"),
            rev=parts.integer("rev", 1, HIGHEST_REVISION),
            medicine=parts.uuid("medicine"),
            rule=rule_from_json(parts.value("rule")),
            amount=parts.amount("amount"),
            unit=parts.text("unit", LONGEST_UNIT),
            zone_policy=_zone_policy(parts),
            home_zone=parts.text("home_zone", 64),
            valid_from=parts.date("valid_from"),
            valid_to=parts.date("valid_to") if parts.has("valid_to") else None,
            early_minutes=parts.integer("early_minutes", 0, LONGEST_WINDOW),
            late_minutes=parts.integer("late_minutes", 1, LONGEST_WINDOW),
        )


_SCHEDULE_PARTS = frozenset(Schedule.__dataclass_fields__)


def rule_from_json(data: object) -> Rule:
    """Read a rule of any known kind. Raises `RuleRefused`."""
    kind = data.get("kind") if isinstance(data, Mapping) else None
    if kind == DailyRule.kind:
        parts = Parts(data, frozenset({"kind", "times"}), RuleRefused, "rule")
        return DailyRule(_times(parts))
    if kind == WeekdaysRule.kind:
        parts = Parts(data, frozenset({"kind", "days", "times"}), RuleRefused, "rule")
        return WeekdaysRule(_days(parts), _times(parts))
    if not isinstance(data, Mapping):
        raise RuleRefused("rule", "not-an-object")
    raise RuleRefused("rule.kind", "unknown-kind")


def _zone_policy(parts: Parts) -> ZonePolicy:
    value = parts.value("zone_policy")
    if not isinstance(value, str) or value not in {policy.value for policy in ZonePolicy}:
        raise parts.refuse("zone_policy", "not-a-choice")
    return ZonePolicy(value)


def _days(parts: Parts) -> tuple[int, ...]:
    days: list[int] = []
    for day in parts.list("days"):
        if type(day) is not int:
            raise parts.refuse("days", "not-a-weekday")
        days.append(day)
    return tuple(days)


def _times(parts: Parts) -> tuple[SlotTime, ...]:
    return tuple(
        _slot_time(item, f"{parts.field('times')}[{index}]") for index, item in enumerate(parts.list("times"))
    )


def _slot_time(data: object, field: str) -> SlotTime:
    parts = Parts(data, frozenset({"slot", "at"}), RuleRefused, field)
    return SlotTime(
        slot=parts.integer("slot", 1, HIGHEST_SLOT), at=parts.matching("at", _CLOCK_TIME, "not-a-time")
    )


def _ordered(times: tuple[SlotTime, ...]) -> tuple[SlotTime, ...]:
    if not times:
        raise RuleRefused("rule.times", "no-times")
    if len({time.slot for time in times}) != len(times):
        raise RuleRefused("rule.times", "same-slot")
    if len({time.at for time in times}) != len(times):
        raise RuleRefused("rule.times", "same-time")
    return tuple(sorted(times, key=lambda time: time.at))


def _times_json(times: tuple[SlotTime, ...]) -> list[dict[str, object]]:
    return [{"slot": time.slot, "at": time.at} for time in times]
