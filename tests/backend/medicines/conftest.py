"""Amara's simvastatin, one tablet at 08:00 and one at 20:00 in Madrid, and a clock that the tests move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine

from mendly.clock import new_id, now
from mendly.medicines.checks import MedicineWords
from mendly.medicines.plans import PlanDraft
from mendly.medicines.services import add_medicine, plan_rings, set_schedule
from mendly.notify.services import fire_due_buckets
from mendly_core.doses import DailyRule, HybridClock, Intake, IntakeKind, SlotTime, occurrence_key
from tests.backend.conftest import People
from tests.backend.notify.browsers import own_browser, push_service

__all__ = ["own_browser", "push_service"]

MADRID = ZoneInfo("Europe/Madrid")
MONDAY = date(2026, 11, 2)
TUESDAY = date(2026, 11, 3)
WEDNESDAY = date(2026, 11, 4)


def madrid(day: date, clock_time: str) -> datetime:
    hours, minutes = clock_time.split(":")
    return datetime(day.year, day.month, day.day, int(hours), int(minutes), tzinfo=MADRID).astimezone(UTC)


def daily(*times: str) -> DailyRule:
    return DailyRule(tuple(SlotTime(slot, at) for slot, at in enumerate(times, start=1)))


def draft(*times: str, amount: str = "1", valid_from: date | None = MONDAY) -> PlanDraft:
    return PlanDraft(daily(*times), Decimal(amount), "tablet", valid_from=valid_from)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Monday, early in the morning in Madrid; it moves only when a test moves it."""
    with time_machine.travel(madrid(MONDAY, "06:00"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def people(clock: time_machine.Traveller, people: People) -> People:
    """The personas, who came together before the clock starts to move."""
    return people


@dataclass(frozen=True, slots=True)
class Course:
    """A medicine of Amara's with its plan."""

    patient: UUID
    medicine: UUID
    schedule: UUID

    def intake(
        self,
        day: date,
        slot: int = 1,
        kind: IntakeKind = IntakeKind.TAKEN,
        *,
        taken_at: datetime | None = None,
        supersedes: UUID | None = None,
        device: str = "phone-1",
    ) -> Intake:
        """An entry as Amara's phone makes it, now."""
        at = now()
        return Intake(
            id=new_id(),
            kind=kind,
            medicine=self.medicine,
            logged_at=at,
            device_zone="Europe/Madrid",
            hlc=str(HybridClock(device).tick(int(at.timestamp() * 1000))),
            occurrence=occurrence_key(self.schedule, day, slot),
            schedule=self.schedule,
            local_date=day,
            slot=slot,
            taken_at=(taken_at or at) if kind is IntakeKind.TAKEN else None,
            supersedes=supersedes,
        )


@pytest.fixture
def course(people: People) -> Course:
    assert people.amara.patient is not None
    actor, patient = people.amara.actor, people.amara.patient.id
    words = MedicineWords(
        "Simvastatin", ingredient="simvastatin", rxnorm="36567", strength="20 mg", form="tablet"
    )
    medicine, _ = add_medicine(actor, patient, words)
    revision, _ = set_schedule(actor, patient, medicine.id, draft("08:00", "20:00"))
    return Course(patient, medicine.id, revision.schedule)


def ring_due() -> int:
    """What the tick does about doses before anything is sent; gives how many rings went into the ledger."""
    plan_rings()
    return fire_due_buckets()
