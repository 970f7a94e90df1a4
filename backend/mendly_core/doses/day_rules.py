"""Rules that a calendar decides: on which days there are doses, and at which wall times."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Self

from mendly_core.doses.reading import Parts
from mendly_core.doses.times import (
    CLOCK_TIME,
    MINUTES_PER_DAY,
    RuleRefused,
    SlotTime,
    clock_text,
    in_order_of_day,
    minute_of,
    parts_of,
    times_in,
)

LONGEST_CYCLE = 366
MOST_WEEKS = 52
SHORTEST_WAKING_STEP = 15


class DayRule(ABC):
    """Doses at the wall times `times`, in the order of the day, on every day for which `falls_on` says yes."""

    __slots__ = ()
    kind: ClassVar[str]
    times: tuple[SlotTime, ...]

    @abstractmethod
    def falls_on(self, ordinal: int) -> bool:
        """Whether the day with this proleptic Gregorian ordinal has doses."""

    @abstractmethod
    def to_json(self) -> dict[str, object]: ...

    @classmethod
    @abstractmethod
    def from_json(cls, data: object) -> Self:
        """Read the rule. Raises `RuleRefused`."""


@dataclass(frozen=True, slots=True)
class DailyRule(DayRule):
    """Every day at the same times."""

    kind: ClassVar[str] = "daily"
    times: tuple[SlotTime, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "times", in_order_of_day(self.times))

    def falls_on(self, ordinal: int) -> bool:
        return True

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind, "times": _times_json(self)}

    @classmethod
    def from_json(cls, data: object) -> Self:
        return cls(times_in(parts_of(cls, data)))


@dataclass(frozen=True, slots=True)
class WeekdaysRule(DayRule):
    """The same times on some days of the week, 0 for Monday. `days` is kept in order."""

    kind: ClassVar[str] = "weekdays"
    days: tuple[int, ...]
    times: tuple[SlotTime, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", _days_in_order(self.days, 0, 6, "not-a-weekday"))
        object.__setattr__(self, "times", in_order_of_day(self.times))

    def falls_on(self, ordinal: int) -> bool:
        return (ordinal - 1) % 7 in self.days

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind, "days": list(self.days), "times": _times_json(self)}

    @classmethod
    def from_json(cls, data: object) -> Self:
        parts = parts_of(cls, data)
        return cls(_whole_numbers(parts, "days", "not-a-weekday"), times_in(parts))


@dataclass(frozen=True, slots=True)
class EveryDaysRule(DayRule):
    """Every `every` days, counted from the day `anchor`, also backwards."""

    kind: ClassVar[str] = "every_days"
    every: int
    anchor: date
    times: tuple[SlotTime, ...]

    def __post_init__(self) -> None:
        _require_between(self.every, 2, LONGEST_CYCLE, "every")
        object.__setattr__(self, "times", in_order_of_day(self.times))

    def falls_on(self, ordinal: int) -> bool:
        return (ordinal - self.anchor.toordinal()) % self.every == 0

    def to_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "every": self.every,
            "anchor": self.anchor.isoformat(),
            "times": _times_json(self),
        }

    @classmethod
    def from_json(cls, data: object) -> Self:
        parts = parts_of(cls, data)
        return cls(parts.integer("every", 2, LONGEST_CYCLE), parts.date("anchor"), times_in(parts))


@dataclass(frozen=True, slots=True)
class EveryWeeksRule(DayRule):
    """On some days (0 for Monday) of every `every`-th week. The week that `anchor` lies in is one of them."""

    kind: ClassVar[str] = "every_weeks"
    every: int
    days: tuple[int, ...]
    anchor: date
    times: tuple[SlotTime, ...]

    def __post_init__(self) -> None:
        _require_between(self.every, 2, MOST_WEEKS, "every")
        object.__setattr__(self, "days", _days_in_order(self.days, 0, 6, "not-a-weekday"))
        object.__setattr__(self, "times", in_order_of_day(self.times))

    def falls_on(self, ordinal: int) -> bool:
        weeks = (ordinal - 1) // 7 - (self.anchor.toordinal() - 1) // 7
        return weeks % self.every == 0 and (ordinal - 1) % 7 in self.days

    def to_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "every": self.every,
            "days": list(self.days),
            "anchor": self.anchor.isoformat(),
            "times": _times_json(self),
        }

    @classmethod
    def from_json(cls, data: object) -> Self:
        parts = parts_of(cls, data)
        return cls(
            parts.integer("every", 2, MOST_WEEKS),
            _whole_numbers(parts, "days", "not-a-weekday"),
            parts.date("anchor"),
            times_in(parts),
        )


@dataclass(frozen=True, slots=True)
class CycleRule(DayRule):
    """`on` days with doses, then `off` days without, over and over. The day `anchor` begins a cycle."""

    kind: ClassVar[str] = "cycle"
    on: int
    off: int
    anchor: date
    times: tuple[SlotTime, ...]

    def __post_init__(self) -> None:
        _require_between(self.on, 1, LONGEST_CYCLE, "on")
        _require_between(self.off, 1, LONGEST_CYCLE, "off")
        object.__setattr__(self, "times", in_order_of_day(self.times))

    def falls_on(self, ordinal: int) -> bool:
        return (ordinal - self.anchor.toordinal()) % (self.on + self.off) < self.on

    def to_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "on": self.on,
            "off": self.off,
            "anchor": self.anchor.isoformat(),
            "times": _times_json(self),
        }

    @classmethod
    def from_json(cls, data: object) -> Self:
        parts = parts_of(cls, data)
        on, off = (parts.integer(name, 1, LONGEST_CYCLE) for name in ("on", "off"))
        return cls(on, off, parts.date("anchor"), times_in(parts))


@dataclass(frozen=True, slots=True)
class MonthDaysRule(DayRule):
    """On some days of each month. A day that a month does not have falls on its last: 31 means the last day."""

    kind: ClassVar[str] = "month_days"
    days: tuple[int, ...]
    times: tuple[SlotTime, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", _days_in_order(self.days, 1, 31, "not-a-month-day"))
        object.__setattr__(self, "times", in_order_of_day(self.times))

    def falls_on(self, ordinal: int) -> bool:
        day = date.fromordinal(ordinal).day
        is_last = date.fromordinal(ordinal + 1).day == 1
        return day in self.days or (is_last and self.days[-1] > day)

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind, "days": list(self.days), "times": _times_json(self)}

    @classmethod
    def from_json(cls, data: object) -> Self:
        parts = parts_of(cls, data)
        return cls(_whole_numbers(parts, "days", "not-a-month-day"), times_in(parts))


@dataclass(frozen=True, slots=True)
class WakingRule(DayRule):
    """Every day, every `every` minutes from `first` to `last` at the latest, both wall times of one day.

    The n-th dose of the day has slot n.
    """

    kind: ClassVar[str] = "waking"
    every: int
    first: str
    last: str
    times: tuple[SlotTime, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        _require_between(self.every, SHORTEST_WAKING_STEP, MINUTES_PER_DAY, "every")
        for name, at in (("first", self.first), ("last", self.last)):
            if not CLOCK_TIME.fullmatch(at):
                raise RuleRefused(f"rule.{name}", "not-a-time")
        if self.last < self.first:
            raise RuleRefused("rule.last", "ends-before-start")
        minutes = range(minute_of(self.first), minute_of(self.last) + 1, self.every)
        times = (SlotTime(slot, clock_text(minute)) for slot, minute in enumerate(minutes, start=1))
        object.__setattr__(self, "times", tuple(times))

    def falls_on(self, ordinal: int) -> bool:
        return True

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind, "every": self.every, "first": self.first, "last": self.last}

    @classmethod
    def from_json(cls, data: object) -> Self:
        parts = parts_of(cls, data)
        return cls(
            parts.integer("every", SHORTEST_WAKING_STEP, MINUTES_PER_DAY),
            parts.matching("first", CLOCK_TIME, "not-a-time"),
            parts.matching("last", CLOCK_TIME, "not-a-time"),
        )


def _times_json(rule: DayRule) -> list[dict[str, object]]:
    return [time.to_json() for time in rule.times]


def _whole_numbers(parts: Parts, name: str, code: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for number in parts.list(name):
        if type(number) is not int:
            raise parts.refuse(name, code)
        numbers.append(number)
    return tuple(numbers)


def _days_in_order(days: tuple[int, ...], lowest: int, highest: int, code: str) -> tuple[int, ...]:
    if not days:
        raise RuleRefused("rule.days", "no-days")
    if not all(type(day) is int and lowest <= day <= highest for day in days):
        raise RuleRefused("rule.days", code)
    if len(set(days)) != len(days):
        raise RuleRefused("rule.days", "same-day")
    return tuple(sorted(days))


def _require_between(number: int, lowest: int, highest: int, name: str) -> None:
    if type(number) is not int or not lowest <= number <= highest:
        raise RuleRefused(f"rule.{name}", "not-a-whole-number")
