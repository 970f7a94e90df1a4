"""One medicine's stock, folded from its entries, what was taken and the doses to come. For readers who have entered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from mendly.accounts.selectors import zone_of_patient
from mendly.clock import now
from mendly.medicines.models import IntakeEvent, Medicine, ScheduleRevision, Status
from mendly.medicines.plans import DAY, day_in
from mendly.medicines.selectors import entries_about, revisions_within
from mendly_core.doses import (
    AsNeededRule,
    FollowingRule,
    Occurrence,
    Pack,
    Schedule,
    Stock,
    StockEntry,
    StockKind,
    Used,
    earliest_expiry,
    first_dose_without,
    fold_all,
    plan,
    remind_from,
    stock_at,
    swallowed_among,
)

CLOCKS_APART: Final = timedelta(days=2)
"""Nothing is logged this long before it was taken."""


class Unknown(StrEnum):
    """Why something about the stock is not known. LONGER: it lasts beyond the days that we look ahead."""

    NOT_COUNTED = "not_counted"
    UNITS_DIFFER = "units_differ"
    DOSE_WITHOUT_AMOUNT = "dose_without_amount"
    NO_PLAN = "no_plan"
    AS_NEEDED = "as_needed"
    LONGER = "longer"


@dataclass(frozen=True, slots=True)
class StockLine:
    """One entry, as it was made. `amount` is in `unit`; `days`: how long a refill lasts; `expires`: on the label."""

    id: UUID
    kind: StockKind
    amount: Decimal
    unit: str
    days: int | None
    expires: date | None
    at: datetime
    recorded_at: datetime
    by: UUID | None
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class StockNow:
    """How a medicine's stock stands now; None is not known, and `unknown` says why.

    `left` is in `unit` (empty: nobody named one). `runs_out` is the patient's day of the first dose that is not
    covered, `lasts_days` how far off that is. `expires` is the earliest day on the packs that can still be there.
    `days_before` (None: off) is the wish for a reminder, `remind_from` its first day; `low`: that has come, or
    nothing is left.
    """

    medicine: UUID
    medicine_name: str
    unit: str
    left: Decimal | None
    known_since: datetime | None
    runs_out: date | None
    lasts_days: int | None
    expires: date | None
    days_before: int | None
    remind_from: date | None
    low: bool
    unknown: tuple[Unknown, ...]
    latest: UUID | None
    """The last count or refill that stands."""

    def is_soon(self, end: date | None, today: date) -> bool:
        """Whether a run-out or the day of a label is as near as the person wants to be told."""
        return end is not None and self.days_before is not None and (end - today).days <= self.days_before


@dataclass(frozen=True, slots=True)
class Moment:
    """A patient's now."""

    patient: UUID
    at: datetime
    zone: str

    @classmethod
    def now(cls, patient_id: UUID) -> Moment:
        return cls(patient_id, now(), zone_of_patient(patient_id))

    @property
    def today(self) -> date:
        return day_in(self.zone, self.at)


@dataclass(frozen=True, slots=True)
class Coming:
    """The plans of a medicine from today on, and their open doses."""

    plans: tuple[Schedule, ...]
    doses: tuple[Occurrence, ...]


def coming_doses(moment: Moment, medicines: set[UUID], ahead: int) -> dict[UUID, Coming]:
    start, end = moment.today - DAY, moment.today + ahead * DAY
    plans = plans_between(moment.patient, medicines, start, end)
    entries = [event.outline() for event in entries_about(moment.patient, plans, start, end)]
    states = fold_all(plan(plans, entries, start, end, moment.zone), entries, moment.at)
    doses: defaultdict[UUID, list[Occurrence]] = defaultdict(list)
    for state in states:
        if state.is_open:
            doses[state.occurrence.schedule.medicine].append(state.occurrence)
    return {
        medicine: Coming(
            tuple(one for one in plans if one.medicine == medicine and _holds_from(one, moment.today)),
            tuple(doses[medicine]),
        )
        for medicine in medicines
    }


def _holds_from(one: Schedule, today: date) -> bool:
    return one.valid_to is None or one.valid_to > today


def plans_between(patient_id: UUID, medicines: set[UUID], start: date, end: date) -> list[Schedule]:
    """The revisions of these medicines, and of the doses that theirs follow; only the former are opened."""
    rows = [row for row in revisions_within(patient_id, start, end) if not row.never_held()]
    own = [row.plan() for row in rows if row.medicine_id in medicines]
    leaders = {one.rule.schedule for one in own if isinstance(one.rule, FollowingRule)}
    others = (row for row in rows if row.schedule in leaders and row.medicine_id not in medicines)
    return [*own, *(row.outline() for row in others)]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One medicine: the entries that stand, what comes, and the wish for a reminder."""

    moment: Moment
    medicine: Medicine
    lines: list[StockLine]
    coming: Coming
    days_before: int | None

    def stands(self) -> StockNow:
        units = self._units()
        uses = self._uses() if len(units) < 2 else None
        stock = self._stock(uses) if uses is not None else Stock(None)
        why = self._why_not_left(units, uses, stock) or self._why_no_end()
        short = first_dose_without(stock.left, self.coming.doses) if stock.left is not None else None
        runs_out = self._day(short) if short is not None and not why else None
        expires = earliest_expiry(self._packs(), stock.left) if stock.left is not None else None
        first, last = None, min((day for day in (runs_out, expires) if day is not None), default=None)
        if last is not None and self.days_before is not None:
            first = remind_from(last, self.days_before)
        if not why and runs_out is None:
            why = (Unknown.LONGER,)
        today = self.moment.today
        return StockNow(
            medicine=self.medicine.id,
            medicine_name=self.medicine.name,
            unit=next(iter(units.values()), "") if len(units) == 1 else "",
            left=stock.left,
            known_since=stock.known_since,
            runs_out=runs_out,
            lasts_days=max(0, (runs_out - today).days) if runs_out is not None else None,
            expires=expires,
            days_before=self.days_before,
            remind_from=first,
            low=(first is not None and first <= today) or self._is_out(stock.left),
            unknown=why,
            latest=next((line.id for line in reversed(self.lines) if line.kind is not StockKind.LOST), None),
        )

    def _is_out(self, left: Decimal | None) -> bool:
        return left == 0 and self.days_before is not None and self.medicine.status == Status.ACTIVE

    def _since_count(self) -> list[StockLine]:
        """What matters for what is left: the last count and what came after it."""
        counts = [at for at, line in enumerate(self.lines) if line.kind is StockKind.COUNTED]
        return self.lines[counts[-1] :] if counts else self.lines

    def _units(self) -> dict[str, str]:
        """Of the plans that hold and of the entries that matter, as they were written first."""
        named = [line.unit for line in self._since_count()] + [one.unit for one in self.coming.plans]
        return {unit.casefold(): unit for unit in reversed(named) if unit}

    def _stock(self, uses: Iterable[Used]) -> Stock:
        entries = [StockEntry(line.id, line.kind, line.at, line.amount) for line in self.lines]
        return stock_at(entries, uses, self.moment.at)

    def _uses(self) -> list[Used] | None:
        """What was taken since the last count; None where the amount of a dose is not known."""
        since = min((line.at for line in self._since_count()), default=self.moment.at)
        rows = IntakeEvent.objects.filter(
            patient_id=self.moment.patient, medicine=self.medicine, logged_at__gte=since - CLOCKS_APART
        )
        events = {row.id: row for row in rows}
        taken = swallowed_among(row.outline() for row in events.values())
        counted = [events[one.id] for one in taken if one.taken_at is not None and one.taken_at >= since]
        amounts = _Amounts(self.moment.patient, self.medicine.id)
        found = [(row.taken_at, amounts.of(row)) for row in counted]
        if any(amount is None for _, amount in found):
            return None
        return [Used(at, amount) for at, amount in found if at is not None and amount is not None]

    def _packs(self) -> list[Pack]:
        came = (line for line in self._since_count() if line.kind is not StockKind.LOST)
        return [Pack(line.at, line.amount, line.expires) for line in came]

    def _day(self, dose: Occurrence) -> date:
        return dose.instant.astimezone(ZoneInfo(self.moment.zone)).date()

    def _why_not_left(
        self, units: dict[str, str], uses: list[Used] | None, stock: Stock
    ) -> tuple[Unknown, ...]:
        if len(units) > 1:
            return (Unknown.UNITS_DIFFER,)
        if uses is None:
            return (Unknown.DOSE_WITHOUT_AMOUNT,)
        return (Unknown.NOT_COUNTED,) if stock.left is None else ()

    def _why_no_end(self) -> tuple[Unknown, ...]:
        if self.medicine.status != Status.ACTIVE or not self.coming.plans:
            return (Unknown.NO_PLAN,)
        as_needed = any(isinstance(one.rule, AsNeededRule) for one in self.coming.plans)
        return (Unknown.AS_NEEDED,) if as_needed else ()


class _Amounts:
    """How much an intake was: as logged, or else as its plan says."""

    def __init__(self, patient_id: UUID, medicine_id: UUID) -> None:
        self._rows = ScheduleRevision.objects.filter(patient_id=patient_id, medicine_id=medicine_id)
        self._plans: list[Schedule] | None = None

    def of(self, row: IntakeEvent) -> Decimal | None:
        if row.amount is not None:
            return row.amount
        if row.occurrence is None:
            free = [one for one in self._opened() if isinstance(one.rule, AsNeededRule)]
            return free[-1].amount if free else None
        own = [one for one in self._opened() if one.id == row.schedule]
        if row.rev is not None:
            return next((one.amount for one in own if one.rev == row.rev), None)
        covering = [one for one in own if row.local_date is not None and one.covers(row.local_date)]
        return (covering or own)[-1].amount if own else None

    def _opened(self) -> list[Schedule]:
        if self._plans is None:
            self._plans = [row.plan() for row in self._rows.order_by("schedule", "rev")]
        return self._plans
