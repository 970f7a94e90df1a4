"""How much of each medicine the plans say for each of the next days. Pure: nothing is read or written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from mendly.medicines.plans import DAY
from mendly_core.doses import AsNeededRule, Schedule, plan
from mendly_core.doses.rules import StepRule

LOOK_AHEAD: Final = 28
"""Days: long enough for cycles and for plans of some weekdays, short enough that the plan is still meant."""
Amounts = dict[UUID, tuple[Decimal, ...] | None]


def planned_amounts(plans: Sequence[Schedule], today: date, zone: str) -> Amounts:
    """Units per local day of each medicine, from today on; None where no amount of a day follows from its plans.

    A dose as needed counts with its most of 24 hours. Steps count with as many as fit into any 24 hours, so that
    a long day of the clock's change adds none.
    """
    last = today + LOOK_AHEAD * DAY
    held = [one for one in plans if _held_in(one, today, last)]
    days: defaultdict[UUID, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * LOOK_AHEAD)
    unknown = {one.medicine for one in held if isinstance(one.rule, AsNeededRule) and one.rule.most is None}
    for one in held:
        steady = _steady(one)
        for at in range(LOOK_AHEAD):
            if steady is not None and _holds_on(one, today + at * DAY):
                days[one.medicine][at] += steady
    for dose in plan([one for one in held if _steady(one) is None], (), today, last, zone):
        if today <= dose.local_date < last:
            days[dose.schedule.medicine][(dose.local_date - today).days] += dose.schedule.amount
    unknown |= {medicine for medicine in days if len(units_of(held, medicine)) > 1}
    return {medicine: None if medicine in unknown else tuple(counts) for medicine, counts in days.items()}


def units_of(plans: Iterable[Schedule], medicine: UUID) -> set[str]:
    return {one.unit.casefold() for one in plans if one.medicine == medicine}


def _held_in(one: Schedule, first: date, last: date) -> bool:
    return one.valid_from < last and (one.valid_to is None or one.valid_to > first)


def _holds_on(one: Schedule, day: date) -> bool:
    return one.valid_from <= day and (one.valid_to is None or day < one.valid_to)


def _steady(one: Schedule) -> Decimal | None:
    """The most of any 24 hours, of a plan that follows no calendar day; None for the others."""
    if isinstance(one.rule, AsNeededRule):
        return one.rule.most or Decimal(0)
    if isinstance(one.rule, StepRule):
        return one.amount * -(-timedelta(days=1) // one.rule.gap)
    return None
