"""Grants, denials, proxies, guardians, care, emergencies and the clock in any order: the policy and a small model
give the same answer to everybody, for every action on every kind of data, after each step (T17)."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from mendly.accounts.actors import actor_of_user
from mendly.accounts.models import Provider
from mendly.accounts.services import change_profile
from mendly.care.models import Authority, CareRelationship, Opening, OpeningAttempt, Proxy
from mendly.care.services import end_care, end_opening, end_proxy, name_proxy, open_in_emergency, start_care
from mendly.care.services.guardians import guardian_until
from mendly.clock import standing_at
from mendly.consent.models import Access, Answer, ConsentRecord, GivenAs, Recipient
from mendly.consent.services import decide_research, decide_sharing
from mendly.errors import Conflict, NotFound
from mendly.policy import RULES, SHAREABLE, Action, Actor, Category, Purpose, Question, decide, may, may_each
from tests.backend.conftest import Persona, make_patient, make_provider, make_user
from tests.backend.consent.small_model import (
    ADMINISTERING,
    CLINICS,
    GLASS,
    GUARDING,
    IN_CARE,
    IN_THE_CLINIC,
    OWN,
    OWN_ACCOUNT,
    SHARED,
    SmallModel,
    Word,
)

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
COMES_OF_AGE = datetime(2026, 8, 31, 22, tzinfo=UTC)
"""1 September in Madrid, where it is summer: two hours ahead."""
PROVIDERS, HELPERS = st.sampled_from(sorted(CLINICS)), st.sampled_from(["dario", "eve"])
KINDS, DAYS = st.sampled_from(SHARED), st.sampled_from([1, 40, 365])
SCOPES = st.sets(st.sampled_from(["view", "record", "message"]), min_size=1)
LEAPS = st.sampled_from([timedelta(minutes=40), timedelta(hours=30), timedelta(days=35), timedelta(days=200)])
SEQUENCES = 30
MANY = int(os.environ.get("MENDLY_CONSENT_SEQUENCES", "10000"))


Pair = tuple[Action, Category]
ALL: list[Pair] = [(action, category) for action in Action for category in Category]
GRANTED = [pair for pair in ALL if any(pair in rule.grants for rule in RULES)]
"""What no rule grants is denied to everybody without a look; the model must not grant it either."""


class World:
    """The people, made once; each sequence is taken back."""

    def __init__(self) -> None:
        from mendly.accounts.services import open_clinic

        harbour, hill = open_clinic(name="Harbour Clinic"), open_clinic(name="Hill Clinic")
        self.nia = make_patient("Nia Stone")
        assert self.nia.patient is not None
        self.patient: UUID = self.nia.patient.id
        change_profile(self.nia.actor, self.patient, name="Nia Stone", birth_date=date(2008, 9, 1))
        self.providers = {
            "imani": make_provider("Dr Imani", harbour, is_admin=True),
            "jules": make_provider("Nurse Jules", harbour),
            "quill": make_provider("Dr Quill", hill),
        }
        self.clinics = {"harbour": harbour.id, "hill": hill.id}
        self.helpers = {name: Persona(make_user(name)) for name in ("dario", "eve")}
        people = {"nia": self.nia, **self.providers, **self.helpers}
        self.actors: dict[str, Actor] = {
            name: actor_of_user(person.user, second_factor=True, fresh=True, via="portal")
            for name, person in people.items()
        }

    def provider(self, name: str) -> Provider:
        provider = self.providers[name].provider
        assert provider is not None
        return provider


class ConsentMachine(RuleBasedStateMachine):
    world: World

    def __init__(self) -> None:
        super().__init__()
        self.model = SmallModel(START)
        self.whole = transaction.atomic()
        self.whole.__enter__()

    def teardown(self) -> None:
        try:
            self._compare_with_nothing_shared()
        finally:
            self._take_back()

    def _take_back(self) -> None:
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    @contextmanager
    def _now(self) -> Iterator[Actor]:
        with standing_at(self.model.at):
            yield self.world.actors["nia"]

    @rule(who=PROVIDERS, kind=KINDS, permits=st.booleans(), adds=st.booleans(), days=DAYS)
    def decide(self, who: str, kind: str, permits: bool, adds: bool, days: int) -> None:
        category, answer = Category(kind), Answer.PERMIT if permits else Answer.DENY
        with self._now() as nia:
            decide_sharing(
                nia,
                self.world.patient,
                self.world.provider(who).id,
                {category: answer},
                language="en",
                see_only=() if adds else (category,),
                period=timedelta(days=days),
            )
        at = self.model.at
        self.model.words[who, kind] = Word(permits, adds, at, at + timedelta(days=days))

    @rule(who=PROVIDERS, permits=st.booleans(), days=DAYS)
    def decide_about_all(self, who: str, permits: bool, days: int) -> None:
        answer = Answer.PERMIT if permits else Answer.DENY
        with self._now() as nia:
            answers = dict.fromkeys(SHAREABLE, answer)
            patient, provider = self.world.patient, self.world.provider(who).id
            decide_sharing(nia, patient, provider, answers, language="en", period=timedelta(days=days))
        at = self.model.at
        word = Word(permits, True, at, at + timedelta(days=days))
        self.model.words.update({(who, kind): word for kind in SHARED})

    @rule(clinic=st.sampled_from(["harbour", "hill"]), kind=KINDS, permits=st.booleans(), days=DAYS)
    def decide_about_clinic(self, clinic: str, kind: str, permits: bool, days: int) -> None:
        """No page asks this yet; records about clinics are understood, and a deny of either wins."""
        at, patient = self.model.at, self.world.patient
        ConsentRecord.objects.create(
            patient_id=patient,
            number=ConsentRecord.objects.filter(patient_id=patient).count() + 1,
            recipient_kind=Recipient.CLINIC,
            recipient=self.world.clinics[clinic],
            purpose=Purpose.TREATMENT,
            category=kind,
            answer=Answer.PERMIT if permits else Answer.DENY,
            access=Access.SEE_AND_ADD,
            starts_at=at,
            ends_at=at + timedelta(days=days),
            words="",
            words_digest="",
            language="en",
            given_by=self.world.nia.user.id,
            given_as=GivenAs.SELF,
        )
        self.model.words[clinic, kind] = Word(permits, True, at, at + timedelta(days=days))

    @rule(yes=st.booleans())
    def decide_about_research(self, yes: bool) -> None:
        """It opens nothing to anybody."""
        with self._now() as nia:
            answer = Answer.PERMIT if yes else Answer.DENY
            decide_research(nia, self.world.patient, answer, language="en")

    @rule(who=PROVIDERS)
    def start_care(self, who: str) -> None:
        with self._now() as nia:
            start_care(nia, self.world.patient, self.world.provider(who))
        self.model.care.setdefault(who, self.model.at)

    @rule(who=PROVIDERS, by_provider=st.booleans())
    def end_care(self, who: str, by_provider: bool) -> None:
        row = CareRelationship.objects.filter(provider=self.world.provider(who), ended_at=None).first()
        if row is None or (by_provider and who in self.model.gone):
            return
        with self._now() as nia:
            end_care(self.world.actors[who] if by_provider else nia, self.world.patient, row.id)
        del self.model.care[who]

    @rule(who=HELPERS, scopes=SCOPES, days=DAYS)
    def name_proxy(self, who: str, scopes: set[str], days: int) -> None:
        ends_at = self.model.at + timedelta(days=days)
        with self._now():
            user = self.world.helpers[who].user
            name_proxy(self.world.patient, user, name=who, scopes=sorted(scopes), ends_at=ends_at)
        self.model.proxies[who] = (frozenset(scopes), ends_at, False)

    @rule(who=HELPERS)
    def name_guardian(self, who: str) -> None:
        with self._now():
            until = guardian_until(self.world.patient)
            assert until is not None
            name_proxy(
                self.world.patient,
                self.world.helpers[who].user,
                name=who,
                scopes=["view", "record", "message"],
                ends_at=until,
                authority=Authority.GUARDIAN,
            )
        self.model.proxies[who] = (frozenset({"view", "record", "message"}), COMES_OF_AGE, True)

    @rule(who=HELPERS)
    def end_proxy(self, who: str) -> None:
        row = Proxy.objects.filter(user=self.world.helpers[who].user, ended_at=None).first()
        if row is None:
            return
        with self._now() as nia:
            end_proxy(nia, self.world.patient, row.id)
        del self.model.proxies[who]

    @rule(who=PROVIDERS)
    def break_glass(self, who: str) -> None:
        OpeningAttempt.objects.all().delete()
        if who in self.model.gone:
            return
        refused = self.model.denies_all_to(who)
        with self._now():
            actor = replace(self.world.actors[who], fresh=True)
            asked = {
                "who": self.world.nia.user.email,
                "reason": "other",
                "words": "She lies in front of me.",
            }
            if who in self.model.care:
                with pytest.raises(Conflict):
                    open_in_emergency(actor, **asked)
            elif refused:
                with pytest.raises(NotFound), transaction.atomic():
                    open_in_emergency(actor, **asked)
            else:
                opening = open_in_emergency(actor, **asked)
                self.model.glass[who] = opening.ends_at
                assert opening.ends_at <= self.model.at + timedelta(hours=1)

    @rule(who=PROVIDERS, by_provider=st.booleans())
    def end_glass(self, who: str, by_provider: bool) -> None:
        row = Opening.objects.filter(provider=self.world.provider(who), ended_at=None).first()
        if row is None or (by_provider and who in self.model.gone):
            return
        with self._now() as nia:
            end_opening(self.world.actors[who] if by_provider else nia, self.world.patient, row.id)
        del self.model.glass[who]

    @rule(who=PROVIDERS)
    def leave_or_come_back(self, who: str) -> None:
        leaves = who not in self.model.gone
        at = self.model.at if leaves else None
        Provider.objects.filter(id=self.world.provider(who).id).update(ended_at=at)
        self.model.gone ^= {who}

    @rule(leap=LEAPS)
    def time_passes(self, leap: timedelta) -> None:
        self.model.at += leap

    @invariant()
    def everybody_gets_the_same_answer(self) -> None:
        """All questions of one person share what they read at this moment: that is what makes many affordable."""
        with standing_at(self.model.at):
            for who, actor in self.world.actors.items():
                looked_up: dict[Any, Any] = {}
                self._compare(
                    who,
                    GRANTED,
                    lambda action, category, actor=actor, looked_up=looked_up: (
                        decide(Question(actor, action, self.world.patient, category, looked_up)).allowed
                    ),
                )

    def _compare(self, who: str, pairs: Iterable[Pair], answer: Callable[[Action, Category], bool]) -> None:
        differing = [
            (who, action.value, category.value)
            for action, category in pairs
            if answer(action, category) != self.model.may(who, action.value, category.value)
        ]
        assert differing == []

    def _compare_with_nothing_shared(self) -> None:
        """The same by the two doors of the product: one question at a time, and for a list."""
        who = random.choice(list(self.world.actors))
        actor, patient = self.world.actors[who], self.world.patient
        pairs = [*random.sample(GRANTED, 12), *random.sample(ALL, 12)]
        with standing_at(self.model.at):
            self._compare(who, pairs, lambda action, category: may(actor, action, patient, category))
            self._compare(
                who, pairs, lambda action, category: bool(may_each(actor, action, [patient], category))
            )


def test_the_model_grants_nothing_that_no_rule_grants() -> None:
    granted = {(action.value, category.value) for action, category in GRANTED}
    told = (OWN, OWN_ACCOUNT, IN_CARE, IN_THE_CLINIC, ADMINISTERING, GLASS, GUARDING)
    assert set().union(*told) == granted


def run(sequences: int, steps: int) -> None:
    ConsentMachine.world = World()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        ConsentMachine,
        settings=settings(
            max_examples=sequences,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_the_policy_agrees_with_the_small_model() -> None:
    run(SEQUENCES, 6)


@pytest.mark.long
@pytest.mark.django_db
def test_the_policy_agrees_with_the_small_model_ten_thousand_times() -> None:
    run(MANY, 10)
