"""The person's medicines and when they are taken. The server owns both; the phone may add some."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from mendly_app.devices.ports import Clock
from mendly_app.patient.intakes import logged_about, logged_ever, readable
from mendly_app.sync.records import Record, RecordState
from mendly_app.sync.store import Store
from mendly_core.doses import (
    AfterIntakeRule,
    AsNeededRule,
    IntakeKind,
    Occurrence,
    RuleRefused,
    Schedule,
    UnknownZone,
    plan,
)

ACTIVE = "active"
MEDICINE, SCHEDULE = "medicine", "schedule"
OWN_PLAN = "plan"
"""A plan made on this phone that the server has not told back; kept by the id of its event."""
SEARCH_DAYS = 8
"""How far to look for the next dose: a weekly one is found."""

log = logging.getLogger("mendly.phone.medicines")


@dataclass(frozen=True, slots=True)
class Medicine:
    """One medicine as the server has it. Texts may be empty."""

    id: UUID
    name: str
    ingredient: str
    strength: str
    form: str
    purpose: str
    how: str
    status: str
    sent: RecordState = RecordState.SYNCED

    @property
    def label(self) -> str:
        """Name and strength, the strength once: "Lisinopril 10 mg"."""
        if not self.strength or self.strength in self.name:
            return self.name
        return f"{self.name} {self.strength}"

    @property
    def is_active(self) -> bool:
        return self.status == ACTIVE


@dataclass(frozen=True, slots=True)
class Planned:
    """Every dose of a span of days, and the entries about them.

    `unreadable` counts schedules that this app could not understand.
    """

    doses: tuple[Occurrence, ...]
    logged: tuple[Record, ...]
    unreadable: int


class Medicines:
    """Reads medicines and schedules of the store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def all(self) -> list[Medicine]:
        """Active ones first, then by name."""
        medicines = [_medicine(UUID(record.id), record) for record in self._store.records.all(MEDICINE)]
        return sorted(medicines, key=lambda medicine: (not medicine.is_active, medicine.name.casefold()))

    def get(self, identifier: UUID) -> Medicine | None:
        record = self._store.records.get(MEDICINE, str(identifier))
        return _medicine(identifier, record) if record else None

    def plan(self, first: date, last: date, zone: str) -> Planned:
        """The doses of local days first <= day <= last, in the order of their instants.

        Of a dose that two revisions plan, the higher revision counts.
        """
        schedules, unreadable = self._schedules()
        has_chain = any(isinstance(schedule.rule, AfterIntakeRule) for schedule in schedules)
        logged = tuple(logged_ever(self._store) if has_chain else logged_about(self._store, first, last))
        try:
            doses = plan(schedules, readable(logged), first, last + timedelta(days=1), zone)
        except UnknownZone:
            return Planned((), logged, unreadable + len(schedules))
        by_key = {dose.key: dose for dose in doses}
        ordered = sorted(by_key.values(), key=lambda dose: (dose.instant, dose.key))
        return Planned(tuple(ordered), logged, unreadable)

    def plan_unmoved(self, first: date, last: date, zone: str) -> list[Occurrence]:
        """As `plan`, but every dose where it was before any was moved."""
        schedules, _ = self._schedules()
        logged = readable(logged_ever(self._store))
        kept = [entry for entry in logged if entry.kind is not IntakeKind.MOVED]
        try:
            return plan(schedules, kept, first, last + timedelta(days=1), zone)
        except UnknownZone:
            return []

    def schedules_of(self, medicine: UUID) -> list[Schedule]:
        """The schedules that hold today or later, in the order of their start."""
        now = self._clock.now()
        schedules, _ = self._schedules()
        current = [
            schedule
            for schedule in schedules
            if schedule.medicine == medicine and not _has_ended(schedule, now)
        ]
        return sorted(current, key=lambda schedule: (schedule.valid_from, schedule.rev))

    def as_needed_plan(self, medicine: UUID) -> Schedule | None:
        """The plan by which the medicine is taken only when needed, if there is one."""
        plans = self.schedules_of(medicine)
        return next((plan for plan in plans if isinstance(plan.rule, AsNeededRule)), None)

    def next_dose(self, medicine: UUID, zone: str) -> Occurrence | None:
        """The next dose that is still to come, within about a week."""
        now: datetime = self._clock.now()
        today = now.date()
        planned = self.plan(today - timedelta(days=1), today + timedelta(days=SEARCH_DAYS), zone)
        coming = (dose for dose in planned.doses if dose.schedule.medicine == medicine and dose.instant > now)
        return next(coming, None)

    def _schedules(self) -> tuple[list[Schedule], int]:
        """Every revision by its number. A plan made here counts until the server tells it itself."""
        read: list[Schedule] = []
        unreadable = 0
        told = self._store.records.all(SCHEDULE)
        known = {record.body.get("id") for record in told}
        made_here = [
            record for record in self._store.records.all(OWN_PLAN) if record.body.get("id") not in known
        ]
        for record in (*told, *made_here):
            try:
                read.append(Schedule.from_json(record.body))
            except RuleRefused as problem:
                unreadable += 1
                log.warning("a schedule cannot be read: %s %s", problem.field, problem.code)
        return sorted(read, key=lambda schedule: schedule.rev), unreadable

    def forget_told_plans(self) -> None:
        """Drop the phone's own copies of plans that the server tells by now."""
        own = self._store.records.all(OWN_PLAN)
        known = {record.body.get("id") for record in self._store.records.all(SCHEDULE)} if own else set()
        told = [record.id for record in own if record.body.get("id") in known]
        if told:
            with self._store.transaction():
                for identifier in told:
                    self._store.records.delete(OWN_PLAN, identifier)


def _has_ended(schedule: Schedule, now: datetime) -> bool:
    if schedule.ends_at is not None:
        return schedule.ends_at <= now
    return schedule.valid_to is not None and schedule.valid_to <= now.date()


def _medicine(identifier: UUID, record: Record) -> Medicine:
    def text(name: str) -> str:
        value = record.body.get(name)
        return value.strip() if isinstance(value, str) else ""

    return Medicine(
        id=identifier,
        name=text("name") or text("ingredient"),
        ingredient=text("ingredient"),
        strength=text("strength"),
        form=text("form"),
        purpose=text("purpose"),
        how=text("how"),
        status=text("status") or ACTIVE,
        sent=record.state,
    )
