"""From a schedule to the doses of a span of days, with the same keys on the server and on the phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from hashlib import blake2b
from itertools import chain, repeat
from typing import NamedTuple
from uuid import UUID

from mendly_core.doses.day_rules import DayRule
from mendly_core.doses.free_rules import HoursRule
from mendly_core.doses.schedules import Schedule, ZonePolicy
from mendly_core.doses.times import SlotTime, clock_text
from mendly_core.doses.zones import BLOCK_DAYS, dates_of_block, instants_of_block, start_of_day, zone_named


class Occurrence(NamedTuple):
    """One planned dose. Its key outlives edits and travel: see `occurrence_key` and `step_key`."""

    schedule: Schedule
    local_date: date
    time: SlotTime
    """Slot and wall time; of a step only the wall time means something."""
    instant: datetime
    """When it is due, in UTC."""
    zone: str
    """The zone whose wall clock was used."""
    step: int | None
    """The step's number, for a rule of steps."""

    @property
    def key(self) -> str:
        """32 hex digits."""
        if self.step is not None:
            return step_key(self.schedule.id, self.schedule.rev, self.step)
        return occurrence_key(self.schedule.id, self.local_date, self.time.slot)

    @property
    def schedule_id(self) -> UUID:
        return self.schedule.id

    @property
    def rev(self) -> int:
        return self.schedule.rev

    @property
    def slot(self) -> int | None:
        """The dose's name within its day; None for a step."""
        return None if self.step is not None else self.time.slot

    @property
    def local_time(self) -> str:
        """The wall time of the rule, "HH:MM". In a clock gap the instant lies later than this says."""
        return self.time.at

    @property
    def opens_at(self) -> datetime:
        """From here the dose may be taken as on time."""
        return self.instant - timedelta(minutes=self.schedule.early_minutes)

    @property
    def late_after(self) -> datetime:
        """A dose taken after this is late: the window around the due time is the same on both sides."""
        grace = min(self.schedule.early_minutes, self.schedule.late_minutes)
        return self.instant + timedelta(minutes=grace)

    @property
    def closes_at(self) -> datetime:
        """From here a dose with nothing logged counts as missed."""
        return self.instant + timedelta(minutes=self.schedule.late_minutes)


def occurrence_key(schedule_id: UUID, local_date: date, slot: int) -> str:
    """The identity of a dose on every device: blake2b-128 of "schedule id|local date|slot" in hex."""
    name = f"{_text_of(schedule_id)}|{local_date.isoformat()}|{slot}"
    return blake2b(name.encode("ascii"), digest_size=16).hexdigest()


def step_key(schedule_id: UUID, rev: int, step: int) -> str:
    """The identity of a step: blake2b-128 of "schedule id|revision|step" in hex. A new revision counts anew."""
    return blake2b(f"{_text_of(schedule_id)}|{rev}|{step}".encode("ascii"), digest_size=16).hexdigest()


def occurrences(schedule: Schedule, start: date, end: date, zone: str) -> list[Occurrence]:
    """Plan the doses of the local dates start <= day < end, in the order of day and wall time.

    `zone` is where the person is; a schedule with the HOME policy ignores it. Wall times in a clock gap shift
    forward, in an overlap the first instant counts; hours stay real hours. Spans that meet give lists that join
    without a seam. A rule that hangs on what was logged gives nothing here: see `planning.plan`. Raises
    `UnknownZone`. The caller bounds the span: the work grows with its days.
    """
    rule = schedule.rule
    if isinstance(rule, DayRule):
        return _by_days(schedule, rule, start, end, zone)
    if isinstance(rule, HoursRule):
        return _by_hours(schedule, rule, start, end, zone)
    return []


def step_occurrence(schedule: Schedule, step: int, instant: datetime, zone: str) -> Occurrence:
    """A step at an instant, with the local date and wall time that it has in a zone."""
    wall = instant.astimezone(zone_named(zone))
    day = wall.date()
    if instant >= start_of_day(zone, day + timedelta(days=1)):
        day += timedelta(days=1)
    return Occurrence(schedule, day, _wall_time(wall.hour * 60 + wall.minute), instant, zone, step)


def _by_hours(schedule: Schedule, rule: HoursRule, start: date, end: date, zone: str) -> list[Occurrence]:
    opens, closes = start_of_day(zone, start), start_of_day(zone, end)
    if schedule.ends_at is not None:
        closes = min(closes, schedule.ends_at)
    first = max(0, -((rule.anchor - opens) // rule.gap))
    last = -((rule.anchor - closes) // rule.gap)
    return [
        step_occurrence(schedule, step, rule.anchor + step * rule.gap, zone) for step in range(first, last)
    ]


def _by_days(schedule: Schedule, rule: DayRule, start: date, end: date, zone: str) -> list[Occurrence]:
    zone_name = schedule.home_zone if schedule.zone_policy is ZonePolicy.HOME else zone
    zone_named(zone_name)
    first = max(start, schedule.valid_from).toordinal()
    last = min(end, schedule.valid_to or end).toordinal()
    planned: list[Occurrence] = []
    while first < last:
        block, offset = divmod(first, BLOCK_DAYS)
        days = min(last - first, BLOCK_DAYS - offset)
        planned += _plan_block(schedule, rule, zone_name, block, range(offset, offset + days))
        first += days
    return planned


# Building from a ready tuple skips the named constructor, which makes planning nearly twice as fast.
_occurrence: Callable[[tuple[Schedule, date, SlotTime, datetime, str, None]], Occurrence]
_occurrence = partial(tuple.__new__, Occurrence)


def _plan_block(schedule: Schedule, rule: DayRule, zone: str, block: int, offsets: range) -> list[Occurrence]:
    falls_on = rule.falls_on
    first = block * BLOCK_DAYS
    chosen = [offset for offset in offsets if falls_on(first + offset)]
    dates = dates_of_block(block)
    days = [dates[offset] for offset in chosen]
    by_time: list[Iterator[Occurrence]] = []
    for time in rule.times:
        column = instants_of_block(zone, time.minute, block)
        instants = [column[offset] for offset in chosen]
        parts = zip(repeat(schedule), days, repeat(time), instants, repeat(zone), repeat(None))
        by_time.append(map(_occurrence, parts))
    return list(chain.from_iterable(zip(*by_time, strict=True)))


@lru_cache(maxsize=16_384)
def _text_of(identifier: UUID) -> str:
    return str(identifier)


@lru_cache(maxsize=1440)
def _wall_time(minute: int) -> SlotTime:
    return SlotTime(1, clock_text(minute))
