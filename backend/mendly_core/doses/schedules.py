"""One revision of how a medicine is taken: its rule, amount, zone, days and windows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from mendly_core.doses.reading import FIRST_YEAR, LAST_YEAR, Parts, instant_text, is_plain_line
from mendly_core.doses.rules import Rule, StepRule, rule_from_json
from mendly_core.doses.times import MINUTES_PER_DAY, RuleRefused
from mendly_core.doses.zones import UnknownZone, zone_named

LONGEST_WINDOW = 7 * MINUTES_PER_DAY
HIGHEST_REVISION = 32_767
"""What a small database integer holds."""
LONGEST_UNIT = 40


class ZonePolicy(StrEnum):
    """FLOATING: the wall clock follows the traveller. HOME: the wall clock of `home_zone`, always.

    ABSOLUTE: no wall clock at all, for rules that count real hours.
    """

    FLOATING = "floating"
    HOME = "home"
    ABSOLUTE = "absolute"


@dataclass(frozen=True, slots=True)
class Schedule:
    """One immutable revision of how a medicine is taken. A change is a new revision with the same id.

    Holds for local dates valid_from <= day < valid_to (None: open end). A rule of steps holds from its first
    step until the instant `ends_at` (None: open end) instead, and its dates only say where to look for it. A dose
    is on time when taken within `early_minutes` before or after its due time, and missed when nothing was logged
    `late_minutes` after it.
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
    ends_at: datetime | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.rev <= HIGHEST_REVISION:
            raise RuleRefused("rev", "not-a-whole-number")
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite() or self.amount <= 0:
            raise RuleRefused("amount", "not-an-amount")
        if not is_plain_line(self.unit, LONGEST_UNIT):
            raise RuleRefused("unit", "not-text")
        self._check_zone()
        self._check_range()
        self._check_steps()

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

    def _check_steps(self) -> None:
        """A step has to close before the next one is due, or a chain could overtake itself."""
        steps = self.steps
        if (steps is not None) != (self.zone_policy is ZonePolicy.ABSOLUTE):
            raise RuleRefused("zone_policy", "hours-are-absolute")
        if steps is None and self.ends_at is not None:
            raise RuleRefused("ends_at", "end-without-steps")
        if steps is not None and self.late_minutes * 60 > steps.gap.total_seconds():
            raise RuleRefused("late_minutes", "window-too-long")

    @property
    def steps(self) -> StepRule | None:
        """The rule, if its doses are steps."""
        return self.rule if isinstance(self.rule, StepRule) else None

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
            "ends_at": instant_text(self.ends_at) if self.ends_at else None,
        }

    @classmethod
    def from_json(cls, data: object) -> Schedule:
        """Read a schedule. Raises `RuleRefused` with the field and a sentence, also for unknown parts."""
        parts = Parts(data, _PARTS, RuleRefused)
        return cls(
            id=parts.uuid("id"),
            rev=parts.integer("rev", 1, HIGHEST_REVISION),
            medicine=parts.uuid("medicine"),
            rule=rule_from_json(parts.value("rule")),
            amount=parts.amount("amount"),
            unit=parts.text("unit", LONGEST_UNIT),
            zone_policy=ZonePolicy(parts.choice("zone_policy", ZonePolicy)),
            home_zone=parts.text("home_zone", 64),
            valid_from=parts.date("valid_from"),
            valid_to=parts.date("valid_to") if parts.has("valid_to") else None,
            early_minutes=parts.integer("early_minutes", 0, LONGEST_WINDOW),
            late_minutes=parts.integer("late_minutes", 1, LONGEST_WINDOW),
            ends_at=parts.instant("ends_at") if parts.has("ends_at") else None,
        )


_PARTS = frozenset(Schedule.__dataclass_fields__)
