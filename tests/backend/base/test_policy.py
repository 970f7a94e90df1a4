from __future__ import annotations

import pytest

from mendly.errors import Denied, SecondFactorNeeded
from mendly.policy import Action, Category, may, require
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
