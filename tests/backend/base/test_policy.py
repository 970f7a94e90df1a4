from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator

from mendly.errors import Denied, SecondFactorNeeded, StepUpNeeded
from mendly.policy import (
    PROOFS,
    RECENT_PROOF,
    RULES,
    Action,
    Category,
    may,
    require,
    would_need_proof,
)
from tests.backend.conftest import People


def test_the_patient_sees_their_own_genes_only_with_a_second_factor(people: People) -> None:
    require(people.amara.actor, Action.VIEW, people.amara.patient.id, Category.GENES)
    with pytest.raises(SecondFactorNeeded):
        require(people.amara.actor_with_password_only, Action.VIEW, people.amara.patient.id, Category.GENES)


def test_strangers_are_denied(people: People) -> None:
    for stranger in (people.sam, people.quill, people.carmen):
        for category in Category:
            for action in Action:
                about_nobody = category is Category.PROFILE and action in {Action.INVITE, Action.BREAK_GLASS}
                if category is Category.CLINIC or about_nobody:
                    continue
                with pytest.raises(Denied):
                    require(stranger.actor, action, people.amara.patient.id, category)


def test_a_provider_in_care_sees_what_was_agreed(people: People) -> None:
    assert may(people.imani.actor, Action.VIEW, people.amara.patient.id, Category.MEDICINES)
    assert not may(people.imani.actor, Action.VIEW, people.carmen.patient.id, Category.MEDICINES)
    assert not may(people.imani.actor, Action.VIEW, people.amara.patient.id, Category.SHARING)


def test_a_proxy_never_sees_genes(people: People) -> None:
    assert may(people.dario.actor, Action.RECORD, people.amara.patient.id, Category.MEDICINES)
    assert not may(people.dario.actor, Action.VIEW, people.amara.patient.id, Category.GENES)


OPENS = (
    (Action.SHARE, Category.SHARING),
    (Action.EXPORT, Category.EVERYTHING),
    (Action.ERASE, Category.EVERYTHING),
)


@pytest.mark.parametrize(("action", "category"), OPENS)
def test_what_opens_or_ends_everything_asks_for_a_recent_proof(
    people: People, action: Action, category: Category
) -> None:
    amara, patient = people.amara, people.amara.patient.id
    require(amara.actor, action, patient, category)
    with pytest.raises(StepUpNeeded):
        require(amara.actor_some_time_later, action, patient, category)
    assert would_need_proof(amara.actor_some_time_later, action, patient, category)
    for stranger in (people.sam, people.imani, people.dario):
        with pytest.raises(Denied):
            require(stranger.actor_some_time_later, action, patient, category)
        assert not would_need_proof(stranger.actor_some_time_later, action, patient, category)


def test_closing_never_asks_for_a_recent_proof(people: People) -> None:
    amara = people.amara
    require(amara.actor_some_time_later, Action.WITHDRAW, amara.patient.id, Category.SHARING)
    assert not any(
        RECENT_PROOF in rule.asks and Action.WITHDRAW in {action for action, _ in rule.grants}
        for rule in RULES
    )


def test_taking_along_needs_a_second_factor_and_erasing_only_one_that_the_account_has(people: People) -> None:
    weak, patient = people.amara.actor_with_password_only, people.amara.patient.id
    with pytest.raises(SecondFactorNeeded):
        require(weak, Action.EXPORT, patient, Category.EVERYTHING)
    require(weak, Action.ERASE, patient, Category.EVERYTHING)
    Authenticator.objects.create(user=people.amara.user, type=Authenticator.Type.TOTP, data={})
    with pytest.raises(SecondFactorNeeded):
        require(weak, Action.ERASE, patient, Category.EVERYTHING)
    require(people.amara.actor, Action.ERASE, patient, Category.EVERYTHING)


def test_proofs_are_asked_last_so_that_a_stranger_never_hears_of_them() -> None:
    for rule in RULES:
        proofs = [name in PROOFS for name in rule.asks]
        assert proofs == sorted(proofs), rule.name
