"""Keeping why doses were missed, as people say it."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from mendly.audit.services import enter
from mendly.bus import announce
from mendly.care.selectors import audience_of
from mendly.clock import new_id, now
from mendly.errors import BadInput, Conflict
from mendly.live.services import emit
from mendly.medicines.checks import TAKEN_ID
from mendly.medicines.models import BarrierAnswer, Medicine
from mendly.policy import Action, Actor, Category
from mendly_core.doses.courses import Barrier

LONGEST_WORDS = 500


def answer_barrier(
    actor: Actor,
    patient_id: UUID,
    medicine_id: UUID,
    answer: Barrier,
    *,
    words: str = "",
    answer_id: UUID | None = None,
) -> tuple[BarrierAnswer, bool]:
    """Add one answer, exactly once: the same id again gives the row already there and False.

    Raises `BadInput` when the medicine is not this patient's or the words are too long, `Conflict` when the id
    names something else.
    """
    enter(actor, Action.RECORD, patient_id, Category.MEDICINES, "barrier")
    answer_id, words = answer_id or new_id(), words.strip()
    if len(words) > LONGEST_WORDS:
        raise BadInput("Please use fewer words.", field="words")
    if not Medicine.objects.filter(id=medicine_id, patient_id=patient_id).exists():
        raise BadInput("We could not find this medicine.", field="medicine")
    kept = BarrierAnswer(
        id=answer_id,
        patient_id=patient_id,
        medicine_id=medicine_id,
        answer=answer.value,
        words=words,
        answered_at=now(),
        by=actor.user_id,
    )
    with transaction.atomic():
        known = _known(kept)
        if known is not None:
            return known, False
        try:
            with transaction.atomic():
                kept.save(force_insert=True)
        except IntegrityError:
            return _known(kept) or kept, False
        announce("barrier.answered", patient=patient_id, medicine=medicine_id)
        emit("course", audience_of(patient_id, Category.MEDICINES), patient=patient_id)
    return kept, True


def _known(asked: BarrierAnswer) -> BarrierAnswer | None:
    row = BarrierAnswer.objects.filter(id=asked.id).first()
    if row is not None and (
        (row.patient_id, row.medicine_id) != (asked.patient_id, asked.medicine_id)
        or (row.answer, row.words) != (asked.answer, asked.words)
    ):
        raise Conflict(TAKEN_ID)
    return row
