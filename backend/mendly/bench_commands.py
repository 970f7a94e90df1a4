"""`mendly bench medicines`: what planning doses costs here, and how fast a full minute gets into the ledger."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from mendly_core.doses import DailyRule, Schedule, SlotTime, ZonePolicy, occurrences
from mendly_core.doses.times import clock_text

DOSES = 1_000_000
RUNS = 5
SCHEDULES = 10_000
FIRST, DAYS = date(2026, 10, 18), 30
"""Over the end of summer time in Europe and in America."""
ZONES = (
    "Europe/Madrid",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/Sao_Paulo",
    "Pacific/Auckland",
    "UTC",
    "Asia/Kathmandu",
)


def add_medicines_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--doses", type=int, default=DOSES, help="due in one minute")
    parser.add_argument("--runs", type=int, default=RUNS, help="of each way; the median counts")


def bench_medicines(options: argparse.Namespace) -> int:
    """Print rates and ratios. Exit 2 without PostgreSQL: the crowd is measured where a crowd would be."""
    _planning()
    from django.db import connection

    if connection.vendor != "postgresql":
        print("The rest needs PostgreSQL: set MENDLY_DATABASE_URL to a server of your own.", file=sys.stderr)
        return 2
    from mendly.ops import crowd

    with crowd.scratch_database():
        crowd.fill(options.doses)
        paces = []
        for run in range(options.runs):
            paces.append(crowd.measure(options.doses))
            print(_run_line(f"run {run + 1}", paces[-1].bare, paces[-1].ledger, options.doses), flush=True)
        bare, ledger = (statistics.median(getattr(pace, way) for pace in paces) for way in ("bare", "ledger"))
        print(_run_line("median", bare, ledger, options.doses))
        print(f"ratio of each run, median          {statistics.median(pace.ratio for pace in paces):.2f}")
        tally = crowd.kill_in_the_middle(options.doses)
        print(
            f"one of two workers killed after {tally.held_at_kill:,}: {tally.told:,} of {tally.planned:,} in the"
            f" ledger, {tally.lost} lost, {tally.doubled} doubled"
        )
        return 1 if tally.lost or tally.doubled or tally.told != tally.planned else 0


def _run_line(name: str, bare: float, ledger: float, doses: int) -> str:
    rates = f"UPDATE … RETURNING {doses / bare:9,.0f}/s   bucket to ledger {doses / ledger:9,.0f}/s"
    return f"{name:<8} {rates}   ratio {bare / ledger:.2f}"


def _planning() -> None:
    schedules = [_schedule(number) for number in range(SCHEDULES)]
    ways: list[tuple[str, Callable[[Sequence[tuple[Schedule, str]]], int]]] = [
        ("mendly_core", _by_engine),
        ("datetime + zoneinfo", _by_standard_library),
    ]
    try:
        from dateutil import rrule
    except ImportError:
        print("dateutil is not installed here, so it is left out")
    else:
        ways.append(("dateutil", partial(_by_dateutil, rrule)))
    _by_engine(schedules)
    first = None
    for name, way in ways:
        seconds, count = _timed(partial(way, schedules))
        first = first or seconds
        print(
            f"planning, {name:<20} {count:,} doses in {seconds:6.2f} s = {count / seconds:9,.0f}/s"
            f"   {seconds / first:5.1f} x the time of mendly_core",
            flush=True,
        )


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    started = time.process_time()
    count = work()
    return time.process_time() - started, count


def _schedule(number: int) -> tuple[Schedule, str]:
    minutes = sorted({(7 * number + 480 * slot) % 1440 for slot in range(1 + number % 3)})
    times = tuple(SlotTime(slot, clock_text(minute)) for slot, minute in enumerate(minutes, start=1))
    plan = Schedule(
        id=UUID(int=number + 1),
        rev=1,
        medicine=UUID(int=number + 1),
        rule=DailyRule(times),
        amount=Decimal(1),
        unit="tablet",
        zone_policy=ZonePolicy.FLOATING,
        home_zone="UTC",
        valid_from=FIRST,
        valid_to=None,
    )
    return plan, ZONES[number % len(ZONES)]


def _by_engine(schedules: Sequence[tuple[Schedule, str]]) -> int:
    end = FIRST + timedelta(days=DAYS)
    return sum(len(occurrences(plan, FIRST, end, zone)) for plan, zone in schedules)


def _by_standard_library(schedules: Sequence[tuple[Schedule, str]]) -> int:
    """The plain way: one aware datetime for each day and time."""
    count = 0
    for plan, zone in schedules:
        place = ZoneInfo(zone)
        instants = [
            datetime(
                day.year, day.month, day.day, time.minute // 60, time.minute % 60, tzinfo=place
            ).astimezone(UTC)
            for day in (FIRST + timedelta(days=offset) for offset in range(DAYS))
            for time in plan.rule.times  # type: ignore[attr-defined]
        ]
        count += len(instants)
    return count


def _by_dateutil(rrule: object, schedules: Sequence[tuple[Schedule, str]]) -> int:
    """A rule of the calendar standard for each time of the day."""
    count = 0
    for plan, zone in schedules:
        place = ZoneInfo(zone)
        for time_of_day in plan.rule.times:  # type: ignore[attr-defined]
            hour, minute = divmod(time_of_day.minute, 60)
            start = datetime(FIRST.year, FIRST.month, FIRST.day, hour, minute, tzinfo=place)
            days = rrule.rrule(rrule.DAILY, dtstart=start, count=DAYS)  # type: ignore[attr-defined]
            count += len([moment.astimezone(UTC) for moment in days])
    return count
