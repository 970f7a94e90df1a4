"""Tapers: a course whose dose goes down (or up) by phases is a row of revisions, made at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from mendly_core.doses.rules import Rule
from mendly_core.doses.schedules import Schedule
from mendly_core.doses.times import RuleRefused

MOST_PHASES = 60
LONGEST_PHASE = 366


@dataclass(frozen=True, slots=True)
class Phase:
    """So many days with this amount, and with another rule if it differs."""

    days: int
    amount: Decimal
    rule: Rule | None = None

    def __post_init__(self) -> None:
        if type(self.days) is not int or not 1 <= self.days <= LONGEST_PHASE:
            raise RuleRefused("phases", "not-a-whole-number")


def revisions_of_taper(first: Schedule, phases: Sequence[Phase]) -> list[Schedule]:
    """The revisions of a taper: phase after phase from `first.valid_from` on, numbered from `first.rev`.

    After the last phase the plan holds no dose. Each phase keeps the schedule's id, so slots keep their names.
    """
    if not 1 <= len(phases) <= MOST_PHASES:
        raise RuleRefused("phases", "not-phases")
    if first.steps is not None or any(
        phase.rule and replace(first, rule=phase.rule).steps for phase in phases
    ):
        raise RuleRefused("phases", "phases-need-days")
    revisions: list[Schedule] = []
    begins = first.valid_from
    for number, phase in enumerate(phases):
        ends = begins + timedelta(days=phase.days)
        revisions.append(
            replace(
                first,
                rev=first.rev + number,
                rule=phase.rule or first.rule,
                amount=phase.amount,
                valid_from=begins,
                valid_to=ends,
            )
        )
        begins = ends
    return revisions
