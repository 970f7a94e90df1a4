"""The questions that this room answers for the policy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from mendly.accounts.identity import identity_behind
from mendly.care.selectors import care_since
from mendly.consent.models import Answer, ConsentRecord
from mendly.consent.selectors import is_in_force
from mendly.policy import Question, predicate, predicate_about_many


@predicate("consent.permitted")
def is_permitted(question: Question) -> bool:
    return question.patient_id in are_permitted(question, _only(question))


@predicate_about_many("consent.permitted")
def are_permitted(question: Question, patients: frozenset[UUID]) -> frozenset[UUID]:
    answers = _answers_in_force(question, patients)
    return frozenset(patient for patient in patients if Answer.PERMIT in answers[patient])


@predicate("consent.not_denied")
def is_not_denied(question: Question) -> bool:
    return question.patient_id in are_not_denied(question, _only(question))


@predicate_about_many("consent.not_denied")
def are_not_denied(question: Question, patients: frozenset[UUID]) -> frozenset[UUID]:
    answers = _answers_in_force(question, patients)
    return frozenset(patient for patient in patients if Answer.DENY not in answers[patient])


def _only(question: Question) -> frozenset[UUID]:
    return frozenset() if question.patient_id is None else frozenset([question.patient_id])


def _answers_in_force(question: Question, patients: frozenset[UUID]) -> Mapping[UUID, set[str]]:
    """By patient, the newest answer for the provider and the newest for their clinic, where they hold now.

    Both count, and a deny of either wins because the policy asks for a permit and for no deny.
    """
    key = ("consent", question.category, patients)
    if key not in question.looked_up:
        question.looked_up[key] = _read_answers(question, patients)
    answers: Mapping[UUID, set[str]] = question.looked_up[key]
    return answers


def _read_answers(question: Question, patients: frozenset[UUID]) -> Mapping[UUID, set[str]]:
    in_force: defaultdict[UUID, set[str]] = defaultdict(set)
    provider = identity_behind(question).provider
    if provider is None:
        return in_force
    rows = ConsentRecord.objects.filter(
        patient_id__in=patients,
        recipient__in=[provider.id, provider.clinic_id],
        purpose=question.actor.purpose,
        category=question.category,
    ).order_by("number")
    newest = {(row.patient_id, row.recipient): row for row in rows}
    since = care_since(provider.id, patients)
    for (patient, _), row in newest.items():
        if is_in_force(row, since.get(patient)):
            in_force[patient].add(row.answer)
    return in_force
