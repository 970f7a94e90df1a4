"""The patient decides what is shared. Records are only ever added."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from mendly.accounts.models import Patient, Provider
from mendly.accounts.selectors import patient_of_user, user_of_patient
from mendly.audit.services import enter
from mendly.bus import announce
from mendly.care.services import end_opening
from mendly.care.services.glass import OPENED
from mendly.clock import now
from mendly.consent.models import Access, Answer, ConsentRecord, GivenAs, Recipient
from mendly.consent.selectors import barred_from, research_until, shared_with
from mendly.errors import BadInput, NotFound
from mendly.live.services import emit
from mendly.policy import SHAREABLE, Action, Actor, Category, Purpose, person_of
from mendly_core.words import say

DEFAULT_PERIOD = timedelta(days=365)
LONGEST_PERIOD = timedelta(days=730)
NOTHING_TO_ADD = frozenset({Category.PROFILE})
"""Whoever may see it may only see it."""


@dataclass(frozen=True, slots=True)
class _Decision:
    """One record to be: the sentence `words` (a key) is what the person reads when they decide."""

    kind: Recipient
    recipient: UUID | None
    purpose: Purpose
    category: Category
    answer: Answer
    access: Access
    words: str
    slots: Mapping[str, str]


def permit_sharing(
    actor: Actor, patient_id: UUID, provider_id: UUID, categories: Iterable[Category], *, language: str
) -> list[ConsentRecord]:
    """The short form of a first yes: a permit for each chosen category, nothing for the others."""
    answers = dict.fromkeys(categories, Answer.PERMIT)
    return decide_sharing(actor, patient_id, provider_id, answers, language=language)


def share_only(
    actor: Actor,
    patient_id: UUID,
    provider_id: UUID,
    shared: Collection[Category],
    *,
    language: str,
    access: Access | None = None,
    period: timedelta | None = None,
) -> list[ConsentRecord]:
    """The patient says all that this provider may see: records a permit or deny for what that changes.

    Without `access` what is shared already goes as far as it did, and what is new as far as adding. A `period`
    begins anew for all that is shared; without one it stays what it is, and what is new gets twelve months.
    """
    before = shared_with(actor, patient_id, provider_id)
    answers: dict[Category, Answer] = {}
    see_only: set[Category] = set()
    for category in SHAREABLE:
        known = before[category]
        wanted = access or known.access
        if category not in shared:
            if known.may_see:
                answers[category] = Answer.DENY
        elif not known.may_see or wanted != known.access or period is not None:
            answers[category] = Answer.PERMIT
            if wanted is Access.SEE:
                see_only.add(category)
    if not answers:
        return []
    return decide_sharing(
        actor,
        patient_id,
        provider_id,
        answers,
        language=language,
        see_only=see_only,
        period=period or DEFAULT_PERIOD,
    )


def decide_sharing(
    actor: Actor,
    patient_id: UUID,
    provider_id: UUID,
    answers: Mapping[Category, Answer],
    *,
    language: str,
    see_only: Collection[Category] = (),
    period: timedelta = DEFAULT_PERIOD,
) -> list[ConsentRecord]:
    """Record, for one provider, a permit or deny per category. Holds from the next request on.

    A permit lets them see and add, for those in `see_only` only see, and ends with its `period`. A deny holds until
    another answer takes its place.
    """
    opens = Answer.PERMIT in answers.values()
    enter(actor, Action.SHARE if opens else Action.WITHDRAW, patient_id, Category.SHARING, "consent")
    if set(answers) - set(SHAREABLE):
        raise BadInput("This kind of data cannot be shared.", field="category")
    _check(period)
    provider = Provider.objects.filter(id=provider_id).first()
    if provider is None:
        raise NotFound
    decisions = []
    for category, answer in answers.items():
        access = Access.SEE if category in see_only else Access.SEE_AND_ADD
        decisions.append(
            _Decision(
                Recipient.PROVIDER,
                provider.id,
                Purpose.TREATMENT,
                Category(category),
                Answer(answer),
                access,
                words_for(Category(category), Answer(answer), access),
                {"provider": provider.name},
            )
        )
    with transaction.atomic():
        records = _append(actor, patient_id, decisions, language, period)
        announce("consent.changed", patient=patient_id, provider=provider.id)
        emit("consent", [user_of_patient(patient_id)], patient=patient_id)
    return records


def refuse_sharing(
    actor: Actor, patient_id: UUID, provider_id: UUID, categories: Collection[Category], *, language: str
) -> None:
    """A no to all of these; where it holds already, nothing is added."""
    with transaction.atomic():
        _lock(patient_id)
        if barred_from(actor, patient_id, provider_id, categories):
            return
        answers = dict.fromkeys(categories, Answer.DENY)
        decide_sharing(actor, patient_id, provider_id, answers, language=language)


def close_opening(actor: Actor, patient_id: UUID, opening_id: UUID, *, language: str) -> None:
    """End an emergency. When the patient does it, a no goes on record: else it could be opened again at once."""
    with transaction.atomic():
        _lock(patient_id)
        opening = end_opening(actor, patient_id, opening_id)
        if opening.provider.user_id != actor.user_id:
            refuse_sharing(actor, patient_id, opening.provider_id, OPENED, language=language)


def choose_research(actor: Actor, patient_id: UUID, *, allowed: bool, language: str) -> None:
    """The same as `decide_research` for who sees how it stands: the same answer again adds nothing."""
    with transaction.atomic():
        _lock(patient_id)
        if (research_until(actor, patient_id) is not None) != allowed:
            answer = Answer.PERMIT if allowed else Answer.DENY
            decide_research(actor, patient_id, answer, language=language)


def decide_research(
    actor: Actor, patient_id: UUID, answer: Answer, *, language: str, period: timedelta = DEFAULT_PERIOD
) -> ConsentRecord:
    """The patient's own yes or no to studies; nobody else can give it for them. A no holds at once."""
    opens = answer is Answer.PERMIT
    enter(actor, Action.SHARE if opens else Action.WITHDRAW, patient_id, Category.SHARING, "consent")
    if patient_of_user(person_of(actor)) != patient_id:
        raise NotFound
    _check(period)
    decision = _Decision(
        Recipient.STUDIES,
        None,
        Purpose.RESEARCH,
        Category.EVERYTHING,
        answer,
        Access.SEE,
        f"consent.research.{answer}",
        {},
    )
    with transaction.atomic():
        [record] = _append(actor, patient_id, [decision], language, period)
        emit("consent", [user_of_patient(patient_id)], patient=patient_id)
    return record


def words_for(category: Category, answer: Answer, access: Access) -> str:
    """The key of the sentence that goes on record."""
    adds = answer is Answer.PERMIT and access is Access.SEE_AND_ADD and category not in NOTHING_TO_ADD
    return f"consent.{'permit_add' if adds else answer}.{category}"


def _check(period: timedelta) -> None:
    if not timedelta(0) < period <= LONGEST_PERIOD:
        raise BadInput("Please choose a time of up to two years.", field="period")


def _lock(patient_id: UUID) -> None:
    """Before anything else of the patient is locked: whoever decides takes this row first, so nobody waits crosswise.

    Without its key: a reading that is being added names the same row at its commit, and must not wait for us.
    """
    Patient.objects.select_for_update(no_key=True).filter(id=patient_id).first()


def _append(
    actor: Actor, patient_id: UUID, decisions: Iterable[_Decision], language: str, period: timedelta
) -> list[ConsentRecord]:
    """One after another, numbered under a lock of the patient's row."""
    by, at = person_of(actor), now()
    given_as = GivenAs.SELF if patient_of_user(by) == patient_id else GivenAs.GUARDIAN
    _lock(patient_id)
    first = ConsentRecord.objects.filter(patient_id=patient_id).count() + 1
    return [
        ConsentRecord.objects.create(
            patient_id=patient_id,
            number=number,
            recipient_kind=decision.kind,
            recipient=decision.recipient,
            purpose=decision.purpose,
            category=decision.category,
            answer=decision.answer,
            access=decision.access,
            starts_at=at,
            ends_at=at + period,
            words=decision.words,
            words_digest=_digest(say(decision.words, language, **decision.slots)),
            language=language,
            given_by=by,
            given_as=given_as,
        )
        for number, decision in enumerate(decisions, start=first)
    ]


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
