"""The questions that this room answers for the policy."""

from __future__ import annotations

from uuid import UUID

from mendly.accounts.actors import owns_second_factor
from mendly.accounts.identity import identity_behind
from mendly.policy import AboutMany, Action, Category, Predicate, Question, predicate, predicate_about_many

ABOUT_GENES = frozenset({Category.GENES, Category.DRUG_RESPONSE, Category.CHOICES, Category.TUMOURS})


@predicate("account.active")
def is_active(question: Question) -> bool:
    return identity_behind(question).active


@predicate("account.is_the_patient")
def is_the_patient(question: Question) -> bool:
    own_record = identity_behind(question).patient
    return own_record is not None and own_record == question.patient_id


@predicate("account.is_provider")
def is_provider(question: Question) -> bool:
    return identity_behind(question).working is not None


@predicate("account.is_clinic_admin")
def is_clinic_admin(question: Question) -> bool:
    provider = identity_behind(question).working
    return provider is not None and provider.is_admin


@predicate("account.second_factor")
def has_second_factor(question: Question) -> bool:
    """Genes, what is chosen about them, and tumours need one from everyone; providers need it for everything.

    The whole record holds genes, so taking it along needs one too. To erase it, one that the account has must have
    been used; who never set one up can still leave. To see how far that is, or to take it back, needs none.
    """
    if question.actor.second_factor:
        return True
    if question.action is Action.ERASE:
        return not owns_second_factor(question.actor.user_id)
    if question.action is Action.EXPORT:
        return False
    return question.category not in ABOUT_GENES and not is_provider(question)


@predicate("account.recently_proved")
def has_recently_proved(question: Question) -> bool:
    """Opening the record to someone, taking it along or erasing it: not from a session that lay open for hours."""
    return question.actor.fresh


@predicate_about_many("account.is_the_patient")
def are_the_patient(question: Question, patients: frozenset[UUID]) -> frozenset[UUID]:
    return patients & {identity_behind(question).patient}


def _of_the_actor(check: Predicate) -> AboutMany:
    """A check that looks at the actor alone says the same for everyone on a list."""
    return lambda question, patients: patients if check(question) else frozenset()


predicate_about_many("account.active")(_of_the_actor(is_active))
predicate_about_many("account.is_provider")(_of_the_actor(is_provider))
predicate_about_many("account.second_factor")(_of_the_actor(has_second_factor))
predicate_about_many("account.recently_proved")(_of_the_actor(has_recently_proved))
