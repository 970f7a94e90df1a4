"""What makes cards stale: new gene results, a medicine started, changed or ended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from mendly.bus import subscribe
from mendly.insights.services import ask_for_refresh, forget_what_was_told


@subscribe("genes.changed")
@subscribe("medicine.started")
@subscribe("medicine.changed")
@subscribe("medicine.ended")
def cards_are_stale(patient: UUID, **ids: Any) -> None:
    ask_for_refresh(patient)


@subscribe("genes.removed")
def told_facts_go(patient: UUID) -> None:
    forget_what_was_told(patient)
