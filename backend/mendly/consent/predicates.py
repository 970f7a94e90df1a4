"""The questions that this room answers for the policy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from mendly.accounts.identity import identity_behind
from mendly.care.selectors import care_since
from mendly.consent.models import Access, Answer, ConsentRecord
from mendly.consent.selectors import is_in_force
from mendly.policy import SHARED_WITHIN, Action, Question, predicate, predicate_about_many


@predicate("consent.permitted")
def is_permitted(question: Question) -> bool:
    return question.patient_id in are_permitted(question, _only(question))


@predicate_about_many("consent.permitted")
def are_permitted(question: Question, patients: frozenset[UUID]) -> frozenset[UUID]:
    """Looking needs a permit; everything else a permit that goes as far as adding."""
    records = _records_in_force(question, patients)
    return frozenset(
        patient
        for patient in patients
        if any(_opens(record, question.action) for record in records.get(patient, ()))
    )


@predicate("consent.not_denied")
def is_not_denied(question: Question) -> bool:
    return question.patient_id in are_not_denied(question, _only(question))


@predicate_about_many("consent.not_denied")
def are_not_denied(question: Question, patients: frozenset[UUID]) -> frozenset[UUID]:
    records = _records_in_force(question, patients)
    return frozenset(
        patient
        for patient in patients
        if all(record.answer != Answer.DENY for record in records.get(patient, ()))
    )


def _opens(record: ConsentRecord, action: Action) -> bool:
    return record.answer == Answer.PERMIT and (action is Action.VIEW or record.access == Access.SEE_AND_ADD)


def _only(question: Question) -> frozenset[UUID]:
    return frozenset() if question.patient_id is None else frozenset([question.patient_id])


Records = Mapping[UUID, list[ConsentRecord]]


def _records_in_force(question: Question, patients: frozenset[UUID]) -> Records:
    """By patient, the newest decision about the provider and the newest about their clinic, where they hold now.

    Both count, and a deny of either wins because the policy asks for a permit and for no deny.
    """
    category = SHARED_WITHIN.get(question.category, question.category)
    key = ("consent", category, patients)
    if key not in question.looked_up:
        question.looked_up[key] = _read(question, category, patients)
    records: Records = question.looked_up[key]
    return records


def _read(question: Question, category: str, patients: frozenset[UUID]) -> Records:
    in_force: defaultdict[UUID, list[ConsentRecord]] = defaultdict(list)
    provider = identity_behind(question).provider
    if provider is None:
        return in_force
    rows = ConsentRecord.objects.filter(
        patient_id__in=patients,
        recipient__in=[provider.id, provider.clinic_id],
        purpose=question.actor.purpose,
        category=category,
    ).order_by("number")
    newest = {(row.patient_id, row.recipient): row for row in rows}
    key = ("care since", patients)
    if key not in question.looked_up:
        question.looked_up[key] = care_since(provider.id, patients)
    since = question.looked_up[key]
    for (patient, _), row in newest.items():
        if is_in_force(row, since.get(patient)):
            in_force[patient].append(row)
    return in_force
