"""The wall times of a day's doses, some of them tied to a meal."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from mendly_core.doses.reading import Parts, Refused

MINUTES_PER_DAY = 1440
HIGHEST_SLOT = 32_767
"""What a small database integer holds."""
FARTHEST_FROM_MEAL = 240
CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


class RuleRefused(Refused):
    """The schedule cannot be used: `field`, `code` and a plain `sentence` say why."""


class Meal(StrEnum):
    BREAKFAST = "breakfast"
    LUNCH = "lunch"
    DINNER = "dinner"
    BEDTIME = "bedtime"


@dataclass(frozen=True, slots=True)
class SlotTime:
    """One dose of a day. The slot is the dose's stable name: moving 08:00 to 08:30 keeps it.

    A dose tied to a meal lies `offset` minutes after it, before it when negative. `at` says the wall time in any
    case: the person's usual meal time when the plan was made, with the offset.
    """

    slot: int
    at: str
    """Local wall time, "HH:MM"."""
    meal: Meal | None = None
    offset: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.slot <= HIGHEST_SLOT:
            raise RuleRefused("slot", "not-a-whole-number")
        if not CLOCK_TIME.fullmatch(self.at):
            raise RuleRefused("at", "not-a-time")
        if abs(self.offset) > (FARTHEST_FROM_MEAL if self.meal else 0):
            raise RuleRefused("offset", "not-a-whole-number" if self.meal else "offset-without-meal")

    @property
    def minute(self) -> int:
        """Minutes since midnight on the wall clock."""
        return minute_of(self.at)

    def to_json(self) -> dict[str, object]:
        tied = {"meal": self.meal.value, "offset": self.offset} if self.meal else {}
        return {"slot": self.slot, "at": self.at, **tied}

    @classmethod
    def from_json(cls, data: object, field: str) -> SlotTime:
        parts = Parts(data, _PARTS, RuleRefused, field)
        return cls(
            slot=parts.integer("slot", 1, HIGHEST_SLOT),
            at=parts.matching("at", CLOCK_TIME, "not-a-time"),
            meal=Meal(parts.choice("meal", Meal)) if parts.has("meal") else None,
            offset=parts.integer("offset", -FARTHEST_FROM_MEAL, FARTHEST_FROM_MEAL)
            if parts.has("offset")
            else 0,
        )


_PARTS = frozenset(SlotTime.__dataclass_fields__)


def minute_of(at: str) -> int:
    """The minute of the day that "HH:MM" names."""
    return int(at[:2]) * 60 + int(at[3:])


def clock_text(minute: int) -> str:
    """ "HH:MM" of a minute of the day."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def in_order_of_day(times: tuple[SlotTime, ...]) -> tuple[SlotTime, ...]:
    """Sort by wall time. Refuses an empty set, and the same slot or wall time twice."""
    if not times:
        raise RuleRefused("rule.times", "no-times")
    if len({time.slot for time in times}) != len(times):
        raise RuleRefused("rule.times", "same-slot")
    if len({time.at for time in times}) != len(times):
        raise RuleRefused("rule.times", "same-time")
    return tuple(sorted(times, key=lambda time: time.at))


def parts_of(rule: type[Any], data: object) -> Parts:
    """The parts of a rule's JSON: "kind" and what the rule is made of, and nothing else."""
    names = {part.name for part in fields(rule) if part.init}
    return Parts(data, frozenset({"kind", *names}), RuleRefused, "rule")


def times_in(parts: Parts) -> tuple[SlotTime, ...]:
    """Read the part "times"."""
    field = parts.field("times")
    return tuple(
        SlotTime.from_json(item, f"{field}[{index}]") for index, item in enumerate(parts.list("times"))
    )
