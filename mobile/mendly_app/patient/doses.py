"""The day's doses: what is planned, what was logged, and the acts take, skip and undo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from mendly_app.devices.ports import Clock
from mendly_app.patient.acts import enqueue, new_id, put_pending
from mendly_app.patient.intakes import INTAKE, logged_about, readable
from mendly_app.patient.medicines import Medicine, Medicines
from mendly_app.sync.records import RecordState
from mendly_app.sync.session import SessionKeeper
from mendly_app.sync.store import Store
from mendly_core.doses import (
    DoseState,
    HybridClock,
    Intake,
    IntakeKind,
    State,
    asks_before_taking,
    fold_all,
    last_taken_at,
)
from mendly_core.doses.planning import moved_to

_MARK = "clock"
OPEN = frozenset({State.UPCOMING, State.DUE, State.LATE, State.MISSED})
"""States in which a dose can be logged."""
REMEMBERED_DAYS = 8
"""How far back a last intake is looked for: a weekly dose is found."""


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

    def __init__(self, store: Store, clock: Clock, medicines: Medicines, session: SessionKeeper) -> None:
        self._store = store
        self._clock = clock
        self._medicines = medicines
        self._session = session

    def today(self) -> Day:
        """Today's doses on the phone's wall clock, and those of yesterday that can still be taken or just were."""
        now, zone = self._clock.now(), ZoneInfo(self._clock.zone())
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
        return last_taken_at(medicine, self._recent_intakes())

    def take(self, key: str, taken_at: datetime | None = None) -> bool:
        """Log a dose as taken, now or at a moment. False when it was logged already or is not known."""
        return self._log(key, IntakeKind.TAKEN, taken_at or self._clock.now())

    def skip(self, key: str, reason: str | None = None) -> bool:
        """Log that the person leaves this dose out. False as for `take`."""
        return self._log(key, IntakeKind.SKIPPED, None, reason)

    def undo(self, key: str) -> bool:
        """Take back the entry of a dose. False when there is none."""
        dose = self.find(key)
        if dose is None or dose.can_be_logged or dose.state.intake_id is None:
            return False
        self._save(dose, IntakeKind.UNDONE, None, None)
        return True

    def _log(self, key: str, kind: IntakeKind, taken_at: datetime | None, reason: str | None = None) -> bool:
        dose = self.find(key)
        if dose is None or not dose.can_be_logged:
            return False
        self._save(dose, kind, taken_at, reason)
        return True

    def _save(self, dose: Dose, kind: IntakeKind, taken_at: datetime | None, reason: str | None) -> None:
        occurrence = dose.state.occurrence
        now = self._clock.now()
        mark = self._next_mark(now)
        identifier = new_id(self._clock)
        intake = Intake(
            id=identifier,
            kind=kind,
            medicine=dose.medicine.id,
            logged_at=now,
            device_zone=self._clock.zone(),
            hlc=str(mark),
            occurrence=occurrence.key,
            schedule=occurrence.schedule_id,
            local_date=occurrence.local_date,
            slot=occurrence.slot,
            rev=occurrence.rev if occurrence.step is not None else None,
            step=occurrence.step,
            taken_at=taken_at,
            amount=occurrence.schedule.amount if kind is IntakeKind.TAKEN else None,
            reason=reason,
            supersedes=dose.state.intake_id,
        )
        body = intake.to_json()
        with self._store.transaction():
            put_pending(self._store, INTAKE, identifier, body, occurrence.local_date)
            self._store.keep(_MARK, str(mark))
            enqueue(self._store, self._clock, INTAKE, identifier, body)

    def _next_mark(self, now: datetime) -> HybridClock:
        """The next mark of this phone: above its own last one and above all entries seen lately."""
        session = self._session.load()
        clock = HybridClock(session.device if session else "phone")
        if own := self._store.kept(_MARK):
            clock = clock.observe(own)
        for intake in self._recent_intakes():
            clock = clock.observe(intake.hlc)
        return clock.tick(int(now.timestamp() * 1000))

    def _between(self, first: date, last: date) -> tuple[list[Dose], int]:
        plan = self._medicines.plan(first, last, self._clock.zone())
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

    def _recent_intakes(self) -> list[Intake]:
        today = self._clock.now().date()
        since = today - timedelta(days=REMEMBERED_DAYS)
        return readable(logged_about(self._store, since, today))


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
