"""Medicines as needed on Today: what was logged lately, and the question before one more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from mendly.clock import new_id
from mendly.medicines.as_needed import AsNeeded, as_needed_of, extra_dose_of
from mendly_core.doses import AsNeededRule
from mendly_core.doses.as_needed import Caution
from mendly_core.words import say
from portal.patient.phrases import amount_words, plain, until_words
from portal.patient.whose import Whose
from portal.wording import active_language

SHORT_TIME: Final = timedelta(minutes=10)
"""Without limits we ask only where the same dose may have been logged by mistake once more."""
CAUTIONS: Final = {Caution.TOO_SOON: "doses.extra_soon", Caution.TOO_MUCH: "doses.extra_over"}


@dataclass(frozen=True, slots=True)
class ExtraQuestion:
    """Why we ask before one more dose of a medicine is logged."""

    medicine: UUID
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """One medicine as needed. `entry` is the id that its next dose will have: sent twice, logged once."""

    medicine: UUID
    name: str
    amount: str
    one: Decimal | None
    lines: tuple[str, ...]
    entry: UUID
    asks: tuple[str, ...] = ()


def extra_rows(record: Whose, question: ExtraQuestion | None) -> tuple[ExtraRow, ...]:
    return tuple(_row(record, one, question) for one in as_needed_of(record.actor, record.patient))


def question_before(record: Whose, medicine: UUID, amount: Decimal | None) -> ExtraQuestion | None:
    """What to ask before one more dose is logged, or None when nothing speaks for a question."""
    stands = extra_dose_of(record.actor, record.patient, medicine, amount)
    cautions = stands.room.cautions if stands.room else ()
    keys = [CAUTIONS[caution] for caution in cautions]
    if not keys and stands.last_taken_at is not None and record.now - stands.last_taken_at < SHORT_TIME:
        keys = ["doses.before_double"]
    language = active_language()
    return ExtraQuestion(medicine, tuple(say(key, language) for key in keys)) if keys else None


def _row(record: Whose, one: AsNeeded, question: ExtraQuestion | None) -> ExtraRow:
    is_asked = question is not None and question.medicine == one.medicine
    return ExtraRow(
        medicine=one.medicine,
        name=f"{one.name} {one.strength}".strip(),
        amount=amount_words(one.plan.amount, one.plan.unit) if one.plan else one.how,
        one=one.amount,
        lines=tuple(_lines(record, one)),
        entry=new_id(),
        asks=question.lines if is_asked and question else (),
    )


def _lines(record: Whose, one: AsNeeded) -> list[str]:
    language = active_language()
    rule = one.plan.rule if one.plan else None
    lines: list[str] = []
    if isinstance(rule, AsNeededRule) and rule.most is not None:
        lines.append(say("doses.extra_most", language, amount=plain(one.taken), most=plain(rule.most)))
    elif one.taken:
        lines.append(say("doses.extra_so_far", language, amount=plain(one.taken)))
    if one.room and one.room.cautions and one.room.free_at is not None:
        lines.append(
            _("The next one fits your plan %(until)s.") % {"until": until_words(one.room.free_at, record.now)}
        )
    return lines
