"""Readings are announced; the to-do to evaluate them is written in the same transaction."""

from __future__ import annotations

from uuid import UUID

from mendly.alerts.services import ask_for_evaluation
from mendly.bus import subscribe


@subscribe("observation.recorded")
@subscribe("observation.withdrawn")
def observations_changed(patient: UUID, observation: UUID) -> None:
    ask_for_evaluation(patient)
