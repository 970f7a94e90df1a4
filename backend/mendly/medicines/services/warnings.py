"""Hiding a safety warning with a reason, and showing it again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from mendly.audit.services import enter
from mendly.care.selectors import audience_of
from mendly.clock import now
from mendly.errors import BadInput, NotFound
from mendly.live.services import emit
from mendly.medicines.checks import LONGEST_NOTE, clean_line
from mendly.medicines.models import WarningAnswer
from mendly.medicines.safety import HIDING_REASONS, SafetyWarning, warnings_of
from mendly.policy import Action, Actor, Category


def hide_warning(actor: Actor, patient_id: UUID, warning_id: UUID, *, reason: str, note: str = "") -> None:
    """Hide a warning that the list raises now, until its medicines or its severity change. Twice changes nothing."""
    enter(actor, Action.CHANGE, patient_id, Category.MEDICINES, "warning")
    if reason not in HIDING_REASONS:
        raise BadInput("Please choose one of the reasons.", field="reason")
    note = clean_line(note, "note", LONGEST_NOTE)
    if reason == "other" and not note:
        raise BadInput("Please say why in a few words.", field="note")
    with transaction.atomic():
        if _standing(actor, patient_id, warning_id).hidden is None:
            _answer(actor, patient_id, warning_id, hidden=True, reason=reason, note=note or None)


def show_warning_again(actor: Actor, patient_id: UUID, warning_id: UUID) -> None:
    """Take back that a warning was hidden. Twice changes nothing."""
    enter(actor, Action.CHANGE, patient_id, Category.MEDICINES, "warning")
    with transaction.atomic():
        if _standing(actor, patient_id, warning_id).hidden is not None:
            _answer(actor, patient_id, warning_id, hidden=False, reason=None, note=None)


def _standing(actor: Actor, patient_id: UUID, warning_id: UUID) -> SafetyWarning:
    check = warnings_of(actor, patient_id, "en")
    found = (each for each in (*check.shown, *check.more, *check.hidden) if each.id == warning_id)
    warning = next(found, None)
    if warning is None:
        raise NotFound
    return warning


def _answer(
    actor: Actor, patient_id: UUID, warning_id: UUID, *, hidden: bool, reason: str | None, note: str | None
) -> None:
    mine = WarningAnswer.objects.filter(patient_id=patient_id, warning=warning_id)
    given = {"hidden": hidden, "reason": reason, "note": note, "at": now(), "by": actor.user_id}
    WarningAnswer.objects.get_or_create(
        patient_id=patient_id, warning=warning_id, number=mine.count() + 1, defaults=given
    )
    emit("medicine", audience_of(patient_id, Category.MEDICINES), patient=patient_id)
