"""Builders for schedules and entries: Amara's medicine, with the parts that a test cares about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from mendly_core.doses import (
    DailyRule,
    Intake,
    IntakeKind,
    Occurrence,
    Rule,
    Schedule,
    SlotTime,
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
    parts: dict[str, Any] = {
        "id": SCHEDULE,
        "rev": 1,
        "medicine": MEDICINE,
        "rule": rule or daily("08:00", "20:00"),
        "amount": Decimal("1"),
        "unit": "tablet",
        "zone_policy": ZonePolicy.FLOATING,
        "home_zone": MADRID,
        "valid_from": date(2000, 1, 1),
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
    taken_at = utc("2026-11-23 07:05") if kind is IntakeKind.TAKEN else None
    parts: dict[str, Any] = {
        "id": UUID(int=number),
        "kind": kind,
        "medicine": MEDICINE,
        "logged_at": utc("2026-11-23 07:05"),
        "device_zone": MADRID,
        "hlc": f"{number if mark is None else mark:016x}-0000-{device}",
        "taken_at": taken_at,
    }
    if planned is not None:
        parts |= {
            "occurrence": planned.key,
            "schedule": planned.schedule_id,
            "local_date": planned.local_date,
            "slot": planned.slot,
        }
    return Intake(**(parts | changes))
