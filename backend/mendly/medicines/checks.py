"""What people may write, as a clean value or a clear sentence. Nothing here changes anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from mendly.errors import BadInput
from mendly.medicines.models import IntakeEvent
from mendly_core.doses import HybridClock, Intake, IntakeKind, Occurrence, Schedule, plan
from mendly_core.doses.planning import FARTHEST_MOVE
from mendly_core.doses.reading import FIRST_YEAR

LONGEST_LINE = {"name": 120, "ingredient": 200, "strength": 60, "form": 40, "purpose": 200}
LONGEST_TEXT = {"how": 500, "notes": 2000, "words": 1000}
TAKEN_ID = "This id is taken. Please make a new one."
LONGEST_NOTE = 200
MOST_TIMES_A_DAY = 24
MOST_MEDICINES = 200
MOST_PLANS = 12
"""Far above any real list, and low enough that a page can always be drawn."""
CLOCK_TOLERANCE = timedelta(days=1)
"""A device's clock may be wrong by this much and its entries still count."""
LONGEST_SNOOZE = timedelta(hours=12)
EARLIEST_DAY = date(FIRST_YEAR, 1, 1)
FARTHEST_AHEAD = timedelta(days=366)
"""A dose that lies farther ahead than this has no entry yet."""

_RXNORM = re.compile(r"\d{1,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class MedicineWords:
    """What a person writes about a medicine, cleaned. `rxnorm` is the ingredient's code, or empty."""

    name: str
    ingredient: str = ""
    rxnorm: str = ""
    strength: str = ""
    form: str = ""
    purpose: str = ""
    how: str = ""
    notes: str = ""

    def __post_init__(self) -> None:
        for field, longest in LONGEST_LINE.items():
            object.__setattr__(self, field, clean_line(getattr(self, field), field, longest))
        for field in ("how", "notes"):
            longest = LONGEST_TEXT[field]
            object.__setattr__(self, field, clean_text(getattr(self, field), field, longest))
        if not self.name:
            raise BadInput("Please write the name of the medicine.", field="name")
        if self.rxnorm and not _RXNORM.fullmatch(self.rxnorm):
            raise BadInput("A RxNorm code has only digits.", field="rxnorm")


def clean_line(text: str, field: str, longest: int) -> str:
    """One line without control characters, at most `longest` characters."""
    line = " ".join(text.split())
    if len(line) > longest:
        raise BadInput(f"Please use at most {longest} characters here.", field=field)
    if not line.isprintable():
        raise BadInput("Please use letters, digits and signs only.", field=field)
    return line


def clean_text(text: str, field: str, longest: int) -> str:
    """Some lines of text, at most `longest` characters in all."""
    cleaned = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if len(cleaned) > longest:
        raise BadInput(f"Please use at most {longest} characters here.", field=field)
    if not cleaned.replace("\n", "").replace("\t", "").isprintable():
        raise BadInput("Please use letters, digits and signs only.", field=field)
    return cleaned


def check_times(intake: Intake, now: datetime) -> None:
    """A clock far ahead would win over every later entry, so such an entry is refused."""
    latest = now + CLOCK_TOLERANCE
    if intake.taken_at is not None and intake.taken_at > latest:
        raise BadInput("This time lies in the future. Please check it.", field="taken_at")
    marked_ms = HybridClock.parse(intake.hlc).milliseconds
    if intake.logged_at > latest or marked_ms > int(latest.timestamp() * 1000):
        raise BadInput("The clock of this device is ahead. Please set it and try again.", field="logged_at")


def check_dose_of_plan(
    intake: Intake, revisions: Sequence[Schedule], earlier: Sequence[Intake], zone: str, now: datetime
) -> None:
    """The dose must be one that the plan has, or had before a change, on that day; it is put off a little only.

    A phone that was offline may log by a revision that was replaced meanwhile: the dose was really taken, so
    the end of a revision is not held against it. `revisions` are those of the plan and of the plans that its
    doses follow, `earlier` the entries about them.
    """
    if intake.occurrence is None:
        return
    planned = _planned_dose(intake, revisions, earlier, zone, now)
    if planned is None:
        raise BadInput("The plan has no such dose on that day.", field="occurrence")
    if intake.put_to is not None:
        _check_put_off(intake, intake.put_to, planned)


def _planned_dose(
    intake: Intake, revisions: Sequence[Schedule], earlier: Sequence[Intake], zone: str, now: datetime
) -> Occurrence | None:
    """The dose where it lies without a move of its own; the day of a step may be that of another zone."""
    day, slack = intake.local_date, timedelta(days=2 if intake.step is not None else 0)
    if day is None or not EARLIEST_DAY <= day <= (now + FARTHEST_AHEAD).date():
        return None
    open_ended = [replace(revision, valid_to=None, ends_at=None) for revision in revisions]
    others = [
        entry
        for entry in earlier
        if entry.occurrence != intake.occurrence or entry.kind is not IntakeKind.MOVED
    ]
    doses = plan(open_ended, others, day - slack, day + slack + timedelta(days=1), zone)
    return next((dose for dose in doses if dose.key == intake.occurrence), None)


def _check_put_off(intake: Intake, put_to: datetime, planned: Occurrence) -> None:
    if intake.kind is IntakeKind.MOVED and abs(put_to - planned.instant) > FARTHEST_MOVE:
        raise BadInput("A dose can be moved by at most 24 hours.", field="put_to")
    ahead = put_to - intake.logged_at
    if intake.kind is IntakeKind.SNOOZED and not timedelta(0) < ahead <= LONGEST_SNOOZE:
        raise BadInput("A reminder can wait for at most 12 hours.", field="put_to")


def check_superseded(intake: Intake, earlier: IntakeEvent | None) -> None:
    """The entry that is replaced may still be on its way; if it is here, it must be about the same dose."""
    if earlier is None:
        return
    if (earlier.medicine_id, earlier.occurrence) != (intake.medicine, intake.occurrence):
        raise BadInput("An entry can only replace one about the same dose.", field="supersedes")
