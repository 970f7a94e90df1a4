"""Readings that a person types in (blood pressure, weight) and steps that the phone counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from mendly_app.devices.ports import Clock
from mendly_app.patient.acts import enqueue, instant_of, instant_text, new_id, put_pending
from mendly_app.sync.records import Record, RecordState
from mendly_app.sync.store import Store
from mendly_core.signals.types import series_type

OBSERVATION = "observation"
SHOWN_DAYS = 90
STEPS = "steps"
STEPS_SOURCE = "phone_accelerometer"
LONGEST_NUMBER = 7
LARGEST, DECIMALS = 999, 3
"""What the server takes."""


class ReadingType(StrEnum):
    BLOOD_PRESSURE = "blood_pressure"
    WEIGHT = "weight"


FIELDS: dict[ReadingType, tuple[str, ...]] = {
    ReadingType.BLOOD_PRESSURE: ("systolic", "diastolic", "pulse"),
    ReadingType.WEIGHT: ("weight",),
}
"""The numbers of a reading. The pulse may be left out."""
OPTIONAL = frozenset({"pulse"})
_SERIES = {"systolic": "systolic", "diastolic": "diastolic", "pulse": "heart_rate", "weight": "body_weight"}
_WHOLE = frozenset({"systolic", "diastolic", "pulse"})


class BadReading(ValueError):
    """The typed numbers cannot be used. `code` is "missing", "not-a-number" or "impossible"."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


@dataclass(frozen=True, slots=True)
class Reading:
    """One typed reading. Units: mm[Hg], /min, kg."""

    id: UUID
    type: ReadingType
    at: datetime
    values: dict[str, Decimal]
    state: RecordState

    @property
    def needs_check(self) -> bool:
        """Whether the numbers can hardly be right: shown, but counted nowhere."""
        return bool(unlikely_in(self.type, self.values))


@dataclass(frozen=True, slots=True)
class Draft:
    """Typed numbers that can be saved. `unlikely` names those to ask about: "is this right?"."""

    type: ReadingType
    values: dict[str, Decimal]
    unlikely: tuple[str, ...]


def check(kind: ReadingType, typed: dict[str, str]) -> Draft:
    """Read what a person typed. A decimal comma is fine. Raises `BadReading`."""
    values: dict[str, Decimal] = {}
    for field in FIELDS[kind]:
        text = typed.get(field, "").strip().replace(",", ".")
        if not text and field in OPTIONAL:
            continue
        values[field] = _number(field, text)
    return Draft(kind, values, unlikely_in(kind, values))


def unlikely_in(kind: ReadingType, values: Mapping[str, Decimal]) -> tuple[str, ...]:
    """The fields whose numbers lie outside the plausible ranges of the vitals fact table."""
    ranges = {name: series_type(_SERIES[name]) for name in values}
    found = [name for name, value in values.items() if not ranges[name].is_plausible(float(value))]
    if kind is ReadingType.BLOOD_PRESSURE and values["diastolic"] >= values["systolic"]:
        found.append("diastolic")
    return tuple(dict.fromkeys(found))


def _number(field: str, text: str) -> Decimal:
    if not text:
        raise BadReading(field, "missing")
    digits = text.replace(".", "", 1)
    if not digits.isascii() or not digits.isdigit() or len(text) > LONGEST_NUMBER:
        raise BadReading(field, "not-a-number")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise BadReading(field, "not-a-number") from None
    whole = value == value.to_integral_value()
    if not 0 < value <= LARGEST or (field in _WHOLE and not whole) or value != round(value, DECIMALS):
        raise BadReading(field, "impossible")
    return value


class Readings:
    """Reads and adds readings, and keeps the day's steps."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def recent(self, kind: ReadingType) -> list[Reading]:
        """The readings of the last 90 days, newest first."""
        today = self._clock.now().date()
        records = self._store.records.of_days(
            OBSERVATION, today - timedelta(days=SHOWN_DAYS), today + timedelta(days=1)
        )
        readings = [reading for reading in map(_reading, records) if reading and reading.type is kind]
        return sorted(readings, key=lambda reading: (reading.at, str(reading.id)), reverse=True)

    def add(self, draft: Draft) -> UUID:
        """Save a reading taken now and queue it. Whoever adds an unlikely one has asked: it goes as confirmed."""
        identifier = new_id(self._clock)
        now = self._clock.now()
        body: dict[str, Any] = {
            "type": draft.type.value,
            "taken_at": instant_text(now),
            "values": {name: _json_number(name, value) for name, value in draft.values.items()},
        }
        event = body | {"confirmed": bool(draft.unlikely)}
        with self._store.transaction():
            put_pending(self._store, OBSERVATION, identifier, {"id": str(identifier), **body}, now.date())
            enqueue(self._store, self._clock, OBSERVATION, identifier, event)
        return identifier

    def steps_today(self) -> int:
        """Steps that this phone has counted since midnight on its wall clock."""
        record = self._store.records.get(STEPS, self._local_day().isoformat())
        return int(record.body["count"]) if record else 0

    def add_steps(self, minutes: dict[datetime, int]) -> None:
        """Save counted steps, one sum for each started minute (UTC), and queue them for the server."""
        counted = {minute: count for minute, count in sorted(minutes.items()) if count > 0}
        if not counted:
            return
        zone = ZoneInfo(self._clock.zone())
        offset = self._clock.now().astimezone(zone).utcoffset() or timedelta(0)
        event = {
            "type": STEPS,
            "source": STEPS_SOURCE,
            "unit": series_type(STEPS).unit,
            "zone_offset_min": int(offset.total_seconds() // 60),
            "points": [[int(minute.timestamp() * 1000), count] for minute, count in counted.items()],
        }
        by_day: dict[date, int] = {}
        for minute, count in counted.items():
            day = minute.astimezone(zone).date()
            by_day[day] = by_day.get(day, 0) + count
        with self._store.transaction():
            for day, count in by_day.items():
                self._add_to_day(day, count)
            enqueue(self._store, self._clock, "samples", new_id(self._clock), event)

    def _add_to_day(self, day: date, count: int) -> None:
        known = self._store.records.get(STEPS, day.isoformat())
        total = count + (int(known.body["count"]) if known else 0)
        self._store.records.put(STEPS, day.isoformat(), {"count": total}, RecordState.LOCAL)

    def _local_day(self) -> date:
        return self._clock.now().astimezone(ZoneInfo(self._clock.zone())).date()


def _json_number(name: str, value: Decimal) -> int | str:
    return int(value) if name in _WHOLE else f"{value:f}"


def _reading(record: Record) -> Reading | None:
    """A reading of the store; None for a type that this app does not show."""
    body = record.body
    moment = instant_of(body.get("taken_at"))
    values = body.get("values")
    if body.get("type") not in set(ReadingType) or moment is None or not isinstance(values, dict):
        return None
    kind = ReadingType(body["type"])
    try:
        numbers = {name: Decimal(str(values[name])) for name in FIELDS[kind] if values.get(name) is not None}
    except InvalidOperation:
        return None
    if not (set(FIELDS[kind]) - OPTIONAL) <= numbers.keys():
        return None
    return Reading(UUID(record.id), kind, moment.astimezone(UTC), numbers, record.state)
