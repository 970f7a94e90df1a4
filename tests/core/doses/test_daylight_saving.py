"""Days on which clocks jump: no dose is lost or doubled, and the instant is the one that people mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from mendly_core.doses import asks_before_taking, occurrences
from tests.core.doses.plans import daily, schedule, utc

QUARTERS = [f"{hour:02d}:{minute:02d}" for hour in range(24) for minute in (0, 15, 30, 45)]
DAY = timedelta(days=1)

FIXTURES = [
    ("America/New_York", "2026-03-08", "02:30", "2026-03-08 07:30"),
    ("America/New_York", "2026-11-01", "01:30", "2026-11-01 05:30"),
    ("Africa/Cairo", "2026-04-24", "00:00", "2026-04-23 22:00"),
    ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:45"),
    ("Pacific/Apia", "2011-12-30", "08:00", "2011-12-30 18:00"),
    ("Pacific/Apia", "2011-12-31", "08:00", "2011-12-30 18:00"),
]


@pytest.mark.parametrize(("zone", "day", "at", "instant"), FIXTURES)
def test_gap_overlap_and_skipped_day(zone: str, day: str, at: str, instant: str) -> None:
    local_date = date.fromisoformat(day)
    (dose,) = occurrences(schedule(daily(at)), local_date, local_date + DAY, zone)
    assert dose.instant == utc(instant)
    assert dose.local_date == local_date


def test_a_skipped_day_gives_two_doses_at_one_instant_and_the_guard_asks() -> None:
    friday, saturday = occurrences(
        schedule(daily("08:00")), date(2011, 12, 30), date(2012, 1, 1), "Pacific/Apia"
    )
    assert friday.key != saturday.key
    assert friday.instant == saturday.instant
    assert asks_before_taking(saturday, friday.instant, saturday.instant + timedelta(minutes=1))


def _jumps_of_2026() -> list[tuple[str, date]]:
    """One zone for each day and kind of jump that any zone makes in 2026."""
    found: dict[tuple[date, timedelta, timedelta], str] = {}
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + DAY * n for n in range(366)]
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        offsets = [moment.astimezone(zone).utcoffset() or timedelta() for moment in moments]
        for n in range(365):
            if offsets[n] != offsets[n + 1]:
                found.setdefault((moments[n].date(), offsets[n], offsets[n + 1]), name)
    return [(name, day) for (day, _, _), name in found.items()]


JUMPS = _jumps_of_2026()


def _instant_people_mean(clock: dict[datetime, datetime], wall: datetime) -> datetime:
    """The first instant with that wall time; in a gap, as far past the gap as the wall time lies in it."""
    before = wall
    while before not in clock:
        before -= timedelta(minutes=1)
    return clock[before] + (wall - before)


def test_there_are_jumps_to_try() -> None:
    assert len(JUMPS) > 20


@pytest.mark.parametrize(("name", "day"), JUMPS)
def test_every_quarter_of_a_day_with_a_jump_falls_where_the_zone_data_say(name: str, day: date) -> None:
    zone = ZoneInfo(name)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - DAY
    clock: dict[datetime, datetime] = {}
    for minute in range(5 * 24 * 60):
        instant = midnight + timedelta(minutes=minute)
        clock.setdefault(instant.astimezone(zone).replace(tzinfo=None), instant)
    first, last = day, day + 2 * DAY
    planned = occurrences(schedule(daily(*QUARTERS)), first, last, name)
    assert len(planned) == 2 * len(QUARTERS)
    assert len({dose.key for dose in planned}) == len(planned)
    for dose in planned:
        wall = datetime.fromisoformat(f"{dose.local_date} {dose.local_time}")
        assert dose.instant == _instant_people_mean(clock, wall)
