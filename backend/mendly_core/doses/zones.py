"""Time zones by their IANA name, and the instant of a wall time on a day in a zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

BLOCK_DAYS = 64
"""Days per block of an instant table: a month-long plan needs one or two blocks."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9][A-Za-z0-9_+-]*){0,2}", re.ASCII)
_NOT_PLACES = re.compile(r"(right|posix)/.*|posixrules|localtime|Factory")


class UnknownZone(LookupError):
    """The name is not an IANA time zone that this device knows."""


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo:
    """Find a zone. Names that mean "this machine's zone" or count leap seconds are no places, so refused."""
    if len(name) > 64 or not _NAME.fullmatch(name) or _NOT_PLACES.fullmatch(name):
        raise UnknownZone(name)
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError):
        raise UnknownZone(name) from None


def instant_of(zone: ZoneInfo, ordinal: int, minute: int) -> datetime:
    """The UTC instant of a wall time (`minute` of the day) on a proleptic Gregorian day number.

    In a gap (clocks move forward, or a whole day is skipped) the wall time is read with the offset before the
    gap, which shifts it forward by the gap's length; in an overlap the first of the two instants counts.
    """
    wall = datetime.fromordinal(ordinal).replace(hour=minute // 60, minute=minute % 60, tzinfo=zone, fold=0)
    return wall.astimezone(UTC)


def start_of_day(zone_name: str, day: date) -> datetime:
    """The first instant of a local date. A date that the zone skipped starts and ends at once."""
    return instant_of(zone_named(zone_name), day.toordinal(), 0)


@lru_cache(maxsize=4096)
def instants_of_block(zone_name: str, minute: int, block: int) -> tuple[datetime, ...]:
    """The instants of one wall time for the days block * BLOCK_DAYS and on. Computed once, then looked up."""
    zone = zone_named(zone_name)
    first = block * BLOCK_DAYS
    return tuple(instant_of(zone, ordinal, minute) for ordinal in range(first, first + BLOCK_DAYS))


@lru_cache(maxsize=64)
def dates_of_block(block: int) -> tuple[date, ...]:
    first = block * BLOCK_DAYS
    return tuple(date.fromordinal(ordinal) for ordinal in range(first, first + BLOCK_DAYS))
