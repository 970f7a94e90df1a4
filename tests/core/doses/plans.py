"""Builders for schedules and entries: Amara's medicine, with the parts that a test cares about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from mendly_core.doses import (
    AfterIntakeRule,
    AsNeededRule,
    CycleRule,
    DailyRule,
    DayRule,
    EveryDaysRule,
    EveryWeeksRule,
    FollowingRule,
    HoursRule,
    Intake,
    IntakeKind,
    MonthDaysRule,
    Occurrence,
    Rule,
    Schedule,
    SlotTime,
    WakingRule,
    WeekdaysRule,
    ZonePolicy,
    occurrences,
)

MADRID = "Europe/Madrid"
SCHEDULE = UUID("0193a000-0000-7000-8000-00000000000a")
MEDICINE = UUID("0193a000-0000-7000-8000-00000000000b")
MONDAY = date(2026, 11, 23)


def utc(text: str) -> datetime:
    """An instant from "2026-11-23 07:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def daily(*times: str) -> DailyRule:
    return DailyRule(tuple(SlotTime(slot, at) for slot, at in enumerate(times, start=1)))


def on_weekdays(days: tuple[int, ...], *times: str) -> WeekdaysRule:
    return WeekdaysRule(days, daily(*times).times)


def schedule(rule: Rule | None = None, **changes: Any) -> Schedule:
    rule = rule or daily("08:00", "20:00")
    steps = isinstance(rule, HoursRule | AfterIntakeRule)
    parts: dict[str, Any] = {
        "id": SCHEDULE,
        "rev": 1,
        "medicine": MEDICINE,
        "rule": rule,
        "amount": Decimal("1"),
        "unit": "tablet",
        "zone_policy": ZonePolicy.ABSOLUTE if steps else ZonePolicy.FLOATING,
        "home_zone": MADRID,
        "valid_from": date(2000, 1, 1),
        "late_minutes": 30 if steps else 240,
    }
    return Schedule(**(parts | changes))


def dose(day: date = MONDAY, slot: int = 1, rule: Rule | None = None, **changes: Any) -> Occurrence:
    """The planned dose of that day and slot in Madrid; by default 08:00, due 07:00 UTC in winter."""
    planned = occurrences(schedule(rule, **changes), day, date.fromordinal(day.toordinal() + 1), MADRID)
    return next(occurrence for occurrence in planned if occurrence.slot == slot)


def entry(
    number: int,
    kind: IntakeKind = IntakeKind.TAKEN,
    planned: Occurrence | None = None,
    *,
    mark: int | None = None,
    device: str = "phone",
    **changes: Any,
) -> Intake:
    """Entry `number` (its id and, without `mark`, its order); outside any plan if `planned` is None."""
    is_taken = kind in {IntakeKind.TAKEN, IntakeKind.PARTIAL}
    is_put_off = kind in {IntakeKind.SNOOZED, IntakeKind.MOVED}
    parts: dict[str, Any] = {
        "id": UUID(int=number),
        "kind": kind,
        "medicine": MEDICINE,
        "logged_at": utc("2026-11-23 07:05"),
        "device_zone": MADRID,
        "hlc": f"{number if mark is None else mark:016x}-0000-{device}",
        "taken_at": utc("2026-11-23 07:05") if is_taken else None,
        "amount": Decimal("0.5") if kind is IntakeKind.PARTIAL else None,
        "put_to": utc("2026-11-23 08:10") if is_put_off else None,
    }
    if planned is not None:
        parts |= {
            "occurrence": planned.key,
            "schedule": planned.schedule_id,
            "local_date": planned.local_date,
            "slot": planned.slot,
            "rev": planned.rev if planned.step is not None else None,
            "step": planned.step,
        }
    return Intake(**(parts | changes))


_clock_times = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59))
_times = st.lists(_clock_times, min_size=1, max_size=5, unique=True).map(lambda times: daily(*times).times)
_weekdays = st.sets(st.integers(0, 6), min_size=1).map(tuple)
_dates = st.dates(date(2026, 1, 1), date(2027, 12, 31))
_instants = st.builds(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes), st.integers(0, 2 * 525_600)
)

day_rules: st.SearchStrategy[DayRule] = st.one_of(
    st.builds(DailyRule, _times),
    st.builds(WeekdaysRule, _weekdays, _times),
    st.builds(EveryDaysRule, st.integers(2, 40), _dates, _times),
    st.builds(EveryWeeksRule, st.integers(2, 6), _weekdays, _dates, _times),
    st.builds(CycleRule, st.integers(1, 30), st.integers(1, 30), _dates, _times),
    st.builds(MonthDaysRule, st.sets(st.integers(1, 31), min_size=1).map(tuple), _times),
    st.tuples(st.integers(60, 400), _clock_times, _clock_times).map(
        lambda parts: WakingRule(parts[0], min(parts[1:]), max(parts[1:]))
    ),
)
hour_rules = st.builds(HoursRule, st.integers(1, 100), _instants)
chain_rules = st.builds(AfterIntakeRule, st.integers(60, 4000), _instants)
following_rules = st.builds(FollowingRule, st.uuids(), st.integers(1, 9), st.integers(1, 600))
as_needed_rules = st.builds(
    AsNeededRule,
    st.none() | st.decimals("0.5", "12", places=1),
    st.none() | st.integers(1, 720),
)
static_rules: st.SearchStrategy[Rule] = st.one_of(day_rules, hour_rules)
any_rule: st.SearchStrategy[Rule] = st.one_of(
    day_rules, hour_rules, chain_rules, following_rules, as_needed_rules
)
