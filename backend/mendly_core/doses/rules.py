"""The kinds of rules a schedule can have, and reading any of them."""

from __future__ import annotations

from collections.abc import Mapping

from mendly_core.doses.day_rules import (
    CycleRule,
    DailyRule,
    DayRule,
    EveryDaysRule,
    EveryWeeksRule,
    MonthDaysRule,
    WakingRule,
    WeekdaysRule,
)
from mendly_core.doses.free_rules import AfterIntakeRule, AsNeededRule, FollowingRule, HoursRule
from mendly_core.doses.times import RuleRefused

Rule = DayRule | HoursRule | AfterIntakeRule | FollowingRule | AsNeededRule
StepRule = HoursRule | AfterIntakeRule
"""Doses that are steps of a chain of instants; they follow no wall clock."""

KINDS: dict[str, type[Rule]] = {
    rule.kind: rule
    for rule in (
        DailyRule,
        WeekdaysRule,
        EveryDaysRule,
        EveryWeeksRule,
        CycleRule,
        MonthDaysRule,
        WakingRule,
        HoursRule,
        AfterIntakeRule,
        FollowingRule,
        AsNeededRule,
    )
}


def rule_from_json(data: object) -> Rule:
    """Read a rule of any known kind. Raises `RuleRefused`."""
    if not isinstance(data, Mapping):
        raise RuleRefused("rule", "not-an-object")
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise RuleRefused("rule.kind", "unknown-kind")
    return KINDS[kind].from_json(data)
