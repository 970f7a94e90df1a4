"""The questions that this room answers for the policy."""

from __future__ import annotations

from mendly.accounts.models import Patient, Provider, User
from mendly.policy import Category, Question, predicate


@predicate("account.active")
def is_active(question: Question) -> bool:
    return User.objects.filter(id=question.actor.user_id, is_active=True).exists()


@predicate("account.is_the_patient")
def is_the_patient(question: Question) -> bool:
    return Patient.objects.filter(id=question.patient_id, user_id=question.actor.user_id).exists()


@predicate("account.is_provider")
def is_provider(question: Question) -> bool:
    return Provider.objects.filter(user_id=question.actor.user_id, ended_at=None).exists()


@predicate("account.is_clinic_admin")
def is_clinic_admin(question: Question) -> bool:
    return Provider.objects.filter(user_id=question.actor.user_id, ended_at=None, is_admin=True).exists()


@predicate("account.second_factor")
def has_second_factor(question: Question) -> bool:
    """Genes need a second factor from everyone; providers need it for everything."""
    needed = question.category is Category.GENES or is_provider(question)
    return question.actor.second_factor or not needed
