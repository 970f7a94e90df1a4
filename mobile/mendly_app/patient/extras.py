"""Doses outside any plan: taken when needed, or one more than planned. It asks first, and never blocks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from mendly_app.devices.ports import Clock
from mendly_app.patient.entries import Entries
from mendly_app.patient.intakes import INTAKE
from mendly_app.patient.medicines import Medicine, Medicines
from mendly_app.patient.zones import PlanZone
from mendly_app.sync.records import RecordState
from mendly_app.sync.store import Store
from mendly_core.doses import (
    AsNeededRule,
    Intake,
    IntakeKind,
    Room,
    TakenAmount,
    asks_before_taking,
    last_taken_at,
    room_for,
)
from mendly_core.doses.intakes import SWALLOWED, standing

NEAR = timedelta(days=2)
"""How far around now a planned dose is looked for, to know the usual gap."""
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Extra:
    """A dose outside the plan that stands: it was not taken back."""

    id: UUID
    medicine: Medicine
    amount: Decimal | None
    unit: str
    taken_at: datetime
    sent: RecordState


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why to ask before another dose. `last`: the dose that it is close to; `room`: the limits, if any were set."""

    last: datetime | None
    room: Room | None


class Extras:
    """Reads and logs doses outside the plan."""

    def __init__(
        self, store: Store, clock: Clock, medicines: Medicines, entries: Entries, zone: PlanZone
    ) -> None:
        self._store = store
        self._clock = clock
        self._medicines = medicines
        self._entries = entries
        self._zone = zone

    def today(self) -> list[Extra]:
        """Those taken today by the clock here, in the order of their times."""
        zone = ZoneInfo(self._clock.zone())
        today = self._clock.now().astimezone(zone).date()
        found = [self._extra(entry) for entry in self._standing() if entry.kind in SWALLOWED]
        shown = [
            extra for extra in found if extra is not None and extra.taken_at.astimezone(zone).date() == today
        ]
        return sorted(shown, key=lambda extra: (extra.taken_at, str(extra.id)))

    def usual(self, medicine: UUID) -> tuple[Decimal, str]:
        """How much is taken each time, and its unit; of a medicine without a plan one, and no unit."""
        plan = self._medicines.as_needed_plan(medicine)
        plans = [plan] if plan else self._medicines.schedules_of(medicine)
        return (plans[0].amount, plans[0].unit) if plans else (ONE, "")

    def room(self, medicine: UUID, at: datetime | None = None) -> Room | None:
        """How much fits; None where no limit was set."""
        plan = self._medicines.as_needed_plan(medicine)
        if plan is None or not isinstance(plan.rule, AsNeededRule):
            return None
        return room_for(plan.rule, plan.amount, self._taken(medicine), at or self._clock.now())

    def doubt(self, medicine: UUID, at: datetime) -> Doubt | None:
        """Why to ask before logging another dose at a moment; None when there is nothing to ask."""
        room = self.room(medicine, at)
        if room is not None:
            last = last_taken_at(medicine, self._entries.recent())
            return Doubt(last, room) if room.cautions else None
        near = self._nearest_taken(medicine, at)
        plans = self._medicines.schedules_of(medicine)
        day = at.date()
        planned = self._medicines.plan(day - NEAR, day + NEAR, self._zone.name()).doses
        doses = [dose for dose in planned if dose.schedule.medicine == medicine]
        if near is None or not doses:
            return None
        closest = min(doses, key=lambda dose: abs(dose.instant - at))
        later, earlier = max(near, at), min(near, at)
        return Doubt(near, None) if asks_before_taking(closest, earlier, later, plans) else None

    def log(self, medicine: UUID, at: datetime | None = None, amount: Decimal | None = None) -> UUID:
        """Log a dose outside the plan, taken now or at a moment."""
        plan = self._medicines.as_needed_plan(medicine)
        return self._entries.add(
            IntakeKind.TAKEN,
            medicine,
            schedule=plan.id if plan else None,
            taken_at=at or self._clock.now(),
            amount=amount or self.usual(medicine)[0],
        )

    def undo(self, identifier: UUID) -> bool:
        """Take back such a dose. False when it does not stand."""
        entry = next((one for one in self._standing() if one.id == identifier), None)
        if entry is None or entry.kind not in SWALLOWED:
            return False
        self._entries.add(IntakeKind.UNDONE, entry.medicine, schedule=entry.schedule, supersedes=entry.id)
        return True

    def _standing(self) -> list[Intake]:
        return standing(entry for entry in self._entries.recent() if entry.occurrence is None)

    def _taken(self, medicine: UUID) -> list[TakenAmount]:
        """What was taken of a medicine lately, planned or not."""
        by_dose: defaultdict[str | None, list[Intake]] = defaultdict(list)
        for entry in self._entries.recent():
            if entry.medicine == medicine:
                by_dose[entry.occurrence].append(entry)
        usual = self.usual(medicine)[0]
        return [
            TakenAmount(entry.taken_at, usual if entry.amount is None else entry.amount)
            for entries in by_dose.values()
            for entry in standing(entries)
            if entry.taken_at is not None
        ]

    def _nearest_taken(self, medicine: UUID, at: datetime) -> datetime | None:
        moments = (intake.at for intake in self._taken(medicine))
        return min(moments, key=lambda moment: abs(moment - at), default=None)

    def _extra(self, entry: Intake) -> Extra | None:
        medicine = self._medicines.get(entry.medicine)
        record = self._store.records.get(INTAKE, str(entry.id))
        if medicine is None or record is None or entry.taken_at is None:
            return None
        unit = self.usual(entry.medicine)[1]
        return Extra(entry.id, medicine, entry.amount, unit, entry.taken_at, record.state)
