"""Every zone of the tz database on both switch days of 2026 and 2027, against another reader of time zones."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from whenever import PlainDateTime, TimeZoneNotFoundError, ZonedDateTime

from mendly_core.doses import HoursRule, occurrences
from mendly_core.doses.zones import UnknownZone, zone_named
from tests.core.doses.plans import daily, schedule

DAY = timedelta(days=1)
NIGHT = [f"{hour:02d}:{minute:02d}" for hour in (0, 1, 2, 3, 23) for minute in (0, 15, 30, 45)]
"""When clocks are changed."""
TIMES = daily(*NIGHT, "04:00", "08:30", "12:00", "18:45")
PLAIN_DAYS = (date(2026, 2, 3), date(2027, 7, 14))
FURTHER = {"Pacific/Apia": (date(2011, 12, 30),), "Africa/Cairo": (date(2026, 4, 24),)}


def known(name: str) -> bool:
    """Ours leaves out names that are no places."""
    try:
        zone_named(name)
        ZonedDateTime(2026, 1, 1, tz=name)
    except (UnknownZone, TimeZoneNotFoundError):
        return False
    return True


@cache
def switch_days(name: str) -> tuple[date, ...]:
    """Days of 2026 and 2027 on which the offset at noon differs from that of the day before."""
    zone, noon = ZoneInfo(name), datetime(2026, 1, 1, 12, tzinfo=UTC)
    noons = [noon + DAY * n for n in range(731)]
    offsets = [moment.astimezone(zone).utcoffset() for moment in noons]
    return tuple(noons[n].astimezone(zone).date() for n in range(1, 731) if offsets[n] != offsets[n - 1])


def instant_by_whenever(name: str, day: date, at: str) -> datetime:
    """Gap forward, overlap first: what `whenever` calls compatible."""
    wall = PlainDateTime(day.year, day.month, day.day, int(at[:2]), int(at[3:]))
    return wall.assume_tz(name, disambiguation="compatible").to_instant().to_stdlib()


@pytest.mark.parametrize("first_letter", ["A", "B-E", "F-P", "Q-Z"])
def test_both_readers_give_the_same_instants(first_letter: str) -> None:
    low, _, high = first_letter.partition("-")
    zones = [name for name in sorted(available_timezones()) if low <= name[0].upper() <= (high or low)]
    compared, wrong = 0, list[tuple[str, date, str]]()
    for name in filter(known, zones):
        for switch in (*switch_days(name), *PLAIN_DAYS, *FURTHER.get(name, ())):
            for dose in occurrences(schedule(TIMES), switch - DAY, switch + 2 * DAY, name):
                compared += 1
                if dose.instant != instant_by_whenever(name, dose.local_date, dose.local_time):
                    wrong.append((name, dose.local_date, dose.local_time))
    print(f"{first_letter}: {compared} wall times compared, {len(wrong)} differ")
    assert compared > 5_000
    assert wrong == []


def test_hours_keep_their_real_gap_on_every_switch_day() -> None:
    for name in filter(known, sorted(available_timezones())):
        for switch in switch_days(name):
            anchor = datetime(switch.year, switch.month, switch.day, tzinfo=UTC) - 2 * DAY
            doses = occurrences(schedule(HoursRule(7, anchor)), switch - DAY, switch + 2 * DAY, name)
            gaps = {late.instant - early.instant for early, late in itertools.pairwise(doses)}
            assert gaps == {timedelta(hours=7)}, (name, switch)
