"""Keeping side effects: each report is added, a correction too; a red flag is announced at once.

`side_effect.reported` and, for one that needs help now, `side_effect.urgent`; `side_effect.settled` once none of
that stands any more. Each names the patient and the effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from mendly.accounts.models import Patient
from mendly.accounts.selectors import zone_of_patient
from mendly.audit.services import enter
from mendly.bus import announce
from mendly.care.selectors import audience_of
from mendly.clock import now
from mendly.errors import BadInput, Conflict, NotFound
from mendly.live.services import emit
from mendly.medicines.checks import TAKEN_ID
from mendly.medicines.models import Medicine, SideEffect
from mendly.medicines.plans import day_in
from mendly.policy import Action, Actor, Category, require
from mendly_core.side_effects import Common, Severity, needs_help_now, red_flags

LONGEST_WORDS = 1_000
EARLIEST = date(1900, 1, 1)
MOST_REPORTS = 200
"""Corrections of one side effect."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a person tells of a side effect. Without `medicine` it is not known what it comes from."""

    what: Common
    severity: Severity
    since: date
    words: str = ""
    medicine: UUID | None = None
    signs: tuple[str, ...] = ()
    ended_on: date | None = None


def report_side_effect(
    actor: Actor, patient_id: UUID, effect_id: UUID, told: Told, *, number: int = 1
) -> tuple[SideEffect, bool]:
    """Add a report, exactly once. `number` 1 opens a side effect; a correction names the number after the last.

    The same report again gives the row already there and False. Raises `BadInput` for what cannot be right,
    `Conflict` when the number is taken by another report, `NotFound` for a correction of what is not there.
    """
    enter(actor, Action.RECORD, patient_id, Category.MEDICINES, "side effect")
    told = _checked(patient_id, told)
    with transaction.atomic():
        return _add(actor, patient_id, effect_id, number, told, withdrawn=False)


def withdraw_side_effect(actor: Actor, patient_id: UUID, effect_id: UUID) -> SideEffect:
    """It was a mistake: a last report says so, and what was told stays. Twice withdraws once."""
    enter(actor, Action.RECORD, patient_id, Category.MEDICINES, "side effect")
    with transaction.atomic():
        last = _last(patient_id, effect_id)
        if last is None:
            raise NotFound
        if last.withdrawn:
            return last
        row, _ = _add(actor, patient_id, effect_id, last.number + 1, _told(last), withdrawn=True)
        return row


def _add(
    actor: Actor, patient_id: UUID, effect_id: UUID, number: int, told: Told, *, withdrawn: bool
) -> tuple[SideEffect, bool]:
    Patient.objects.select_for_update(no_key=True).get(id=patient_id)
    last = _last(patient_id, effect_id)
    known = SideEffect.objects.filter(patient_id=patient_id, effect=effect_id, number=number).first()
    if known is not None:
        if _told(known) != told or known.withdrawn != withdrawn:
            raise Conflict("This has changed meanwhile. Please look again.")
        return known, False
    _check_place(actor, effect_id, last, number)
    row = SideEffect.objects.create(
        patient_id=patient_id,
        effect=effect_id,
        number=number,
        medicine_id=told.medicine,
        withdrawn=withdrawn,
        reported_at=now(),
        by=actor.user_id,
        what=told.what.value,
        words=told.words,
        severity=told.severity.value,
        signs=list(told.signs),
        since=told.since,
        ended_on=told.ended_on,
    )
    _tell(patient_id, effect_id, last, row)
    return row, True


def _check_place(actor: Actor, effect_id: UUID, last: SideEffect | None, number: int) -> None:
    if last is None:
        if SideEffect.objects.filter(effect=effect_id).exists():
            raise Conflict(TAKEN_ID)
        if number != 1:
            raise NotFound
        return
    if number != last.number + 1 or last.withdrawn or number > MOST_REPORTS:
        raise Conflict("This has changed meanwhile. Please look again.")
    if last.by != actor.user_id:
        require(actor, Action.CHANGE, last.patient_id, Category.MEDICINES)


def _tell(patient_id: UUID, effect_id: UUID, last: SideEffect | None, row: SideEffect) -> None:
    announce("side_effect.reported", patient=patient_id, effect=effect_id)
    was_urgent = last is not None and _is_urgent(last)
    if _is_urgent(row):
        is_worse = last is None or not was_urgent or _is_worse(last, row)
        announce("side_effect.urgent", patient=patient_id, effect=effect_id, is_worse=is_worse)
    elif was_urgent:
        announce("side_effect.settled", patient=patient_id, effect=effect_id)
    emit("side_effect", audience_of(patient_id, Category.MEDICINES), patient=patient_id)


def _is_urgent(row: SideEffect) -> bool:
    return not row.withdrawn and needs_help_now(Severity(row.severity), row.signs)


def _is_worse(last: SideEffect, row: SideEffect) -> bool:
    """Whether a correction names a sign, or a severe course, that the team has not seen."""
    became_severe = row.severity == Severity.SEVERE != last.severity
    return became_severe or bool(set(row.signs) - set(last.signs))


def _told(row: SideEffect) -> Told:
    return Told(
        Common(row.what),
        Severity(row.severity),
        row.since,
        row.words,
        row.medicine_id,
        tuple(row.signs),
        row.ended_on,
    )


def _last(patient_id: UUID, effect_id: UUID) -> SideEffect | None:
    return SideEffect.objects.filter(patient_id=patient_id, effect=effect_id).order_by("-number").first()


def _checked(patient_id: UUID, told: Told) -> Told:
    """The same, cleaned. Raises `BadInput`."""
    words = told.words.strip()
    if len(words) > LONGEST_WORDS:
        raise BadInput("Please use fewer words.", field="words")
    if told.what is Common.OTHER and not words:
        raise BadInput("Please say in a few words what it is.", field="words")
    today = day_in(zone_of_patient(patient_id), now())
    if not EARLIEST <= told.since <= today:
        raise BadInput("This day lies ahead. Please check it.", field="since")
    if told.ended_on is not None and not told.since <= told.ended_on <= today:
        raise BadInput("It cannot have ended before it began.", field="ended_on")
    if told.medicine is not None:
        rows = Medicine.objects.filter(id=told.medicine, patient_id=patient_id)
        if not rows.exists():
            raise BadInput("We could not find this medicine.", field="medicine")
    known = [flag.sign for flag in red_flags()]
    if not set(told.signs) <= set(known):
        raise BadInput("We do not know one of these signs.", field="signs")
    signs = tuple(sign for sign in known if sign in told.signs)
    return Told(told.what, told.severity, told.since, words, told.medicine, signs, told.ended_on)
