"""Proportion of days covered, from refills alone: what a pharmacy's record says, not what was swallowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

SHORTEST_PERIOD = timedelta(days=91)
"""The first fill has to lie this long before the end (PQA, proportion of days covered)."""


@dataclass(frozen=True, slots=True)
class Fill:
    """A pack that was fetched on a day and lasts for `days` days at the prescribed dose."""

    day: date
    days: int


@dataclass(frozen=True, slots=True)
class DaysCovered:
    """`covered` of `period` days had medicine in the house: covered / period is the PDC."""

    covered: int
    period: int

    @property
    def ratio(self) -> float:
        """0 to 1."""
        return self.covered / self.period


def days_covered(fills: Iterable[Fill], start: date, end: date) -> DaysCovered | None:
    """The PDC of the days start <= day < end, counted from the first fill in it; None when that is too short.

    A pack that is fetched early is used after the one before it: its days shift forward, none counts twice.
    Source: Pharmacy Quality Alliance, proportion of days covered.
    """
    inside = sorted((fill for fill in fills if start <= fill.day < end), key=lambda fill: fill.day)
    if not inside or end - inside[0].day < SHORTEST_PERIOD:
        return None
    covered, free_from = 0, inside[0].day
    for fill in inside:
        begins = max(fill.day, free_from)
        free_from = begins + timedelta(days=fill.days)
        covered += max(0, (min(free_from, end) - min(begins, end)).days)
    return DaysCovered(covered, (end - inside[0].day).days)
