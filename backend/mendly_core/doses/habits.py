"""What the log shows about habits: when doses get missed, the longest gap, why they were skipped, how good it is."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from mendly_core.doses.adherence import is_unheard
from mendly_core.doses.intakes import DoseState, State

LATE_ENTRY = timedelta(hours=24)
"""An intake logged longer than this after it was taken is from memory."""
_SETTLED = frozenset({State.TAKEN, State.PARTIAL, State.SKIPPED, State.MISSED})


@dataclass(frozen=True, slots=True)
class MapCell:
    """The doses of one hour of the wall clock on one day of the week (0 for Monday)."""

    weekday: int
    hour: int
    settled: int
    missed: int


@dataclass(frozen=True, slots=True)
class LogQuality:
    """How far the log can be trusted: `entered_late` of `logged` intakes were entered over 24 hours later."""

    logged: int
    entered_late: int
    no_data: int
    """Planned doses of which nothing is known, as no device was heard of."""


def miss_map(states: Iterable[DoseState], heard_until: datetime | None = None) -> list[MapCell]:
    """Where in the week doses get missed, by the plan's wall times; only cells that had doses, in order.

    `heard_until` as in `adherence.count_doses`: what nobody knows is neither settled nor missed.
    """
    settled: Counter[tuple[int, int]] = Counter()
    missed: Counter[tuple[int, int]] = Counter()
    for dose in states:
        if dose.state not in _SETTLED or _is_unknown(dose, heard_until):
            continue
        cell = (dose.occurrence.local_date.weekday(), int(dose.occurrence.local_time[:2]))
        settled[cell] += 1
        missed[cell] += dose.state is State.MISSED
    return [MapCell(day, hour, settled[day, hour], missed[day, hour]) for day, hour in sorted(settled)]


def last_missed(states: Iterable[DoseState], heard_until: datetime | None = None) -> DoseState | None:
    """The missed dose that was due last."""
    missed = [dose for dose in states if dose.state is State.MISSED and not _is_unknown(dose, heard_until)]
    return max(missed, key=lambda dose: dose.occurrence.instant, default=None)


def longest_gap(taken: Iterable[datetime]) -> timedelta | None:
    """The longest time between two intakes that followed each other; None with fewer than two."""
    moments = sorted(taken)
    return max((late - early for early, late in itertools.pairwise(moments)), default=None)


def usual_lateness(states: Iterable[DoseState]) -> int | None:
    """Half of the taken doses were taken at most so many whole minutes after they were due; None without any."""
    minutes = [dose.minutes_late for dose in states if dose.state is State.TAKEN]
    return int(median(minutes)) if minutes else None


def skip_reasons(states: Iterable[DoseState]) -> Counter[str]:
    """How often each reason was given for a skipped dose; a dose skipped without one counts under ""."""
    return Counter(dose.reason or "" for dose in states if dose.state is State.SKIPPED)


def log_quality(states: Iterable[DoseState], heard_until: datetime | None = None) -> LogQuality:
    logged = entered_late = no_data = 0
    for dose in states:
        if dose.taken_at is not None and dose.logged_at is not None:
            logged += 1
            entered_late += dose.logged_at - dose.taken_at > LATE_ENTRY
        no_data += _is_unknown(dose, heard_until)
    return LogQuality(logged, entered_late, no_data)


def _is_unknown(dose: DoseState, heard_until: datetime | None) -> bool:
    return dose.state is State.MISSED and is_unheard(dose, heard_until)
