"""Writing readings: batches of samples, and single observations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from mendly.audit.services import enter
from mendly.bus import announce
from mendly.care.selectors import audience_of
from mendly.clock import now
from mendly.errors import BadInput, Conflict, NotFound, TooLarge
from mendly.live.services import emit
from mendly.policy import Action, Actor, Category, require
from mendly.vitals.batches import (
    EARLIEST,
    LATEST_AHEAD,
    MOST_POINTS,
    BatchResult,
    CheckedBatch,
    SampleBatch,
    check_batch,
    count_points,
)
from mendly.vitals.errors import IsThisRightError
from mendly.vitals.models import ImportBatch, Observation
from mendly.vitals.storage import locked_series, merge_batch
from mendly.vitals.values import Values

LONGEST_NOTE = 500


def store_samples(
    actor: Actor, patient_id: UUID, batches: Sequence[SampleBatch], *, digest: str | None = None
) -> list[BatchResult]:
    """Keep samples: one result per batch, in order. Anything sent again, in any order, is stored once.

    `digest` (SHA-256 of the upload's body, in hex) answers a repeated upload without opening a chunk. One that
    was kept in part is not remembered: what was refused today may be right tomorrow.
    """
    enter(actor, Action.RECORD, patient_id, Category.READINGS, "samples")
    if count_points(batches) > MOST_POINTS:
        raise TooLarge(f"Please send at most {MOST_POINTS} points at once.")
    at = now()
    checked = [check_batch(batch, at) for batch in batches]
    usable = [batch for batch in checked if isinstance(batch, CheckedBatch)]
    is_whole = all(isinstance(batch, CheckedBatch) and not batch.refused for batch in checked)
    with transaction.atomic():
        is_repeat = digest is not None and is_whole and not _is_first(patient_id, digest, at)
        added = [0] * len(usable) if is_repeat else _merge_all(patient_id, usable)
        if any(added):
            emit("samples", audience_of(patient_id, Category.READINGS), patient=patient_id)
    counts = iter(added)
    return [_result(batch, next(counts)) if isinstance(batch, CheckedBatch) else batch for batch in checked]


def _is_first(patient_id: UUID, digest: str, at: datetime) -> bool:
    _, created = ImportBatch.objects.get_or_create(
        patient_id=patient_id, digest=digest, defaults={"received_at": at}
    )
    return created


def _merge_all(patient_id: UUID, batches: Sequence[CheckedBatch]) -> list[int]:
    """Merge each batch into its series and announce the series that grew; return how many points were new."""
    series = locked_series(patient_id, batches)
    added = [merge_batch(series[batch.kind.key, batch.source], batch) for batch in batches]
    grown = {series[b.kind.key, b.source].id for b, count in zip(batches, added, strict=True) if count}
    for series_id in sorted(grown):
        announce("samples.stored", patient=patient_id, series=series_id)
    return added


def _result(batch: CheckedBatch, added: int) -> BatchResult:
    return BatchResult(
        "accepted" if added else "duplicate",
        accepted=added,
        duplicate=len(batch.points) - added,
        refused=batch.refused,
    )


def record_observation(
    actor: Actor,
    patient_id: UUID,
    *,
    observation_id: UUID,
    taken_at: datetime,
    values: Values,
    note: str = "",
    confirmed: bool = False,
) -> tuple[Observation, bool]:
    """Keep one reading, exactly once: the same id with the same content again returns the same row and False.

    Numbers outside the plausible range raise `IsThisRightError` until the person has `confirmed` them; they
    are then kept and shown, but no rule counts them.
    """
    enter(actor, Action.RECORD, patient_id, Category.READINGS, "reading")
    note = _clean_note(note)
    _check_moment(taken_at)
    with transaction.atomic():
        known = Observation.objects.select_for_update().filter(id=observation_id).first()
        if known is not None:
            return _same_or_conflict(known, patient_id, taken_at, values, note), False
        if values.is_doubtful and not confirmed:
            raise IsThisRightError
        try:
            with transaction.atomic():
                row = Observation.objects.create(
                    id=observation_id,
                    patient_id=patient_id,
                    type=values.type,
                    taken_at=taken_at,
                    values_json=values.to_json(),
                    note=note,
                    recorded_at=now(),
                    recorded_by=actor.user_id,
                )
        except IntegrityError:
            known = Observation.objects.get(id=observation_id)
            return _same_or_conflict(known, patient_id, taken_at, values, note), False
        announce("observation.recorded", patient=patient_id, observation=row.id)
        emit(
            "observation", audience_of(patient_id, Category.READINGS), patient=patient_id, observation=row.id
        )
    return row, True


def withdraw_observation(actor: Actor, patient_id: UUID, observation_id: UUID) -> None:
    """Take a wrong reading back. Repeating it changes nothing; sent once more, it stays withdrawn.

    Who may only log takes back only what they logged.
    """
    enter(actor, Action.RECORD, patient_id, Category.READINGS, "reading")
    with transaction.atomic():
        row = Observation.objects.select_for_update().filter(id=observation_id, patient_id=patient_id).first()
        if row is None:
            raise NotFound
        if row.recorded_by != actor.user_id:
            require(actor, Action.CHANGE, patient_id, Category.READINGS)
        if row.withdrawn_at is not None:
            return
        Observation.objects.filter(id=row.id).update(withdrawn_at=now(), withdrawn_by=actor.user_id)
        announce("observation.withdrawn", patient=patient_id, observation=row.id)
        emit(
            "observation", audience_of(patient_id, Category.READINGS), patient=patient_id, observation=row.id
        )


def _same_or_conflict(
    known: Observation, patient_id: UUID, taken_at: datetime, values: Values, note: str
) -> Observation:
    if known.patient_id == patient_id and (known.taken_at, known.values, known.note) == (
        taken_at,
        values,
        note,
    ):
        return known
    raise Conflict("This id is taken. Please make a new one.")


def _check_moment(taken_at: datetime) -> None:
    if taken_at.tzinfo is None:
        raise BadInput("Please give the time with its zone.", field="taken_at")
    if taken_at < EARLIEST:
        raise BadInput("Please check the date: it lies before the year 2000.", field="taken_at")
    if taken_at > now() + LATEST_AHEAD:
        raise BadInput("Please check the date: it lies in the future.", field="taken_at")


def _clean_note(note: str) -> str:
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise BadInput(f"Please write at most {LONGEST_NOTE} characters.", field="note")
    if "\x00" in note:
        raise BadInput("This text has a character that we cannot keep.", field="note")
    return note
