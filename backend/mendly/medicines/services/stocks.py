"""What people enter about how much of a medicine is left: each entry is added once, and taken back by a mark.

`stock.changed` names the patient and the medicine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from mendly.accounts.selectors import zone_of_patient
from mendly.audit.services import enter
from mendly.bus import announce
from mendly.care.selectors import audience_of
from mendly.clock import now
from mendly.errors import BadInput, Conflict, NotFound
from mendly.live.services import emit
from mendly.medicines.checks import EARLIEST_DAY, TAKEN_ID
from mendly.medicines.models import Medicine, ScheduleRevision
from mendly.medicines.plans import day_in
from mendly.medicines.stock_models import StockRecord, StockReminder
from mendly.medicines.stocks import line_of
from mendly.policy import Action, Actor, Category, require
from mendly_core.doses import StockKind

CLOCK_TOLERANCE: Final = timedelta(minutes=10)
"""A clock may be ahead by this much; what it says is then so from now on."""
MOST_AMOUNT: Final = Decimal(1_000_000)
MOST_DAYS: Final = 400
"""That a refill lasts."""
LATEST_LABEL: Final = timedelta(days=40 * 366)
MOST_ENTRIES: Final = 2_000
"""Of one medicine: far above any real list, and low enough that it can always be folded."""
MOST_DAYS_BEFORE: Final = 60


@dataclass(frozen=True, slots=True)
class Counted:
    """What a person says of a stock, in the unit of the medicine's plan. `days` and `expires` None: not said."""

    kind: StockKind
    amount: Decimal
    days: int | None = None
    expires: date | None = None
    at: datetime | None = None


def record_stock(
    actor: Actor, patient_id: UUID, medicine_id: UUID, entry_id: UUID, said: Counted
) -> tuple[StockRecord, bool]:
    """Add one entry, exactly once: the same entry again gives the row already there and False.

    Without `at` it is so now. Raises `BadInput` for what cannot be right, `NotFound` when the medicine is not this
    patient's, `Conflict` when the id names another entry.
    """
    enter(actor, Action.RECORD, patient_id, Category.MEDICINES, "stock")
    _check(said, patient_id)
    with transaction.atomic():
        _lock(patient_id, medicine_id)
        known = StockRecord.objects.filter(id=entry_id).first()
        if known is not None:
            return _same(known, patient_id, medicine_id, said), False
        if StockRecord.objects.filter(patient_id=patient_id, medicine_id=medicine_id).count() >= MOST_ENTRIES:
            raise Conflict("There are too many entries for this medicine.")
        row = StockRecord(id=entry_id, patient_id=patient_id, medicine_id=medicine_id, by=actor.user_id)
        row.recorded_at = now()
        row.at = min(said.at or row.recorded_at, row.recorded_at)
        row.body = _body(said, _unit(patient_id, medicine_id))
        row.save(force_insert=True)
        _tell(patient_id, medicine_id)
    return row, True


def undo_stock(actor: Actor, patient_id: UUID, medicine_id: UUID, entry_id: UUID) -> StockRecord:
    """Take an entry back; what it said stays in the record. Twice undoes once. Raises `NotFound`."""
    enter(actor, Action.RECORD, patient_id, Category.MEDICINES, "stock")
    with transaction.atomic():
        _lock(patient_id, medicine_id)
        row = StockRecord.objects.filter(id=entry_id, patient_id=patient_id, medicine_id=medicine_id).first()
        if row is None:
            raise NotFound
        if row.by != actor.user_id:
            require(actor, Action.CHANGE, patient_id, Category.MEDICINES)
        if row.undone_at is None:
            row.undone_at, row.undone_by = now(), actor.user_id
            row.save(update_fields=["undone_at", "undone_by"])
            _tell(patient_id, medicine_id)
    return row


def choose_stock_reminder(
    actor: Actor, patient_id: UUID, medicine_id: UUID, days_before: int | None
) -> StockReminder:
    """From how many days before the end we say so; None: not at all. Raises `BadInput`, `NotFound`."""
    enter(actor, Action.CHANGE, patient_id, Category.MEDICINES, "stock")
    if days_before is not None and not 1 <= days_before <= MOST_DAYS_BEFORE:
        raise BadInput("Please choose 1 to 60 days.", field="days_before")
    with transaction.atomic():
        _lock(patient_id, medicine_id)
        row, _ = StockReminder.objects.update_or_create(
            patient_id=patient_id,
            medicine_id=medicine_id,
            defaults={"days_before": days_before, "changed_at": now()},
        )
        _tell(patient_id, medicine_id)
    return row


def _lock(patient_id: UUID, medicine_id: UUID) -> None:
    """Entries of a medicine are made one by one: of two at once, the second finds what the first has kept."""
    rows = Medicine.objects.select_for_update(no_key=True).filter(id=medicine_id, patient_id=patient_id)
    if rows.first() is None:
        raise NotFound


def _tell(patient_id: UUID, medicine_id: UUID) -> None:
    announce("stock.changed", patient=patient_id, medicine=medicine_id)
    emit("medicine", audience_of(patient_id, Category.MEDICINES), patient=patient_id, medicine=medicine_id)


def _check(said: Counted, patient_id: UUID) -> None:
    amount = said.amount
    if not amount.is_finite() or not 0 <= amount <= MOST_AMOUNT or -int(amount.as_tuple().exponent) > 6:
        raise BadInput("Please write a number, such as 28.", field="amount")
    if amount == 0 and said.kind is not StockKind.COUNTED:
        raise BadInput("Please write a number above zero.", field="amount")
    if said.days is not None and said.kind is not StockKind.REFILLED:
        raise BadInput("Only a refill lasts for a number of days.", field="days")
    if said.days is not None and not 1 <= said.days <= MOST_DAYS:
        raise BadInput("Please write 1 to 400 days.", field="days")
    _check_days(said, patient_id)


def _check_days(said: Counted, patient_id: UUID) -> None:
    at = now()
    today = day_in(zone_of_patient(patient_id), at)
    if said.expires is not None and said.kind is StockKind.LOST:
        raise BadInput("What is lost needs no day on its label.", field="expires")
    if said.expires is not None and not EARLIEST_DAY <= said.expires <= today + LATEST_LABEL:
        raise BadInput("Please check the day on the label.", field="expires")
    if said.at is not None and said.at > at + CLOCK_TOLERANCE:
        raise BadInput("This time lies in the future. Please check it.", field="at")
    if said.at is not None and said.at.date() < EARLIEST_DAY:
        raise BadInput("This time lies too far back. Please check it.", field="at")


def _body(said: Counted, unit: str) -> dict[str, Any]:
    return {
        "kind": said.kind.value,
        "amount": f"{said.amount:f}",
        "unit": unit,
        "days": said.days,
        "expires": said.expires.isoformat() if said.expires else None,
    }


def _unit(patient_id: UUID, medicine_id: UUID) -> str:
    """The unit in which the medicine is planned now, or was last; empty where nobody named one, or they differ."""
    today = day_in(zone_of_patient(patient_id), now())
    rows = ScheduleRevision.objects.filter(patient_id=patient_id, medicine_id=medicine_id)
    by_age = sorted(rows, key=lambda row: (row.valid_from, row.rev))
    holding = [row for row in by_age if row.valid_to is None or row.valid_to > today]
    units = {row.unit.casefold(): row.unit for row in holding or by_age[-1:]}
    return next(iter(units.values())) if len(units) == 1 else ""


def _same(known: StockRecord, patient_id: UUID, medicine_id: UUID, said: Counted) -> StockRecord:
    """Another patient's row is not even opened: whose id it is stays unsaid."""
    if (known.patient_id, known.medicine_id) != (patient_id, medicine_id):
        raise Conflict(TAKEN_ID)
    line = line_of(known)
    at = known.at if said.at is None else min(said.at, known.recorded_at)
    if (line.kind, line.amount, line.days, line.expires, line.at) != (
        said.kind,
        said.amount,
        said.days,
        said.expires,
        at,
    ):
        raise Conflict(TAKEN_ID)
    return known
