"""A list is decided by the same rules as each of its patients: no more, no less."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mendly.care.models import CareRelationship
from mendly.care.services import end_care
from mendly.clock import now, standing_at
from mendly.consent.models import Answer
from mendly.consent.services import decide_sharing
from mendly.policy import SYSTEM, Action, Category, may, may_each
from tests.backend.conftest import People

EVERYONE = ("amara", "bo", "carmen", "dario", "imani", "jules", "sam", "quill")


def assert_the_same(people: People) -> None:
    patients = [getattr(people, who).patient.id for who in ("amara", "bo", "carmen", "sam")]
    for who in EVERYONE:
        persona = getattr(people, who)
        for actor in (persona.actor, persona.actor_with_password_only):
            for category in Category:
                for action in (Action.VIEW, Action.CHANGE, Action.RECORD, Action.SHARE):
                    one_by_one = {p for p in patients if may(actor, action, p, category)}
                    assert may_each(actor, action, patients, category) == one_by_one, (who, action, category)


def test_everyone_gets_the_same_answer_for_a_list(people: People) -> None:
    assert_the_same(people)


def test_also_after_consent_was_withdrawn_and_care_has_ended(people: People) -> None:
    decide_sharing(
        people.amara.actor,
        people.amara.patient.id,
        people.imani.provider.id,
        {Category.READINGS: Answer.DENY, Category.MESSAGES: Answer.DENY},
        language="en",
    )
    decide_sharing(
        people.amara.actor,
        people.amara.patient.id,
        people.imani.provider.id,
        {Category.MESSAGES: Answer.PERMIT},
        language="en",
    )
    bo = people.bo.patient.id
    end_care(people.imani.actor, bo, CareRelationship.objects.get(patient_id=bo).id)
    assert_the_same(people)
    patients = [people.amara.patient.id, bo]
    imani = people.imani.actor
    assert may_each(imani, Action.VIEW, patients, Category.MESSAGES) == {people.amara.patient.id}
    assert may_each(imani, Action.VIEW, patients, Category.READINGS) == frozenset()


def test_also_when_consent_and_proxy_have_run_out(people: People) -> None:
    with standing_at(now() + timedelta(days=800)):
        assert_the_same(people)
        patients = [people.amara.patient.id]
        assert may_each(people.imani.actor, Action.VIEW, patients, Category.PROFILE) == frozenset()


def test_a_longer_list_asks_no_more_questions(people: People, django_assert_num_queries: Any) -> None:
    imani, patients = people.imani.actor, [people.amara.patient.id, people.bo.patient.id]
    with django_assert_num_queries(7):
        may_each(imani, Action.VIEW, patients[:1], Category.READINGS)
    with django_assert_num_queries(7):
        may_each(imani, Action.VIEW, patients, Category.READINGS)


def test_tasks_may_derive_for_anyone_and_an_empty_list_is_empty(people: People) -> None:
    patients = [people.sam.patient.id]
    assert may_each(SYSTEM, Action.VIEW, patients, Category.GENES) == set(patients)
    assert may_each(people.imani.actor, Action.VIEW, [], Category.GENES) == frozenset()


def test_a_check_is_registered_for_lists_only_once() -> None:
    from mendly.policy import predicate_about_many

    with pytest.raises(ValueError, match="twice"):
        predicate_about_many("care.in_relationship")(lambda question, patients: patients)
