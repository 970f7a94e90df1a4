"""Writing down what was taken, left out, put off or taken back: one entry, one transaction, one event."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from mendly_app.devices.ports import Clock
from mendly_app.patient.acts import enqueue, new_id, put_pending
from mendly_app.patient.intakes import INTAKE, logged_about, readable
from mendly_app.sync.session import SessionKeeper
from mendly_app.sync.store import Store
from mendly_core.doses import HybridClock, Intake, IntakeKind, Occurrence

_MARK = "clock"
REMEMBERED_DAYS = 8
"""How far back a last intake is looked for: a weekly dose is found."""


class Entries:
    """Makes entries of this phone, in an order that holds against those of other devices."""

    def __init__(self, store: Store, clock: Clock, session: SessionKeeper) -> None:
        self._store = store
        self._clock = clock
        self._session = session

    def recent(self) -> list[Intake]:
        """What was logged about the last days."""
        today = self._clock.now().date()
        return readable(logged_about(self._store, today - timedelta(days=REMEMBERED_DAYS), today))

    def add(
        self,
        kind: IntakeKind,
        medicine: UUID,
        *,
        dose: Occurrence | None = None,
        schedule: UUID | None = None,
        taken_at: datetime | None = None,
        put_to: datetime | None = None,
        amount: Decimal | None = None,
        reason: str | None = None,
        supersedes: UUID | None = None,
    ) -> UUID:
        """Save an entry about a planned dose, or without `dose` about one outside the plan, and queue it."""
        now = self._clock.now()
        mark = self._next_mark(now)
        identifier = new_id(self._clock)
        intake = Intake(
            id=identifier,
            kind=kind,
            medicine=medicine,
            logged_at=now,
            device_zone=self._clock.zone(),
            hlc=str(mark),
            occurrence=dose.key if dose else None,
            schedule=dose.schedule_id if dose else schedule,
            local_date=dose.local_date if dose else None,
            slot=dose.slot if dose else None,
            rev=dose.rev if dose and dose.step is not None else None,
            step=dose.step if dose else None,
            taken_at=taken_at,
            put_to=put_to,
            amount=amount,
            reason=reason,
            supersedes=supersedes,
        )
        body = intake.to_json()
        with self._store.transaction():
            put_pending(self._store, INTAKE, identifier, body, dose.local_date if dose else now.date())
            self._store.keep(_MARK, str(mark))
            enqueue(self._store, self._clock, INTAKE, identifier, body)
        return identifier

    def _next_mark(self, now: datetime) -> HybridClock:
        """The next mark of this phone: above its own last one and above all entries seen lately."""
        session = self._session.load()
        clock = HybridClock(session.device if session else "phone")
        if own := self._store.kept(_MARK):
            clock = clock.observe(own)
        for intake in self.recent():
            clock = clock.observe(intake.hlc)
        return clock.tick(int(now.timestamp() * 1000))
