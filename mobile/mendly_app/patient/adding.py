"""Adding a medicine on the phone: from what a person chose to its record, its plans and their events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from mendly_app.devices.ports import Clock
from mendly_app.patient.acts import enqueue, new_id, put_pending
from mendly_app.patient.medicines import ACTIVE, MEDICINE, OWN_PLAN, SCHEDULE
from mendly_app.patient.zones import PlanZone
from mendly_app.sync.store import Store
from mendly_core.doses import (
    AsNeededRule,
    CycleRule,
    DailyRule,
    DayRule,
    EveryDaysRule,
    HoursRule,
    MonthDaysRule,
    Rule,
    RuleRefused,
    Schedule,
    SlotTime,
    WeekdaysRule,
    ZonePolicy,
)
from mendly_core.doses.reading import is_plain_line
from mendly_core.doses.times import minute_of
from mendly_core.doses.zones import instant_of, zone_named

EARLY_MINUTES, LATE_MINUTES = 60, 240
LONGEST_NAME = 120
DAY = timedelta(days=1)


class Kind(StrEnum):
    """The plans that the phone can make."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    EVERY_DAYS = "every_days"
    CYCLE = "cycle"
    MONTH_DAYS = "month_days"
    HOURS = "hours"
    AS_NEEDED = "as_needed"


WITH_TIMES = frozenset({Kind.DAILY, Kind.WEEKDAYS, Kind.EVERY_DAYS, Kind.CYCLE, Kind.MONTH_DAYS})


class BadMedicine(ValueError):
    """What was chosen cannot be saved. `field` is "name", "times", "days" or "amount"."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class NewMedicine:
    """What a person chose. Only what the kind needs counts.

    `times`: wall times, "HH:MM"; of a plan by hours the first. `days`: weekdays from 0 for Monday, or days of the
    month. `every`: days or hours. `most`: the amount of 24 hours, `gap` in minutes; None: not given.
    """

    name: str
    kind: Kind = Kind.DAILY
    times: tuple[str, ...] = ()
    days: tuple[int, ...] = ()
    every: int = 2
    on: int = 21
    off: int = 7
    most: Decimal | None = None
    gap: int | None = None
    amount: Decimal = Decimal(1)
    unit: str = "tablet"


class Adding:
    """Saves new medicines; they are on the list at once."""

    def __init__(self, store: Store, clock: Clock, zone: PlanZone) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone

    def add(self, new: NewMedicine) -> UUID:
        """Save the medicine with its plan and queue both. Raises `BadMedicine`."""
        name = checked_name(new.name)
        identifier, zone = new_id(self._clock), self._zone.name()
        plans = plans_of(new, identifier, zone, self._clock.now(), lambda: new_id(self._clock))
        today = self._clock.now().astimezone(zone_named(zone)).date()
        words: dict[str, Any] = {"name": name, "ingredient": "", "strength": "", "form": ""}
        record = {"id": str(identifier), **words, "purpose": "", "how": "", "status": ACTIVE}
        with self._store.transaction():
            put_pending(self._store, MEDICINE, identifier, record)
            event = {"name": name, "started_on": today.isoformat()}
            enqueue(self._store, self._clock, MEDICINE, identifier, event)
            for plan in plans:
                event_id = new_id(self._clock)
                put_pending(self._store, OWN_PLAN, event_id, plan.to_json())
                enqueue(self._store, self._clock, SCHEDULE, event_id, plan.to_json())
        return identifier


def checked_name(text: str) -> str:
    """The name on one line. Raises `BadMedicine`."""
    name = " ".join(text.split())
    if not name or not is_plain_line(name, LONGEST_NAME):
        raise BadMedicine("name")
    return name


def plans_of(
    new: NewMedicine, medicine: UUID, zone: str, now: datetime, make_id: Callable[[], UUID]
) -> list[Schedule]:
    """The plan from now on. What is behind of today is not planned, so that no new medicine begins with a gap.

    Where a part of today's times is behind, the rest of today is a plan of its own, as the server takes a plan
    from a whole day on. Raises `BadMedicine`.
    """
    today = now.astimezone(zone_named(zone)).date()
    try:
        if new.kind not in WITH_TIMES:
            return [_one(new, make_id(), medicine, zone, _free_rule(new, zone, now), today)]
        slots = tuple(SlotTime(slot, at) for slot, at in enumerate(sorted(new.times), start=1))
        ahead = tuple(slot for slot in slots if _is_ahead(slot, today, zone, now))
        whole = _day_rule(new, slots, today)
        if len(ahead) == len(slots) or not whole.falls_on(today.toordinal()):
            return [_one(new, make_id(), medicine, zone, whole, today)]
        if not ahead:
            return [_one(new, make_id(), medicine, zone, _day_rule(new, slots, today + DAY), today + DAY)]
        rest = _one(new, make_id(), medicine, zone, _day_rule(new, ahead, today), today, today + DAY)
        return [rest, _one(new, make_id(), medicine, zone, whole, today + DAY)]
    except RuleRefused as refused:
        raise BadMedicine(_field_of(refused)) from None


def _is_ahead(slot: SlotTime, day: date, zone: str, now: datetime) -> bool:
    due = instant_of(zone_named(zone), day.toordinal(), slot.minute)
    return due + timedelta(minutes=EARLY_MINUTES) > now


def _day_rule(new: NewMedicine, times: tuple[SlotTime, ...], first: date) -> DayRule:
    if new.kind is Kind.WEEKDAYS:
        return WeekdaysRule(new.days, times)
    if new.kind is Kind.EVERY_DAYS:
        return EveryDaysRule(new.every, first, times)
    if new.kind is Kind.CYCLE:
        return CycleRule(new.on, new.off, first, times)
    if new.kind is Kind.MONTH_DAYS:
        return MonthDaysRule(new.days, times)
    return DailyRule(times)


def _free_rule(new: NewMedicine, zone: str, now: datetime) -> Rule:
    if new.kind is Kind.AS_NEEDED:
        return AsNeededRule(new.most, new.gap)
    if not new.times:
        raise BadMedicine("times")
    return HoursRule(new.every, _next_instant(new.times[0], zone, now))


def _next_instant(at: str, zone: str, now: datetime) -> datetime:
    """The next time that the clock shows `at`."""
    place, minute = zone_named(zone), minute_of(at)
    today = now.astimezone(place).date()
    first = instant_of(place, today.toordinal(), minute)
    found = first if first >= now else instant_of(place, (today + DAY).toordinal(), minute)
    return found.astimezone(UTC)


def _one(
    new: NewMedicine,
    identifier: UUID,
    medicine: UUID,
    zone: str,
    rule: Rule,
    first: date,
    end: date | None = None,
) -> Schedule:
    steps = isinstance(rule, HoursRule)
    if isinstance(rule, HoursRule):
        first = rule.anchor.astimezone(zone_named(zone)).date()
    return Schedule(
        id=identifier,
        rev=1,
        medicine=medicine,
        rule=rule,
        amount=new.amount,
        unit=" ".join(new.unit.split()),
        zone_policy=ZonePolicy.ABSOLUTE if steps else ZonePolicy.FLOATING,
        home_zone=zone,
        valid_from=first,
        valid_to=end,
        early_minutes=EARLY_MINUTES,
        late_minutes=min(LATE_MINUTES, new.every * 60) if steps else LATE_MINUTES,
    )


def _field_of(refused: RuleRefused) -> str:
    if refused.field in {"amount", "unit", "rule.most"}:
        return "amount"
    return "times" if "times" in refused.field else "days"
