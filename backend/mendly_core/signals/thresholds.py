"""The threshold rules of the fact table, and whether one holds for a set of values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType

from mendly_core.signals.tables import BrokenTableError, read_table

_COLUMNS = (
    "rule",
    "measure",
    "comparator",
    "value",
    "unit",
    "level",
    "join",
    "persistence",
    "source",
    "note",
)


class Comparator(StrEnum):
    BELOW = "<"
    AT_MOST = "<="
    ABOVE = ">"
    AT_LEAST = ">="
    EQUAL = "="
    BETWEEN = "between"
    PRESENT = "present"


@dataclass(frozen=True, slots=True)
class Condition:
    """One row of a rule. `high` is set for BETWEEN only; both ends are included. `unit` is UCUM."""

    measure: str
    comparator: Comparator
    low: Decimal
    high: Decimal | None
    unit: str
    note: str

    def holds(self, value: float) -> bool:
        match self.comparator:
            case Comparator.BELOW:
                return value < self.low
            case Comparator.AT_MOST:
                return value <= self.low
            case Comparator.ABOVE:
                return value > self.low
            case Comparator.AT_LEAST:
                return value >= self.low
            case Comparator.BETWEEN:
                return self.high is not None and self.low <= value <= self.high
            case Comparator.EQUAL | Comparator.PRESENT:
                return value == self.low


@dataclass(frozen=True, slots=True)
class ThresholdRule:
    """Rows of one name. `level` is the word to show, `persistence` says in words what makes it count."""

    name: str
    level: str
    needs_all: bool
    persistence: str
    source: str
    conditions: tuple[Condition, ...]

    def holds(self, values: Mapping[str, float]) -> bool:
        """Whether the values, by measure, fulfil the rule. A measure that is not there fulfils nothing."""
        results = [
            condition.measure in values and condition.holds(values[condition.measure])
            for condition in self.conditions
        ]
        return all(results) if self.needs_all else any(results)


@lru_cache(maxsize=1)
def threshold_rules() -> Mapping[str, ThresholdRule]:
    """Every rule of the table by its name."""
    rows = read_table("thresholds", _COLUMNS)
    found = [_rule(name, list(group)) for name, group in groupby(rows, key=lambda row: row["rule"])]
    rules = {rule.name: rule for rule in found}
    if len(rules) != len(found):
        raise BrokenTableError("thresholds: rows of one rule lie apart")
    return MappingProxyType(rules)


def _rule(name: str, rows: list[dict[str, str]]) -> ThresholdRule:
    shared = {(row["level"], row["join"], row["persistence"], row["source"]) for row in rows}
    if len(shared) != 1:
        raise BrokenTableError(f"{name}: the rows disagree")
    level, join, persistence, source = shared.pop()
    if join not in {"all", "any"}:
        raise BrokenTableError(f"{name}: unknown join")
    return ThresholdRule(name, level, join == "all", persistence, source, tuple(map(_condition, rows)))


def _condition(row: dict[str, str]) -> Condition:
    comparator = Comparator(row["comparator"])
    low, _, high = row["value"].partition("..")
    if (comparator is Comparator.BETWEEN) != bool(high):
        raise BrokenTableError(f"{row['rule']}: a range needs two ends, and only a range has them")
    high_end = Decimal(high) if high else None
    return Condition(row["measure"], comparator, Decimal(low), high_end, row["unit"], row["note"])
