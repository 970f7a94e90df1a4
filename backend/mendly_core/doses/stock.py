"""How much of a medicine is left, folded from counts, refills and intakes, and on which day it runs out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from mendly_core.doses.intakes import SWALLOWED, Intake, answer_among, standing
from mendly_core.doses.occurrences import Occurrence


class StockKind(StrEnum):
    """COUNTED: the person counted what is there. REFILLED: a pack came. LOST: dropped, thrown away, given back."""

    COUNTED = "counted"
    REFILLED = "refilled"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class StockEntry:
    """One entry about the stock, in the unit of the medicine's schedule; never changed after it was made."""

    id: UUID
    kind: StockKind
    at: datetime
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Used:
    """An amount taken from the stock at an instant."""

    at: datetime
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Pack:
    """What was counted or fetched at an instant, and the day on its label, None where nobody said it."""

    at: datetime
    amount: Decimal
    expires: date | None


@dataclass(frozen=True, slots=True)
class Stock:
    """What is left at one moment; None when nobody ever said how much there was. Never below zero."""

    left: Decimal | None
    known_since: datetime | None = None


def stock_at(entries: Iterable[StockEntry], uses: Iterable[Used], at: datetime) -> Stock:
    """Fold entries and intakes up to `at`, by time. Neither their order nor repetitions of entries matter.

    Before the first count or refill nothing is known, so uses before it do not count. A use beyond what is there
    leaves zero: then a pack came that nobody entered. At one instant a count comes first, then what came, then
    what went.
    """
    known = {entry.id: entry for entry in entries if entry.at <= at}
    steps = [(entry.at, _ORDER[entry.kind], entry.amount) for entry in known.values()]
    steps += [(use.at, _USE, use.amount) for use in uses if use.at <= at]
    left: Decimal | None = None
    since: datetime | None = None
    for moment, kind, amount in sorted(steps):
        if kind == _ORDER[StockKind.COUNTED]:
            left = amount
        elif kind == _ORDER[StockKind.REFILLED]:
            left = (left or Decimal(0)) + amount
        elif left is not None:
            left = max(Decimal(0), left - amount)
        if left is not None and since is None:
            since = moment
    return Stock(left, since)


def swallowed_among(entries: Iterable[Intake]) -> list[Intake]:
    """The intakes that count: of each planned dose the one that answers it, of the others what nothing took back.

    Neither the order of the entries nor repetitions matter: a dose that two devices logged is swallowed once.
    """
    by_dose: defaultdict[str, set[Intake]] = defaultdict(set)
    outside: set[Intake] = set()
    for entry in entries:
        (outside if entry.occurrence is None else by_dose[entry.occurrence]).add(entry)
    answers = [answer_among(logged) for logged in by_dose.values()]
    found = [*standing(outside), *(answer for answer in answers if answer is not None)]
    return sorted((one for one in found if one.kind in SWALLOWED), key=lambda one: (one.hlc, one.id))


def earliest_expiry(packs: Iterable[Pack], left: Decimal) -> date | None:
    """The earliest known day on the packs that can still be there, when the oldest pack is used up first."""
    found: list[date] = []
    for pack in sorted(packs, key=lambda pack: pack.at, reverse=True):
        if left <= 0:
            break
        left -= pack.amount
        if pack.expires is not None:
            found.append(pack.expires)
    return min(found, default=None)


def first_dose_without(left: Decimal, coming: Sequence[Occurrence]) -> Occurrence | None:
    """The first of the coming doses, in the order of time, that the stock no longer covers; None: it lasts."""
    for dose in sorted(coming, key=lambda dose: dose.instant):
        left -= dose.schedule.amount
        if left < 0:
            return dose
    return None


def remind_from(run_out: date, days_before: int, expires: date | None = None) -> date:
    """The day from which to remind of a refill: some days before it runs out, or expires if that is earlier."""
    last = run_out if expires is None else min(run_out, expires)
    return date.fromordinal(last.toordinal() - days_before)


_ORDER = {StockKind.COUNTED: 0, StockKind.REFILLED: 1, StockKind.LOST: 2}
_USE = 3
