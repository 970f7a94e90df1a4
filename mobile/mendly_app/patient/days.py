"""Which day a record belongs to, so that long histories are read by the day."""

from __future__ import annotations

from datetime import date
from typing import Any

from mendly_app.patient.acts import instant_of
from mendly_app.sync.api import Change


def day_of_change(change: Change) -> date | None:
    """The day of a server's record; None for kinds that are always read whole."""
    if change.body is None:
        return None
    if change.kind == "intake":
        return day_of_intake(change.body)
    if change.kind == "observation":
        moment = instant_of(change.body.get("taken_at"))
        return moment.date() if moment else None
    return None


def day_of_intake(body: dict[str, Any]) -> date | None:
    """The local day of the planned dose, else the day on which it was logged."""
    planned = body.get("local_date")
    if isinstance(planned, str):
        try:
            return date.fromisoformat(planned)
        except ValueError:
            return None
    moment = instant_of(body.get("logged_at"))
    return moment.date() if moment else None
