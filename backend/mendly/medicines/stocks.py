"""How much is left of a medicine, until when it lasts and what speaks for a refill: folded, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from mendly.audit.services import enter
from mendly.medicines.models import Medicine, Status
from mendly.medicines.refills import days_in_the_house
from mendly.medicines.selectors import medicine_of
from mendly.medicines.shelves import Moment, Shelf, StockLine, StockNow, coming_doses
from mendly.medicines.stock_models import StockRecord, StockReminder
from mendly.policy import Action, Actor, Category
from mendly_core.doses import DaysCovered, StockKind

LOOK_AHEAD: Final = 400
"""Days: longer than any pack is sold for, short enough that the plan is still meant."""
DAYS_BEFORE: Final = 7
"""How long before the end we say so, where nobody chose."""


@dataclass(frozen=True, slots=True)
class StockPage:
    """How it stands, all entries, the newest first, and the PDC of the last 365 days, None where not known."""

    now: StockNow
    entries: tuple[StockLine, ...]
    pdc: DaysCovered | None


def stock_of(actor: Actor, patient_id: UUID, medicine_id: UUID) -> StockPage:
    """Raises `NotFound`."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "stock")
    medicine = medicine_of(actor, patient_id, medicine_id)
    return _pages(patient_id, [medicine])[0]


def stocks_of(actor: Actor, patient_id: UUID) -> dict[UUID, StockPage]:
    """Of every medicine about whose stock there is an entry."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "stock")
    rows = StockRecord.objects.filter(patient_id=patient_id).order_by()
    counted = set(rows.values_list("medicine_id", flat=True))
    pages = _pages(patient_id, list(Medicine.objects.filter(id__in=counted))) if counted else []
    return {page.now.medicine: page for page in pages}


def _pages(patient_id: UUID, medicines: Sequence[Medicine]) -> list[StockPage]:
    moment = Moment.now(patient_id)
    lines = _lines(patient_id, [one.id for one in medicines])
    return [
        StockPage(
            found,
            tuple(reversed(lines[found.medicine])),
            days_in_the_house(moment, found.medicine, lines[found.medicine]),
        )
        for found in _stocks(moment, medicines, lines, LOOK_AHEAD)
    ]


def low_stocks_of(actor: Actor, patient_id: UUID) -> list[StockNow]:
    """Active medicines that run out or get too old so soon that their reminder has come, by name."""
    enter(actor, Action.VIEW, patient_id, Category.MEDICINES, "stock")
    return low_stocks(patient_id)


def low_stocks(patient_id: UUID) -> list[StockNow]:
    """For callers who have entered, and for the sweep."""
    rows = StockRecord.objects.filter(patient_id=patient_id, undone_at=None, medicine__status=Status.ACTIVE)
    counted = set(rows.order_by().values_list("medicine_id", flat=True))
    if not counted:
        return []
    medicines = list(Medicine.objects.filter(id__in=counted).order_by("id"))
    wishes = days_before_of(patient_id)
    wanted = [one for one in medicines if wishes.get(one.id, DAYS_BEFORE) is not None]
    if not wanted:
        return []
    ahead = max(wishes.get(one.id, DAYS_BEFORE) or 0 for one in wanted)
    lines = _lines(patient_id, [one.id for one in wanted])
    found = _stocks(Moment.now(patient_id), wanted, lines, ahead + 1)
    return sorted(
        (one for one in found if one.low), key=lambda one: (one.medicine_name.casefold(), one.medicine)
    )


def days_before_of(patient_id: UUID) -> dict[UUID, int | None]:
    """What was chosen for the reminders of refills, by medicine; for callers who have entered."""
    rows = StockReminder.objects.filter(patient_id=patient_id)
    return dict(rows.values_list("medicine_id", "days_before"))


def line_of(row: StockRecord) -> StockLine:
    """Opens the seal."""
    body: dict[str, Any] = row.body
    return StockLine(
        id=row.id,
        kind=StockKind(body["kind"]),
        amount=Decimal(body["amount"]),
        unit=body["unit"],
        days=body.get("days"),
        expires=date.fromisoformat(body["expires"]) if body.get("expires") else None,
        at=row.at,
        recorded_at=row.recorded_at,
        by=row.by,
        undone_at=row.undone_at,
    )


def _lines(patient_id: UUID, medicines: Sequence[UUID]) -> dict[UUID, list[StockLine]]:
    """By time; at one instant a count comes first, as in `stock_at`."""
    found: dict[UUID, list[StockLine]] = {medicine: [] for medicine in medicines}
    for row in StockRecord.objects.filter(patient_id=patient_id, medicine_id__in=medicines):
        found[row.medicine_id].append(line_of(row))
    for lines in found.values():
        lines.sort(key=lambda line: (line.at, line.kind is not StockKind.COUNTED, line.recorded_at, line.id))
    return found


def _stocks(
    moment: Moment, medicines: Sequence[Medicine], lines: dict[UUID, list[StockLine]], ahead: int
) -> list[StockNow]:
    """How each medicine stands, its planned doses simulated `ahead` days from today."""
    ids = {medicine.id for medicine in medicines}
    coming = coming_doses(moment, ids, ahead)
    wishes = days_before_of(moment.patient)
    return [
        Shelf(
            moment,
            medicine,
            [line for line in lines[medicine.id] if line.undone_at is None and line.at <= moment.at],
            coming[medicine.id],
            wishes.get(medicine.id, DAYS_BEFORE),
        ).stands()
        for medicine in medicines
    ]
