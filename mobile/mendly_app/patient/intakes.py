"""What was logged about doses, as the phone keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from mendly_app.sync.records import Record
from mendly_app.sync.store import Store
from mendly_core.doses import Intake, IntakeRefused, NotAClock

INTAKE = "intake"
OTHER_ZONES = timedelta(days=2)
"""The day of a step may have been written down in another zone."""


def logged_about(store: Store, first: date, last: date) -> list[Record]:
    """The entries that may decide about the doses of the days first <= day <= last."""
    return store.records.of_days(INTAKE, first - OTHER_ZONES, last + OTHER_ZONES)


def logged_ever(store: Store) -> list[Record]:
    return list(store.records.all(INTAKE))


def readable(records: Iterable[Record]) -> list[Intake]:
    """Entries that this app understands; one of a later version decides nothing here."""
    intakes = []
    for record in records:
        try:
            intakes.append(Intake.from_json(record.body))
        except (IntakeRefused, NotAClock):
            continue
    return intakes
