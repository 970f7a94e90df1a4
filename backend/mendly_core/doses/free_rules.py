"""Rules that no calendar day decides: fixed hours, hours after the last dose, after another dose, as needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import ClassVar, Self
from uuid import UUID

from mendly_core.doses.reading import instant_text
from mendly_core.doses.times import HIGHEST_SLOT, MINUTES_PER_DAY, RuleRefused, parts_of

LONGEST_STEP_HOURS = 31 * 24
SHORTEST_GAP, LONGEST_GAP = 30, 31 * MINUTES_PER_DAY
"""Minutes between a dose and the next."""
LONGEST_AFTER = 24 * 60


@dataclass(frozen=True, slots=True)
class HoursRule:
    """Every `every` real hours from the instant `anchor` on, whatever the clocks on the wall do.

    The doses are steps 0, 1, 2 and so on; step n lies n * `every` hours after `anchor`.
    """

    kind: ClassVar[str] = "hours"
    every: int
    anchor: datetime

    def __post_init__(self) -> None:
        if type(self.every) is not int or not 1 <= self.every <= LONGEST_STEP_HOURS:
            raise RuleRefused("rule.every", "not-a-whole-number")

    @property
    def gap(self) -> timedelta:
        return timedelta(hours=self.every)

    @property
    def first(self) -> datetime:
        return self.anchor

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind, "every": self.every, "anchor": instant_text(self.anchor)}

    @classmethod
    def from_json(cls, data: object) -> Self:
        parts = parts_of(cls, data)
        return cls(parts.integer("every", 1, LONGEST_STEP_HOURS), parts.instant("anchor"))


@dataclass(frozen=True, slots=True)
class AfterIntakeRule:
    """`minutes` after the dose before was really taken; the first at the instant `first`.

    A dose that was skipped, or that nobody answered, is followed at the same distance from when it was due, so
    one silence never ends the chain. The doses are steps 0, 1, 2 and so on.
    """

    kind: ClassVar[str] = "after_intake"
    minutes: int
    first: datetime

    def __post_init__(self) -> None:
        if type(self.minutes) is not int or not SHORTEST_GAP <= self.minutes <= LONGEST_GAP:
            raise RuleRefused("rule.minutes", "not-a-whole-number")

    @property
    def gap(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind, "minutes": self.minutes, "first": instant_text(self.first)}

    @classmethod
    def from_json(cls, data: object) -> Self:
        parts = parts_of(cls, data)
        return cls(parts.integer("minutes", SHORTEST_GAP, LONGEST_GAP), parts.instant("first"))


@dataclass(frozen=True, slots=True)
class FollowingRule:
    """`minutes` after each dose of another schedule's slot: after it was taken, until then after it is due.

    The dose bears the local date and the slot of the one it follows. Only a schedule with a `DayRule` leads.
    """

    kind: ClassVar[str] = "following"
    schedule: UUID
    slot: int
    minutes: int

    def __post_init__(self) -> None:
        if type(self.slot) is not int or not 1 <= self.slot <= HIGHEST_SLOT:
            raise RuleRefused("rule.slot", "not-a-whole-number")
        if type(self.minutes) is not int or not 1 <= self.minutes <= LONGEST_AFTER:
            raise RuleRefused("rule.minutes", "not-a-whole-number")

    def to_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "schedule": str(self.schedule),
            "slot": self.slot,
            "minutes": self.minutes,
        }

    @classmethod
    def from_json(cls, data: object) -> Self:
        parts = parts_of(cls, data)
        return cls(
            parts.uuid("schedule"),
            parts.integer("slot", 1, HIGHEST_SLOT),
            parts.integer("minutes", 1, LONGEST_AFTER),
        )


@dataclass(frozen=True, slots=True)
class AsNeededRule:
    """No planned doses. At most `most` of the schedule's unit within any 24 real hours, `gap` minutes apart.

    Either limit may be None: not given.
    """

    kind: ClassVar[str] = "as_needed"
    most: Decimal | None = None
    gap: int | None = None

    def __post_init__(self) -> None:
        if self.most is not None and not (self.most.is_finite() and self.most > 0):
            raise RuleRefused("rule.most", "not-an-amount")
        if self.gap is not None and not (type(self.gap) is int and 1 <= self.gap <= LONGEST_GAP):
            raise RuleRefused("rule.gap", "not-a-whole-number")

    def to_json(self) -> dict[str, object]:
        most = None if self.most is None else f"{self.most:f}"
        return {"kind": self.kind, "most": most, "gap": self.gap}

    @classmethod
    def from_json(cls, data: object) -> Self:
        parts = parts_of(cls, data)
        return cls(
            parts.amount("most") if parts.has("most") else None,
            parts.integer("gap", 1, LONGEST_GAP) if parts.has("gap") else None,
        )
