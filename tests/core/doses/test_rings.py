"""When a dose rings: at its time, again while it is open, never in quiet hours, for others only when wished."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mendly_core.doses.rings import (
    OTHERS_HEAR_FOR,
    SHORTEST_LIFE,
    Listener,
    PlannedRing,
    RingWishes,
    WishesRefused,
    rings_for,
)

MADRID = "Europe/Madrid"
ZONES = [MADRID, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo", "UTC"]
NIGHT = {"quiet_from": 22 * 60, "quiet_to": 7 * 60}

minutes = st.integers(0, 24 * 60 - 1)
moments = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 (the strategy adds the zone)
    datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
    allow_imaginary=False,
)


@st.composite
def wishes(draw: st.DrawFn) -> RingWishes:
    quiet: tuple[int | None, int | None] = (None, None)
    if draw(st.booleans()):
        quiet = draw(st.tuples(minutes, minutes).filter(lambda pair: pair[0] != pair[1]))
    waits = st.none() | st.integers(5, 24 * 60)
    return RingWishes(*quiet, draw(st.integers(0, 5)), draw(st.integers(5, 300)), draw(waits), draw(waits))


def madrid(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(MADRID)).astimezone(UTC)


def rung(rings: list[PlannedRing], listener: Listener = Listener.PATIENT) -> list[str]:
    wall = (ring.at.astimezone(ZoneInfo(MADRID)) for ring in rings if ring.listener is listener)
    return [f"{at:%d %H:%M}" for at in wall]


def planned(due: str, hours: float = 4, **wished: Any) -> list[PlannedRing]:
    at = madrid(due)
    return rings_for(at, at + timedelta(hours=hours), RingWishes(**wished), MADRID)


def test_without_wishes_a_dose_rings_once_and_tells_nobody_else() -> None:
    at = madrid("2026-05-04 08:00")
    rings = rings_for(at, at + timedelta(hours=4), RingWishes(), MADRID)
    assert rings == [PlannedRing(Listener.PATIENT, 0, at, at + timedelta(hours=4))]


def test_an_open_dose_rings_again_until_it_closes() -> None:
    rings = planned("2026-05-04 08:00", hours=1, again_times=5, again_after=20)
    assert rung(rings) == ["04 08:00", "04 08:20", "04 08:40"]
    assert [ring.stage for ring in rings] == [0, 1, 2]


@pytest.mark.parametrize(
    ("due", "heard"),
    [
        ("2026-05-04 21:59", ["04 21:59"]),
        ("2026-05-04 22:00", []),
        ("2026-05-05 02:59", []),
        ("2026-05-05 03:01", ["05 07:00"]),
        ("2026-05-05 06:59", ["05 07:00"]),
        ("2026-05-05 07:00", ["05 07:00"]),
    ],
)
def test_quiet_hours_hold_a_ring_while_the_dose_stays_open(due: str, heard: list[str]) -> None:
    assert rung(planned(due, **NIGHT)) == heard


def test_rings_that_wait_for_the_morning_are_one() -> None:
    rings = planned("2026-05-05 05:00", again_times=3, again_after=45, **NIGHT)
    assert rung(rings) == ["05 07:00", "05 07:15"]
    assert [ring.stage for ring in rings] == [0, 3]


def test_a_moment_that_the_person_chose_is_kept_in_the_night() -> None:
    at = madrid("2026-05-04 23:30")
    rings = rings_for(at, at - timedelta(hours=1), RingWishes(**NIGHT), MADRID, was_asked=True)
    assert rung(rings) == ["04 23:30"]
    assert rings[0].until == at + SHORTEST_LIFE


def test_others_are_told_after_their_time_and_not_at_night() -> None:
    rings = planned("2026-05-04 20:00", proxies_after=60, team_after=180, **NIGHT)
    assert rung(rings) == ["04 20:00"]
    assert rung(rings, Listener.PROXIES) == ["04 21:00"]
    assert rung(rings, Listener.TEAM) == ["05 07:00"]


def test_quiet_hours_end_by_the_wall_clock_on_days_when_it_changes() -> None:
    rings = planned("2026-03-29 01:00", hours=12, **NIGHT)
    assert rung(rings) == ["29 07:00"]
    assert rings[0].at == datetime(2026, 3, 29, 5, 0, tzinfo=UTC)


def test_quiet_hours_hold_in_both_passes_of_an_hour_that_comes_twice() -> None:
    second_pass = datetime(2026, 11, 1, 6, 10, tzinfo=UTC)
    wished = RingWishes(quiet_from=0, quiet_to=90)
    [ring] = rings_for(second_pass, second_pass + timedelta(hours=4), wished, "America/New_York")
    assert ring.at == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@given(moments, st.integers(1, 24), wishes(), st.sampled_from(ZONES))
def test_no_ring_is_early_late_or_in_quiet_hours(
    due: datetime, hours: int, wished: RingWishes, zone: str
) -> None:
    due = due.replace(second=0, microsecond=0)
    rings = rings_for(due, due + timedelta(hours=hours), wished, zone)
    for ring in rings:
        assert due <= ring.at < ring.until
        wall = ring.at.astimezone(ZoneInfo(zone))
        assert not is_quiet(wall.hour * 60 + wall.minute, wished)
    own = [ring for ring in rings if ring.listener is Listener.PATIENT]
    assert len({ring.at for ring in own}) == len(own) <= wished.again_times + 1
    assert all(ring.until == due + timedelta(hours=hours) for ring in own)
    others = [ring for ring in rings if ring.listener is not Listener.PATIENT]
    assert len(others) == (wished.proxies_after is not None) + (wished.team_after is not None)
    assert all(ring.until - ring.at == OTHERS_HEAR_FOR for ring in others)


def is_quiet(minute: int, wished: RingWishes) -> bool:
    """Counted another way: by walking the quiet minutes."""
    if wished.quiet_from is None or wished.quiet_to is None:
        return False
    length = (wished.quiet_to - wished.quiet_from) % (24 * 60)
    return (minute - wished.quiet_from) % (24 * 60) < length


@pytest.mark.parametrize(
    ("wished", "field"),
    [
        ({"quiet_from": 60}, "quiet_to"),
        ({"quiet_to": 60}, "quiet_from"),
        ({"quiet_from": 60, "quiet_to": 60}, "quiet_to"),
        ({"quiet_from": 1440, "quiet_to": 60}, "quiet_from"),
        ({"again_times": 6}, "again_times"),
        ({"again_times": -1}, "again_times"),
        ({"again_after": 4}, "again_after"),
        ({"proxies_after": 1441}, "proxies_after"),
        ({"team_after": 0}, "team_after"),
    ],
)
def test_wishes_that_cannot_hold_are_refused(wished: dict[str, int], field: str) -> None:
    with pytest.raises(WishesRefused) as refused:
        RingWishes(**wished)
    assert refused.value.field == field
