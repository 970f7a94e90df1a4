"""What people log about a dose, and the fold that turns those entries into the state of a planned dose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from mendly_core.doses.clocks import MARK
from mendly_core.doses.occurrences import Occurrence, occurrence_key, step_key
from mendly_core.doses.reading import Parts, Refused, instant_text
from mendly_core.doses.schedules import HIGHEST_REVISION
from mendly_core.doses.times import HIGHEST_SLOT
from mendly_core.doses.zones import UnknownZone, zone_named

LONGEST_REASON = 2_000
HIGHEST_STEP = 2**31 - 1
"""What a database integer holds."""
_KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)


class IntakeRefused(Refused):
    """The entry cannot be used: `field`, `code` and a plain `sentence` say why."""


class IntakeKind(StrEnum):
    """TAKEN, PARTIAL and SKIPPED answer a dose. SNOOZED asks for another reminder, MOVED for another due time."""

    TAKEN = "taken"
    PARTIAL = "partial"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"
    MOVED = "moved"
    UNDONE = "undone"
    NOTE = "note"


SWALLOWED = frozenset({IntakeKind.TAKEN, IntakeKind.PARTIAL})
PUT_OFF = frozenset({IntakeKind.SNOOZED, IntakeKind.MOVED})


class State(StrEnum):
    """UPCOMING, DUE and LATE are open. The others are settled, until a later entry."""

    UPCOMING = "upcoming"
    DUE = "due"
    LATE = "late"
    TAKEN = "taken"
    PARTIAL = "partial"
    SKIPPED = "skipped"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Intake:
    """One entry, never changed after it was made. An edit or undo is a new entry that supersedes an old one.

    `occurrence` is None for a dose outside any plan; a dose of a day is named by `local_date` and `slot`, a step
    by `rev` and `step`. `taken_at` is when the dose was swallowed, `logged_at` when that was written down,
    `put_to` to when it was snoozed or moved; `hlc` (see `HybridClock`) orders entries of several devices.
    """

    id: UUID
    kind: IntakeKind
    medicine: UUID
    logged_at: datetime
    device_zone: str
    hlc: str
    occurrence: str | None = None
    schedule: UUID | None = None
    local_date: date | None = None
    slot: int | None = None
    rev: int | None = None
    step: int | None = None
    taken_at: datetime | None = None
    put_to: datetime | None = None
    amount: Decimal | None = None
    reason: str | None = None
    supersedes: UUID | None = None

    def __post_init__(self) -> None:
        if (self.kind in SWALLOWED) != (self.taken_at is not None):
            code = "taken-without-time" if self.taken_at is None else "time-without-taken"
            raise IntakeRefused("taken_at", code)
        if (self.kind in PUT_OFF) != (self.put_to is not None):
            raise IntakeRefused(
                "put_to", "put-off-without-time" if self.put_to is None else "time-without-put-off"
            )
        if self.kind is IntakeKind.PARTIAL and self.amount is None:
            raise IntakeRefused("amount", "part-without-amount")
        if self.supersedes == self.id:
            raise IntakeRefused("supersedes", "supersedes-itself")
        self._check_occurrence()

    def _check_occurrence(self) -> None:
        if self.occurrence is None:
            self._check_outside_plan()
        elif self.occurrence != self._key_of_parts():
            raise IntakeRefused("occurrence", "wrong-occurrence")

    def _check_outside_plan(self) -> None:
        if self.slot is not None or self.step is not None or self.rev is not None:
            raise IntakeRefused("slot", "slot-without-occurrence")
        if self.kind is IntakeKind.UNDONE and self.supersedes is None:
            raise IntakeRefused("supersedes", "undone-without-target")
        if self.kind in PUT_OFF:
            raise IntakeRefused("occurrence", "put-off-without-dose")

    def _key_of_parts(self) -> str | None:
        if self.schedule is None:
            return None
        if self.step is not None and self.rev is not None and self.slot is None:
            return step_key(self.schedule, self.rev, self.step)
        if self.local_date is not None and self.slot is not None and self.step is None and self.rev is None:
            return occurrence_key(self.schedule, self.local_date, self.slot)
        return None

    def to_json(self) -> dict[str, object]:
        return {
            "id": str(self.id),
            "kind": self.kind.value,
            "occurrence": self.occurrence,
            "schedule": str(self.schedule) if self.schedule else None,
            "local_date": self.local_date.isoformat() if self.local_date else None,
            "slot": self.slot,
            "rev": self.rev,
            "step": self.step,
            "medicine": str(self.medicine),
            "taken_at": instant_text(self.taken_at) if self.taken_at else None,
            "put_to": instant_text(self.put_to) if self.put_to else None,
            "logged_at": instant_text(self.logged_at),
            "device_zone": self.device_zone,
            "amount": f"{self.amount:f}" if self.amount is not None else None,
            "reason": self.reason,
            "supersedes": str(self.supersedes) if self.supersedes else None,
            "hlc": self.hlc,
        }

    @classmethod
    def from_json(cls, data: object) -> Intake:
        """Read an entry. Raises `IntakeRefused` with the field and a sentence, also for unknown parts."""
        parts = Parts(data, _INTAKE_PARTS, IntakeRefused)
        return cls(
            id=parts.uuid("id"),
            kind=IntakeKind(parts.choice("kind", IntakeKind, "unknown-kind")),
            medicine=parts.uuid("medicine"),
            logged_at=parts.instant("logged_at"),
            device_zone=_zone(parts),
            hlc=parts.matching("hlc", MARK, "not-a-clock"),
            occurrence=parts.matching("occurrence", _KEY, "not-an-id") if parts.has("occurrence") else None,
            schedule=parts.uuid("schedule") if parts.has("schedule") else None,
            local_date=parts.date("local_date") if parts.has("local_date") else None,
            slot=parts.integer("slot", 1, HIGHEST_SLOT) if parts.has("slot") else None,
            rev=parts.integer("rev", 1, HIGHEST_REVISION) if parts.has("rev") else None,
            step=parts.integer("step", 0, HIGHEST_STEP) if parts.has("step") else None,
            put_to=parts.instant("put_to") if parts.has("put_to") else None,
            taken_at=parts.instant("taken_at") if parts.has("taken_at") else None,
            amount=parts.amount("amount") if parts.has("amount") else None,
            reason=_reason(parts),
            supersedes=parts.uuid("supersedes") if parts.has("supersedes") else None,
        )


_INTAKE_PARTS = frozenset(Intake.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class DoseState:
    """Where a planned dose stands at one moment.

    `minutes_late` counts whole minutes after the due time: to `taken_at` for a taken dose, to now for an open
    or missed one, 0 before. `on_time` is set for taken doses only: taken within the window around due. `logged_at` is
    when a dose was answered, on the clock of the device. `rings_at`: an open dose was snoozed until then.
    """

    occurrence: Occurrence
    state: State
    minutes_late: int = 0
    intake_id: UUID | None = None
    """The entry that decided the state, also the one that an undo or edit has to supersede."""
    taken_at: datetime | None = None
    on_time: bool | None = None
    amount: Decimal | None = None
    reason: str | None = None
    logged_at: datetime | None = None
    rings_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state in {State.UPCOMING, State.DUE, State.LATE}


def fold(occurrence: Occurrence, events: Iterable[Intake], now: datetime) -> DoseState:
    """Fold the entries into the dose's state at `now`. Entries of other occurrences are ignored.

    The last answer by (hlc, id) that no other entry of this dose supersedes decides; "undone" opens the dose
    again, unless it takes back a snooze or a move; notes change nothing. Neither the order of `events` nor
    repetitions matter. A moved dose comes here as `planning.plan` gives it: due at its new instant.
    """
    key = occurrence.key
    return _state_of(occurrence, {event for event in events if event.occurrence == key}, now)


def fold_all(occurrences: Iterable[Occurrence], events: Iterable[Intake], now: datetime) -> list[DoseState]:
    """Fold many doses in one pass over the entries; the order is that of `occurrences`."""
    by_key: defaultdict[str, set[Intake]] = defaultdict(set)
    for event in events:
        if event.occurrence is not None:
            by_key[event.occurrence].add(event)
    return [_state_of(planned, by_key.get(planned.key, set()), now) for planned in occurrences]


def standing(events: Iterable[Intake]) -> list[Intake]:
    """The entries that nothing supersedes, oldest first; notes take no part and supersede nothing."""
    entries = {event for event in events if event.kind is not IntakeKind.NOTE}
    replaced = {event.supersedes for event in entries}
    return sorted(
        (event for event in entries if event.id not in replaced), key=lambda event: (event.hlc, event.id)
    )


def answer_among(entries: Iterable[Intake]) -> Intake | None:
    """The entry that decides the state of the dose these entries are about: the last answer, or its undoing."""
    entries = set(entries)
    put_off = {entry.id for entry in entries if entry.kind in PUT_OFF}
    answers = [
        entry
        for entry in standing(entries)
        if entry.kind not in PUT_OFF and not (entry.kind is IntakeKind.UNDONE and entry.supersedes in put_off)
    ]
    return answers[-1] if answers else None


def _state_of(occurrence: Occurrence, entries: set[Intake], now: datetime) -> DoseState:
    answer = answer_among(entries)
    if answer is None or answer.kind is IntakeKind.UNDONE:
        return _open_state(occurrence, entries, answer, now)
    if answer.taken_at is None:
        return DoseState(
            occurrence, State.SKIPPED, intake_id=answer.id, reason=answer.reason, logged_at=answer.logged_at
        )
    return DoseState(
        occurrence,
        State.TAKEN if answer.kind is IntakeKind.TAKEN else State.PARTIAL,
        minutes_late=_minutes_late(occurrence, answer.taken_at),
        intake_id=answer.id,
        taken_at=answer.taken_at,
        on_time=occurrence.opens_at <= answer.taken_at <= occurrence.late_after,
        amount=answer.amount,
        reason=answer.reason,
        logged_at=answer.logged_at,
    )


def _open_state(
    occurrence: Occurrence, entries: set[Intake], answer: Intake | None, now: datetime
) -> DoseState:
    snoozes = [entry.put_to for entry in standing(entries) if entry.kind is IntakeKind.SNOOZED]
    return DoseState(
        occurrence,
        _state_by_time(occurrence, now),
        _minutes_late(occurrence, now),
        intake_id=answer.id if answer is not None else None,
        rings_at=snoozes[-1] if snoozes else None,
    )


def _state_by_time(occurrence: Occurrence, now: datetime) -> State:
    if now >= occurrence.closes_at:
        return State.MISSED
    if now > occurrence.late_after:
        return State.LATE
    return State.DUE if now >= occurrence.opens_at else State.UPCOMING


def _minutes_late(occurrence: Occurrence, moment: datetime) -> int:
    return max(0, int((moment - occurrence.instant).total_seconds() // 60))


def _zone(parts: Parts) -> str:
    name = parts.text("device_zone", 64)
    try:
        zone_named(name)
    except UnknownZone:
        raise parts.refuse("device_zone", "unknown-zone") from None
    return name


def _reason(parts: Parts) -> str | None:
    if not parts.has("reason"):
        return None
    reason = parts.value("reason")
    if not isinstance(reason, str) or len(reason) > LONGEST_REASON:
        raise parts.refuse("reason", "not-text")
    return reason
