"""The day's doses: what is planned, what was logged, and what a person does about a dose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from mendly_app.devices.ports import Clock
from mendly_app.patient.entries import REMEMBERED_DAYS, Entries
from mendly_app.patient.intakes import readable
from mendly_app.patient.medicines import Medicine, Medicines
from mendly_app.patient.zones import PlanZone
from mendly_app.sync.records import RecordState
from mendly_core.doses import (
    DoseState,
    Intake,
    IntakeKind,
    State,
    asks_before_taking,
    fold_all,
    last_taken_at,
)
from mendly_core.doses.planning import FARTHEST_MOVE, moved_to

OPEN = frozenset({State.UPCOMING, State.DUE, State.LATE, State.MISSED})
"""States in which a dose can be logged."""


@dataclass(frozen=True, slots=True)
class Dose:
    """One dose of the day as a screen shows it. `sent` is where the deciding entry stands with the server.

    `moved`: it is due elsewhere than its rule says.
    """

    state: DoseState
    medicine: Medicine
    sent: RecordState | None
    moved: bool = False

    @property
    def key(self) -> str:
        return self.state.occurrence.key

    @property
    def can_be_logged(self) -> bool:
        return self.state.state in OPEN


@dataclass(frozen=True, slots=True)
class Day:
    """The doses to show on a day, by time. `unreadable` schedules mean that the list is not complete."""

    date: date
    doses: tuple[Dose, ...]
    unreadable: int


class Doses:
    """Reads and logs doses. Every act is saved before it returns."""

    def __init__(self, clock: Clock, medicines: Medicines, entries: Entries, zone: PlanZone) -> None:
        self._clock = clock
        self._medicines = medicines
        self._entries = entries
        self._zone = zone

    def today(self) -> Day:
        """Today's doses by the clock of the plan, and those of yesterday that can still be taken or just were."""
        now, zone = self._clock.now(), ZoneInfo(self._zone.name())
        today = now.astimezone(zone).date()
        doses, unreadable = self._between(today - timedelta(days=1), today)
        shown = tuple(dose for dose in doses if _belongs_to(today, zone, dose))
        return Day(today, shown, unreadable)

    def open_between(self, first: date, last: date) -> list[Dose]:
        """Doses of a span of days that are not logged yet, for reminders."""
        doses, _ = self._between(first, last)
        return [dose for dose in doses if dose.can_be_logged]

    def find(self, key: str) -> Dose | None:
        """A dose of the last days, today or tomorrow by its key."""
        today = self._clock.now().date()
        doses, _ = self._between(today - timedelta(days=REMEMBERED_DAYS), today + timedelta(days=1))
        return next((dose for dose in doses if dose.key == key), None)

    def answered_keys(self) -> frozenset[str]:
        """The keys of the doses of the last days, today and tomorrow that are answered already."""
        today = self._clock.now().date()
        doses, _ = self._between(today - timedelta(days=1), today + timedelta(days=1))
        return frozenset(dose.key for dose in doses if not dose.can_be_logged)

    def soon_after(self, key: str) -> datetime | None:
        """When the same medicine was last taken, if that is so short ago that we should ask first."""
        dose = self.find(key)
        if dose is None:
            return None
        last = self.last_taken(dose.medicine.id)
        plans = self._medicines.schedules_of(dose.medicine.id)
        asks = asks_before_taking(dose.state.occurrence, last, self._clock.now(), plans)
        return last if asks else None

    def last_taken(self, medicine: UUID) -> datetime | None:
        """When a medicine was last taken, within the last days."""
        return last_taken_at(medicine, self._entries.recent())

    def take(self, key: str, taken_at: datetime | None = None) -> bool:
        """Log a dose as taken, now or at a moment. False when it was logged already or is not known."""
        return self._log(key, IntakeKind.TAKEN, taken_at or self._clock.now())

    def take_part(self, key: str, amount: Decimal, taken_at: datetime | None = None) -> bool:
        """Log that a part of the dose was taken. False as for `take`."""
        return self._log(key, IntakeKind.PARTIAL, taken_at or self._clock.now(), amount=amount)

    def skip(self, key: str, reason: str | None = None) -> bool:
        """Log that the person leaves this dose out. False as for `take`."""
        return self._log(key, IntakeKind.SKIPPED, reason=reason)

    def snooze(self, key: str, minutes: int) -> datetime | None:
        """Ring again for a dose in so many minutes, on all devices. None when it was logged already."""
        at = self._clock.now() + timedelta(minutes=minutes)
        return at if self._put_off(key, IntakeKind.SNOOZED, at) else None

    def move(self, key: str, to: datetime) -> bool:
        """This one dose is due at another instant. False as for `take`, or when that is too far away."""
        dose = self.find(key)
        if dose is None or abs(to - self.planned_at(dose)) >= FARTHEST_MOVE:
            return False
        return self._put_off(key, IntakeKind.MOVED, to)

    def planned_at(self, dose: Dose) -> datetime:
        """When the dose was due before it was moved."""
        if not dose.moved:
            return dose.state.occurrence.instant
        day = dose.state.occurrence.local_date
        around = timedelta(days=2)
        doses = self._medicines.plan_unmoved(day - around, day + around, self._zone.name())
        return next((one.instant for one in doses if one.key == dose.key), dose.state.occurrence.instant)

    def undo(self, key: str) -> bool:
        """Take back the entry of a dose. False when there is none."""
        dose = self.find(key)
        if dose is None or dose.can_be_logged or dose.state.intake_id is None:
            return False
        self._save(dose, IntakeKind.UNDONE, supersedes=dose.state.intake_id)
        return True

    def _log(
        self,
        key: str,
        kind: IntakeKind,
        taken_at: datetime | None = None,
        *,
        reason: str | None = None,
        amount: Decimal | None = None,
    ) -> bool:
        dose = self.find(key)
        if dose is None or not dose.can_be_logged:
            return False
        if kind is IntakeKind.TAKEN:
            amount = dose.state.occurrence.schedule.amount
        self._save(
            dose, kind, taken_at=taken_at, reason=reason, amount=amount, supersedes=dose.state.intake_id
        )
        return True

    def _put_off(self, key: str, kind: IntakeKind, to: datetime) -> bool:
        dose = self.find(key)
        if dose is None or not dose.can_be_logged:
            return False
        self._save(dose, kind, put_to=to)
        return True

    def _save(
        self,
        dose: Dose,
        kind: IntakeKind,
        *,
        taken_at: datetime | None = None,
        put_to: datetime | None = None,
        reason: str | None = None,
        amount: Decimal | None = None,
        supersedes: UUID | None = None,
    ) -> None:
        self._entries.add(
            kind,
            dose.medicine.id,
            dose=dose.state.occurrence,
            taken_at=taken_at,
            put_to=put_to,
            amount=amount,
            reason=reason,
            supersedes=supersedes,
        )

    def _between(self, first: date, last: date) -> tuple[list[Dose], int]:
        plan = self._medicines.plan(first, last, self._zone.name())
        medicines = {medicine.id: medicine for medicine in self._medicines.all()}
        known = [dose for dose in plan.doses if dose.schedule.medicine in medicines]
        sent = {record.id: record.state for record in plan.logged}
        logged = readable(plan.logged)
        states = fold_all(known, logged, self._clock.now())
        moves = _moves(logged)
        doses = [
            Dose(
                state,
                medicines[state.occurrence.schedule.medicine],
                sent.get(str(state.intake_id)),
                moves.get(state.occurrence.key) == state.occurrence.instant,
            )
            for state in states
        ]
        shown = [dose for dose in doses if dose.medicine.is_active or not dose.can_be_logged]
        return shown, plan.unreadable


def _belongs_to(today: date, zone: ZoneInfo, dose: Dose) -> bool:
    """A dose of yesterday that is logged after midnight stays in sight for the day, so that it can be undone.

    So does one that was moved to today.
    """
    state = dose.state
    if dose.moved and state.occurrence.due_day == today:
        return True
    still_open = state.state in {State.DUE, State.LATE}
    just_logged = state.logged_at is not None and state.logged_at.astimezone(zone).date() == today
    reached_today = state.occurrence.closes_at.astimezone(zone).date() >= today
    return state.occurrence.local_date == today or still_open or (just_logged and reached_today)


def _moves(logged: list[Intake]) -> dict[str, datetime]:
    """Where doses were moved to, by their keys."""
    moved = {entry.occurrence for entry in logged if entry.kind is IntakeKind.MOVED}
    targets = {
        key: moved_to(entry for entry in logged if entry.occurrence == key)
        for key in moved
        if key is not None
    }
    return {key: target for key, target in targets.items() if target is not None}
