"""The double-dose guard: ask before logging a dose soon after another of the same medicine, never block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from mendly_core.doses.intakes import Intake, IntakeKind, standing
from mendly_core.doses.occurrences import Occurrence, usual_gap


def asks_before_taking(occurrence: Occurrence, last_taken_at: datetime | None, now: datetime) -> bool:
    """Whether to ask "Are you sure?": the last dose was taken less than half the usual gap ago.

    The usual gap is the time from the schedule's previous dose to this one. `last_taken_at` is the last
    intake of the medicine, None if there is none. One ahead of `now` asks as well: one of the two clocks is wrong.
    """
    return last_taken_at is not None and now - last_taken_at < usual_gap(occurrence) / 2


def last_taken_at(medicine: UUID, events: Iterable[Intake]) -> datetime | None:
    """When the medicine was last taken, planned or not, after undo and edits. None if no intake stands.

    Two devices that both logged one planned dose count with the entry that decides its state.
    """
    planned: defaultdict[str, list[Intake]] = defaultdict(list)
    unplanned: list[Intake] = []
    for event in events:
        if event.medicine == medicine:
            (unplanned if event.occurrence is None else planned[event.occurrence]).append(event)
    standing_entries = standing(unplanned)
    for entries in planned.values():
        standing_entries += standing(entries)[-1:]
    times = [
        entry.taken_at for entry in standing_entries if entry.kind is IntakeKind.TAKEN and entry.taken_at
    ]
    return max(times, default=None)
