"""How the course goes: counts over the states of planned doses. They come from a log: never call them PDC."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from mendly_core.doses.intakes import DoseState, State


@dataclass(frozen=True, slots=True)
class DoseCounts:
    """Planned doses by outcome.

    `waiting` are open ones, due or still to come; `no_data` are doses with nothing logged whose window closed
    after the last word from the person's devices: unknown, not missed.
    """

    taken: int = 0
    on_time: int = 0
    skipped: int = 0
    missed: int = 0
    no_data: int = 0
    waiting: int = 0
    partial: int = 0

    @property
    def settled(self) -> int:
        """Scheduled and due: taken, taken in part, skipped or missed."""
        return self.taken + self.partial + self.skipped + self.missed

    @property
    def dose_ratio(self) -> float | None:
        """Taken of settled, 0 to 1. Skipped is not taken, nor is a part. None when nothing is known yet."""
        return self.taken / self.settled if self.settled else None

    @property
    def timing_ratio(self) -> float | None:
        """Taken within the window around due, of taken, 0 to 1. None when nothing was taken."""
        return self.on_time / self.taken if self.taken else None


@dataclass(frozen=True, slots=True)
class DayCounts:
    """ "6 of 7": `full` of `counted` days had every planned dose taken.

    A day counts once all its doses are settled; `waiting` days still have an open dose, `no_data` days have a
    dose of which nothing is known. Days without planned doses appear nowhere.
    """

    full: int = 0
    counted: int = 0
    waiting: int = 0
    no_data: int = 0


def count_doses(states: Iterable[DoseState], heard_until: datetime | None = None) -> DoseCounts:
    """Count planned doses by outcome. Leave doses outside a plan (as needed) out; they have no ratio.

    `heard_until` is when the person's devices last sent anything; None means everything was heard, as on the
    device itself. An unanswered dose that closed after it counts as `no_data`.
    """
    taken = on_time = skipped = missed = no_data = waiting = partial = 0
    for dose in states:
        if dose.state is State.TAKEN:
            taken += 1
            on_time += bool(dose.on_time)
        elif dose.state is State.PARTIAL:
            partial += 1
        elif dose.state is State.SKIPPED:
            skipped += 1
        elif dose.state is not State.MISSED:
            waiting += 1
        elif is_unheard(dose, heard_until):
            no_data += 1
        else:
            missed += 1
    return DoseCounts(taken, on_time, skipped, missed, no_data, waiting, partial)


def days_fully_taken(states: Iterable[DoseState], heard_until: datetime | None = None) -> DayCounts:
    """Count local days on which every planned dose was taken. `heard_until` as in `count_doses`."""
    by_day: defaultdict[date, list[DoseState]] = defaultdict(list)
    for dose in states:
        by_day[dose.occurrence.local_date].append(dose)
    days = [count_doses(doses, heard_until) for doses in by_day.values()]
    known = [day for day in days if not day.waiting and not day.no_data]
    return DayCounts(
        full=sum(day.taken == day.settled for day in known),
        counted=len(known),
        waiting=sum(day.waiting > 0 for day in days),
        no_data=sum(day.no_data > 0 and not day.waiting for day in days),
    )


def is_unheard(dose: DoseState, heard_until: datetime | None) -> bool:
    """Whether the dose closed after the last word from the person's devices."""
    return heard_until is not None and dose.occurrence.closes_at > heard_until
