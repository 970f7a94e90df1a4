"""On how many days there was medicine in the house, from refills alone. For readers who have entered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Final
from uuid import UUID

from mendly.medicines.plans import DAY, day_in
from mendly.medicines.shelves import Moment, StockLine, plans_between
from mendly_core.doses import (
    DaysCovered,
    Fill,
    Occurrence,
    Schedule,
    StockKind,
    days_covered,
    first_dose_without,
    plan,
)

PDC_DAYS: Final = 365
"""How far back refills count."""
LONGEST_PACK: Final = 400
"""Days that a refill without a word about them is followed through the plan."""
FORMULA: Final = "Days with medicine in the house / days from the first refill until today"
SOURCE: Final = "Pharmacy Quality Alliance, proportion of days covered"


def days_in_the_house(moment: Moment, medicine: UUID, lines: Sequence[StockLine]) -> DaysCovered | None:
    """The PDC of the last 365 days. A refill lasts as the person said, or else as the plan of its time uses it up.

    None without refills, sooner than 91 days after the first one, or where it is not known how long one lasts.
    """
    start = moment.today - PDC_DAYS * DAY
    days = ((day_in(moment.zone, line.at), line) for line in lines if _came(line))
    refills = [(day, line) for day, line in days if start <= day <= moment.today]
    if not refills:
        return None
    by_plan = _ByPlan(moment, medicine, min(day for day, _ in refills))
    lasting = [(day, line.days or by_plan.days(day, line)) for day, line in refills]
    fills = [Fill(day, long) for day, long in lasting if long is not None]
    return days_covered(fills, start, moment.today) if len(fills) == len(refills) else None


def _came(line: StockLine) -> bool:
    return line.kind is StockKind.REFILLED and line.undone_at is None


class _ByPlan:
    """How long a refill covers the doses of the plan, from its day on."""

    def __init__(self, moment: Moment, medicine: UUID, first: date) -> None:
        self._moment, self._medicine, self._first = moment, medicine, first

    def days(self, day: date, line: StockLine) -> int | None:
        """None where no plan holds on that day, or none uses the refill up."""
        if not any(one.covers(day) for one in self._plans if one.medicine == self._medicine):
            return None
        after = [dose for dose in self._doses if dose.local_date >= day]
        if any(dose.schedule.unit.casefold() != line.unit.casefold() for dose in after):
            return None
        short = first_dose_without(line.amount, after)
        return (short.local_date - day).days if short is not None else None

    @property
    def _last(self) -> date:
        return self._moment.today + LONGEST_PACK * DAY

    @cached_property
    def _plans(self) -> list[Schedule]:
        return plans_between(self._moment.patient, {self._medicine}, self._first, self._last)

    @cached_property
    def _doses(self) -> list[Occurrence]:
        planned = plan(self._plans, (), self._first, self._last, self._moment.zone)
        return [dose for dose in planned if dose.schedule.medicine == self._medicine]
