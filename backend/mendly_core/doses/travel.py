"""Away from home: when the next doses are by the clock at home and by the clock here, and how far from the last one.

Only plans whose wall clock follows the person can go either way; those of a home zone or of hours stay where they
are, so nobody has to be asked about them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from mendly_core.doses.guard import last_taken_at, usual_gap
from mendly_core.doses.intakes import Intake, State, fold_all
from mendly_core.doses.occurrences import Occurrence
from mendly_core.doses.planning import plan
from mendly_core.doses.schedules import Schedule, ZonePolicy
from mendly_core.doses.zones import zone_named

LOOK_AHEAD = timedelta(days=32)
"""Far enough for a dose once a month."""
_AROUND = timedelta(days=2)
_OPEN = frozenset({State.UPCOMING, State.DUE, State.LATE})


class GapWarning(StrEnum):
    """The time between two doses would be under half, or over one and a half, of what the plan means."""

    SOONER = "sooner"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class NextDose:
    """The next dose of a medicine under one answer.

    `since_last` is the real time from the last intake to it, to now where it is due already; None where no intake
    is known, and then there is no `warning`.
    """

    dose: Occurrence
    since_last: timedelta | None
    warning: GapWarning | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One medicine: its next dose when the plan follows the clock `here`, and when it stays with `home`."""

    medicine: UUID
    stay: NextDose
    follow: NextDose

    @property
    def warns(self) -> bool:
        return self.stay.warning is not None or self.follow.warning is not None


@dataclass(frozen=True, slots=True)
class Crossing:
    """What to ask a person who is in the zone `here` with a plan on the clock of `home`; the next dose first."""

    home: str
    here: str
    choices: tuple[Choice, ...]

    @property
    def planned_at(self) -> time:
        """The wall time of the very next dose at home."""
        return wall_time(self.choices[0].stay.dose.instant, self.home)

    @property
    def here_at(self) -> time:
        """What clocks here show then."""
        return wall_time(self.choices[0].stay.dose.instant, self.here)


def wall_time(instant: datetime, zone: str) -> time:
    """What clocks show, to the minute. Raises `UnknownZone`."""
    return instant.astimezone(zone_named(zone)).time().replace(second=0, microsecond=0)


def crossing(
    schedules: Sequence[Schedule], events: Sequence[Intake], home: str, here: str, now: datetime
) -> Crossing | None:
    """Compare the two clocks for every medicine that can go either way. None when there is nothing to choose.

    `schedules` and `events` as in `planning.plan`, of the days from a little before now to `LOOK_AHEAD` after it;
    older entries tell of a last intake longer ago. Raises `UnknownZone`.
    """
    stay, follow = (_next_doses(schedules, events, zone, now) for zone in (home, here))
    choices = [
        Choice(
            medicine, *(_told(dose, schedules, events, now) for dose in (stay[medicine], follow[medicine]))
        )
        for medicine in sorted(stay.keys() & follow.keys(), key=lambda each: (stay[each].instant, each))
        if (stay[medicine].key, stay[medicine].instant) != (follow[medicine].key, follow[medicine].instant)
    ]
    return Crossing(home, here, tuple(choices)) if choices else None


def _next_doses(
    schedules: Sequence[Schedule], events: Sequence[Intake], zone: str, now: datetime
) -> dict[UUID, Occurrence]:
    """By medicine, the first dose that still waits for an answer, of plans that follow the person."""
    today = now.astimezone(zone_named(zone)).date()
    planned = plan(schedules, events, today - _AROUND, today + LOOK_AHEAD, zone)
    own = [dose for dose in planned if dose.schedule.zone_policy is ZonePolicy.FLOATING]
    found: dict[UUID, Occurrence] = {}
    for state in fold_all(own, events, now):
        dose = state.occurrence
        first = found.get(dose.schedule.medicine)
        if state.state in _OPEN and (first is None or dose.instant < first.instant):
            found[dose.schedule.medicine] = dose
    return found


def _told(
    dose: Occurrence, schedules: Sequence[Schedule], events: Sequence[Intake], now: datetime
) -> NextDose:
    last = last_taken_at(dose.schedule.medicine, events)
    if last is None:
        return NextDose(dose, None, None)
    since = max(dose.instant, now) - last
    usual = usual_gap(dose, schedules)
    if since < usual / 2:
        return NextDose(dose, since, GapWarning.SOONER)
    return NextDose(dose, since, GapWarning.LATER if since > usual * 3 / 2 else None)
