"""The questions that this room answers for the policy."""

from __future__ import annotations

from mendly.care.models import CareRelationship, Proxy, Scope
from mendly.clock import now
from mendly.policy import Action, Category, Question, predicate


@predicate("care.in_relationship")
def in_relationship(question: Question) -> bool:
    return CareRelationship.objects.filter(
        patient_id=question.patient_id, provider__user_id=question.actor.user_id, ended_at=None
    ).exists()


@predicate("care.proxy_in_scope")
def proxy_in_scope(question: Question) -> bool:
    at = now()
    proxy = Proxy.objects.filter(
        patient_id=question.patient_id,
        user_id=question.actor.user_id,
        ended_at=None,
        starts_at__lte=at,
        ends_at__gt=at,
    ).first()
    return proxy is not None and _scope_of(question) in proxy.scopes


def _scope_of(question: Question) -> str:
    """What a proxy needs: messages are one scope; otherwise looking and recording are two."""
    if question.category is Category.MESSAGES:
        return Scope.MESSAGE
    return Scope.VIEW if question.action is Action.VIEW else Scope.RECORD
