"""Who is told that a medicine runs out, and, right before it leaves, whether that still holds."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from mendly.accounts.selectors import user_of_patient
from mendly.medicines.models import ReminderChoice, StockNotice
from mendly.medicines.rings import helpers_of
from mendly.medicines.stocks import low_stocks

PREFIX = "stock:"


def told_of_stock(patient_id: UUID) -> tuple[UUID, ...]:
    """The patient's account, and those of the proxies who may see the medicines, once they are to hear of doses."""
    wishes = ReminderChoice.objects.filter(patient_id=patient_id, proxies_after__isnull=False)
    return (user_of_patient(patient_id), *(helpers_of(patient_id) if wishes.exists() else ()))


def still_low(user_id: UUID, keys: Collection[str]) -> Collection[str]:
    """Which of these notices an account is still to get: what runs out was not fetched meanwhile, and it may know."""
    notices = {notice_key(row): row for row in StockNotice.objects.filter(id__in=map(_notice_of, keys))}
    patients = {row.patient_id for row in notices.values()}
    ending = {
        (low.medicine, low.latest)
        for patient in patients
        if user_id in told_of_stock(patient)
        for low in low_stocks(patient)
    }
    rows = ((key, notices[key]) for key in keys if key in notices)
    return [key for key, row in rows if (row.medicine_id, row.entry) in ending]


def notice_key(notice: StockNotice) -> str:
    return f"{PREFIX}{notice.id}"


def _notice_of(key: str) -> UUID:
    return UUID(key.removeprefix(PREFIX))
