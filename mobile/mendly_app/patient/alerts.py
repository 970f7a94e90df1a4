"""Alerts about readings, in the server's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from mendly_app.patient.acts import instant_of
from mendly_app.sync.store import Store

SETTLED = "resolved"


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert. `urgent`: it goes with a line about emergencies."""

    id: UUID
    text: str
    urgent: bool
    at: datetime


class Alerts:
    """Reads the alerts of the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def standing(self) -> list[Alert]:
        """Alerts that have not settled: urgent ones first, then the newest."""
        alerts = [
            Alert(
                id=UUID(record.id),
                text=str(record.body.get("text") or ""),
                urgent=record.body.get("urgent") is True,
                at=instant_of(record.body.get("at")) or datetime.min.replace(tzinfo=UTC),
            )
            for record in self._store.records.all("alert")
            if record.body.get("state") != SETTLED
        ]
        return sorted(alerts, key=lambda alert: (alert.urgent, alert.at), reverse=True)
