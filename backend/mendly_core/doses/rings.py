"""When to ring for a dose, again for one that stays open, and when to tell others; never in quiet hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from mendly_core.doses.zones import instant_of, zone_named

MOST_AGAIN = 5
SHORTEST_AGAIN = 5
"""Minutes between two rings for the same dose."""
LONGEST_WAIT = 24 * 60
"""Minutes after which others are told at the latest."""
OTHERS_HEAR_FOR = timedelta(hours=4)
"""For how long telling others of an open dose is worth anything."""
SHORTEST_LIFE = timedelta(minutes=10)
"""A ring that the person asked for, after the dose has closed, is still worth telling for this long."""


class Listener(StrEnum):
    PATIENT = "patient"
    PROXIES = "proxies"
    TEAM = "team"


class WishesRefused(ValueError):
    """The wishes cannot hold: `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class RingWishes:
    """How a person wants to be reminded. Minutes throughout; nobody else is told unless they wish it.

    Quiet hours are wall times where the person is, from `quiet_from` up to `quiet_to`, across midnight too. An
    open dose rings `again_times` more, `again_after` minutes apart. `proxies_after` and `team_after`: how long
    after it was due others hear of a dose with nothing logged. Raises `WishesRefused`.
    """

    quiet_from: int | None = None
    quiet_to: int | None = None
    again_times: int = 0
    again_after: int = 30
    proxies_after: int | None = None
    team_after: int | None = None

    def __post_init__(self) -> None:
        self._check_quiet_hours()
        if not 0 <= self.again_times <= MOST_AGAIN:
            raise WishesRefused("again_times")
        if not SHORTEST_AGAIN <= self.again_after <= 24 * 60:
            raise WishesRefused("again_after")
        for field in ("proxies_after", "team_after"):
            minutes = getattr(self, field)
            if minutes is not None and not SHORTEST_AGAIN <= minutes <= LONGEST_WAIT:
                raise WishesRefused(field)

    def _check_quiet_hours(self) -> None:
        if self.quiet_from is None and self.quiet_to is None:
            return
        for field in ("quiet_from", "quiet_to"):
            minute = getattr(self, field)
            if minute is None or not 0 <= minute < 24 * 60:
                raise WishesRefused(field)
        if self.quiet_from == self.quiet_to:
            raise WishesRefused("quiet_to")


@dataclass(frozen=True, slots=True)
class PlannedRing:
    """One time to tell someone of an open dose: from `at`, as long as it is before `until`. `stage` counts from 0."""

    listener: Listener
    stage: int
    at: datetime
    until: datetime


def rings_for(
    due: datetime, closes_at: datetime, wishes: RingWishes, zone: str, *, was_asked: bool = False
) -> list[PlannedRing]:
    """All the rings of one dose, in the order of time.

    What falls into quiet hours waits until they end; several that wait are one, and a patient's ring that could
    only come once the dose has closed is left out. A moment that the person chose (`was_asked`) is kept, quiet or
    not. `zone` is where the person is. Raises `UnknownZone`.
    """
    closes_at = max(closes_at, due + SHORTEST_LIFE)
    rings = [*_own(due, closes_at, wishes, zone, was_asked=was_asked), *_of_others(due, wishes, zone)]
    return sorted(rings, key=lambda ring: (ring.at, ring.listener))


def _own(
    due: datetime, closes_at: datetime, wishes: RingWishes, zone: str, *, was_asked: bool
) -> Iterator[PlannedRing]:
    rung: set[datetime] = set()
    for stage in range(wishes.again_times + 1):
        wanted = due + timedelta(minutes=stage * wishes.again_after)
        at = wanted if was_asked and stage == 0 else _after_quiet_hours(wanted, wishes, zone)
        if at < closes_at and at not in rung:
            rung.add(at)
            yield PlannedRing(Listener.PATIENT, stage, at, closes_at)


def _of_others(due: datetime, wishes: RingWishes, zone: str) -> Iterator[PlannedRing]:
    waits = {Listener.PROXIES: wishes.proxies_after, Listener.TEAM: wishes.team_after}
    for listener, minutes in waits.items():
        if minutes is not None:
            at = _after_quiet_hours(due + timedelta(minutes=minutes), wishes, zone)
            yield PlannedRing(listener, 0, at, at + OTHERS_HEAR_FOR)


def _after_quiet_hours(at: datetime, wishes: RingWishes, zone: str) -> datetime:
    if wishes.quiet_from is None or wishes.quiet_to is None:
        return at
    place = zone_named(zone)
    wall = at.astimezone(place)
    minute, opens, ends = wall.hour * 60 + wall.minute, wishes.quiet_from, wishes.quiet_to
    if not (opens <= minute < ends if opens < ends else minute >= opens or minute < ends):
        return at
    day = wall.toordinal() + (minute >= ends)
    end = instant_of(place, day, ends)
    return end if end >= at else _second_time(end, place)


def _second_time(at: datetime, place: ZoneInfo) -> datetime:
    """The same wall time again, in the hour that clocks go through twice."""
    return at.astimezone(place).replace(fold=1).astimezone(UTC)
