"""Medicines taken as needed: how much fits now, by the most of a day and the least gap. It asks, never blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from mendly_core.doses.free_rules import AsNeededRule

ROLLING_DAY = timedelta(hours=24)
"""Real hours, on days when clocks change too."""


@dataclass(frozen=True, slots=True)
class TakenAmount:
    """So much of the medicine was taken at an instant, in the unit of its schedule."""

    at: datetime
    amount: Decimal


class Caution(StrEnum):
    """Why to ask before taking: TOO_SOON after or before another dose, TOO_MUCH within 24 hours."""

    TOO_SOON = "too_soon"
    TOO_MUCH = "too_much"


@dataclass(frozen=True, slots=True)
class Room:
    """How much of the medicine fits at one moment.

    `taken` is the amount of the 24 hours before, `left` what remains of the most of a day (None: no limit given).
    `cautions` says why to ask before another `amount`; `free_at` is the first moment without one, None when the
    amount alone is above the most.
    """

    taken: Decimal
    left: Decimal | None
    cautions: tuple[Caution, ...]
    free_at: datetime | None


def room_for(rule: AsNeededRule, amount: Decimal, intakes: Iterable[TakenAmount], at: datetime) -> Room:
    """What taking `amount` at the instant `at` means, also for a dose that is logged late, between others."""
    known = sorted(intakes, key=lambda intake: intake.at)
    taken = _within_day_before(known, at)
    left = None if rule.most is None else max(Decimal(0), rule.most - taken)
    return Room(taken, left, _cautions(rule, amount, known, at), _free_at(rule, amount, known, at))


def _cautions(
    rule: AsNeededRule, amount: Decimal, known: Sequence[TakenAmount], at: datetime
) -> tuple[Caution, ...]:
    found: list[Caution] = []
    gap = timedelta(minutes=rule.gap or 0)
    if any(abs(intake.at - at) < gap for intake in known):
        found.append(Caution.TOO_SOON)
    if rule.most is not None:
        ends = [at, *(intake.at for intake in known if at < intake.at < at + ROLLING_DAY)]
        if any(_within_day_before(known, end) + amount > rule.most for end in ends):
            found.append(Caution.TOO_MUCH)
    return tuple(found)


def _within_day_before(known: Sequence[TakenAmount], end: datetime) -> Decimal:
    return sum((intake.amount for intake in known if end - ROLLING_DAY < intake.at <= end), Decimal(0))


def _free_at(
    rule: AsNeededRule, amount: Decimal, known: Sequence[TakenAmount], at: datetime
) -> datetime | None:
    gap = timedelta(minutes=rule.gap or 0)
    moments = {at} | {intake.at + wait for intake in known for wait in (gap, ROLLING_DAY)}
    later = sorted(moment for moment in moments if moment >= at)
    return next((moment for moment in later if not _cautions(rule, amount, known, moment)), None)
