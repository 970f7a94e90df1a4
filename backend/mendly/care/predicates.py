"""The questions that this room answers for the policy. What one check read, the next of the same question reuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from mendly.care.models import Authority, CareRelationship, Opening, Proxy, Scope
from mendly.clock import now
from mendly.policy import Action, Category, Question, predicate, predicate_about_many

Read = TypeVar("Read")
Helping = dict[UUID, tuple[list[str], str]]
"""By patient, the scopes and the authority of a proxy whose time runs."""


@predicate("care.in_relationship")
def in_relationship(question: Question) -> bool:
    return question.patient_id in are_in_relationship(question, _only(question))


@predicate_about_many("care.in_relationship")
def are_in_relationship(question: Question, patients: frozenset[UUID]) -> frozenset[UUID]:
    def read() -> frozenset[UUID]:
        rows = CareRelationship.objects.filter(
            patient_id__in=patients, provider__user_id=question.actor.user_id, ended_at=None
        )
        return frozenset(rows.values_list("patient_id", flat=True))

    return _once(question, ("care", patients), read)


@predicate("care.proxy_in_scope")
def proxy_in_scope(question: Question) -> bool:
    return question.patient_id in have_proxy_in_scope(question, _only(question))


@predicate_about_many("care.proxy_in_scope")
def have_proxy_in_scope(question: Question, patients: frozenset[UUID]) -> frozenset[UUID]:
    scope, helping = _scope_of(question), _helping(question, patients)
    return frozenset(patient for patient, (scopes, _) in helping.items() if scope in scopes)


@predicate("care.guardian_now")
def guardian_now(question: Question) -> bool:
    return question.patient_id in have_guardian_now(question, _only(question))


@predicate_about_many("care.guardian_now")
def have_guardian_now(question: Question, patients: frozenset[UUID]) -> frozenset[UUID]:
    """Until the birthday on which the young person is of age, where they live."""
    helping = _helping(question, patients)
    return frozenset(patient for patient, (_, why) in helping.items() if why == Authority.GUARDIAN)


@predicate("care.glass_broken")
def glass_broken(question: Question) -> bool:
    return question.patient_id in have_broken_glass(question, _only(question))


@predicate_about_many("care.glass_broken")
def have_broken_glass(question: Question, patients: frozenset[UUID]) -> frozenset[UUID]:
    """Did this provider open the record in an emergency, within the hour?"""

    def read() -> frozenset[UUID]:
        at = now()
        rows = Opening.objects.filter(
            patient_id__in=patients,
            provider__user_id=question.actor.user_id,
            ended_at=None,
            opened_at__lte=at,
            ends_at__gt=at,
        )
        return frozenset(rows.values_list("patient_id", flat=True))

    return _once(question, ("glass", patients), read)


def _helping(question: Question, patients: frozenset[UUID]) -> Helping:
    def read() -> Helping:
        at = now()
        rows = Proxy.objects.filter(
            patient_id__in=patients,
            user_id=question.actor.user_id,
            ended_at=None,
            starts_at__lte=at,
            ends_at__gt=at,
        )
        return {
            patient: (scopes, authority)
            for patient, scopes, authority in rows.values_list("patient_id", "scopes", "authority")
        }

    return _once(question, ("helping", patients), read)


def _once(question: Question, key: tuple[str, frozenset[UUID]], read: Callable[[], Read]) -> Read:
    if key not in question.looked_up:
        question.looked_up[key] = read()
    found: Read = question.looked_up[key]
    return found


def _only(question: Question) -> frozenset[UUID]:
    return frozenset() if question.patient_id is None else frozenset([question.patient_id])


def _scope_of(question: Question) -> str:
    """What a proxy needs: messages are one scope; otherwise looking and recording are two."""
    if question.category is Category.MESSAGES:
        return Scope.MESSAGE
    return Scope.VIEW if question.action is Action.VIEW else Scope.RECORD
