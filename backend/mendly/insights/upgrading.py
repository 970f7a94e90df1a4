"""Bringing everyone to the knowledge pack in use. Safe to kill, to start again, and to run twice at once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from mendly.errors import Conflict
from mendly.genome.recalling import behind, patients_with_results
from mendly.insights.services import bring_up_to_date, finish_run, newest_run
from mendly.vault.crypto import SealBroken
from mendly_core.genes import knowledge_version

BATCH = 200
log = logging.getLogger("mendly.insights")


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of patients so far. `failed`: theirs stayed as it was; running the upgrade again tries once more."""

    looked_at: int = 0
    brought: int = 0
    changed: int = 0
    failed: int = 0


def upgrade_everyone(tell: Callable[[Progress], None]) -> Progress:
    """Bring every patient to the pack in use, batch by batch; `tell` hears of each batch.

    There is no place to remember: who is there already is seen from the rows, so a new start goes on.
    """
    run, progress, after = newest_run(knowledge_version().full), Progress(), None
    while batch := patients_with_results(after, BATCH):
        for patient_id in sorted(behind(batch)):
            progress = _with_one(progress, patient_id)
        progress, after = replace(progress, looked_at=progress.looked_at + len(batch)), batch[-1]
        tell(progress)
    if not progress.failed:
        finish_run(run.id)
    return progress


def _with_one(progress: Progress, patient_id: UUID) -> Progress:
    try:
        step = bring_up_to_date(patient_id)
    except (SealBroken, Conflict):
        log.exception("a patient could not be brought to the new knowledge pack")
        return replace(progress, failed=progress.failed + 1)
    if step is None:
        return progress
    return replace(
        progress,
        brought=progress.brought + 1,
        changed=progress.changed + step.changed,
        failed=progress.failed + bool(step.unread),
    )
