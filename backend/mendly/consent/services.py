"""The patient decides what is shared. Records are only ever added."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from mendly.accounts.models import Patient, Provider
from mendly.audit.services import enter
from mendly.bus import announce
from mendly.clock import now
from mendly.consent.models import Answer, ConsentRecord, Recipient
from mendly.consent.selectors import sharing_with
from mendly.errors import BadInput, NotFound
from mendly.live.services import emit
from mendly.policy import SHAREABLE, Action, Actor, Category, Purpose, person_of
from mendly_core.words import say

DEFAULT_PERIOD = timedelta(days=365)
LONGEST_PERIOD = timedelta(days=730)


def permit_sharing(
    actor: Actor, patient_id: UUID, provider_id: UUID, categories: Iterable[Category], *, language: str
) -> list[ConsentRecord]:
    """The short form of a first yes: a permit for each chosen category, nothing for the others."""
    answers = dict.fromkeys(categories, Answer.PERMIT)
    return decide_sharing(actor, patient_id, provider_id, answers, language=language)


def share_only(
    actor: Actor, patient_id: UUID, provider_id: UUID, shared: Collection[Category], *, language: str
) -> list[ConsentRecord]:
    """The patient says all that this provider may see: records a permit or deny for what that changes."""
    before = sharing_with(actor, patient_id, provider_id)
    answers = {
        category: Answer.PERMIT if category in shared else Answer.DENY
        for category in SHAREABLE
        if (category in shared) != before[category]
    }
    return decide_sharing(actor, patient_id, provider_id, answers, language=language) if answers else []


def decide_sharing(
    actor: Actor,
    patient_id: UUID,
    provider_id: UUID,
    answers: Mapping[Category, Answer],
    *,
    language: str,
    period: timedelta = DEFAULT_PERIOD,
) -> list[ConsentRecord]:
    """Record, for one provider, a permit or deny per category. Holds from the next request on."""
    opens = Answer.PERMIT in answers.values()
    enter(actor, Action.SHARE if opens else Action.WITHDRAW, patient_id, Category.SHARING, "consent")
    if set(answers) - set(SHAREABLE):
        raise BadInput("This kind of data cannot be shared.", field="category")
    if not timedelta(0) < period <= LONGEST_PERIOD:
        raise BadInput("Please choose a time of up to two years.", field="period")
    provider = Provider.objects.filter(id=provider_id).first()
    if provider is None:
        raise NotFound
    at = now()
    with transaction.atomic():
        Patient.objects.select_for_update().get(id=patient_id)
        records = []
        first = ConsentRecord.objects.filter(patient_id=patient_id).count() + 1
        for number, (category, answer) in enumerate(answers.items(), start=first):
            key = f"consent.{answer}.{category}"
            words = say(key, language, provider=provider.name)
            records.append(
                ConsentRecord.objects.create(
                    patient_id=patient_id,
                    number=number,
                    recipient_kind=Recipient.PROVIDER,
                    recipient=provider.id,
                    purpose=Purpose.TREATMENT,
                    category=category,
                    answer=answer,
                    starts_at=at,
                    ends_at=at + period,
                    words=key,
                    words_digest=hashlib.sha256(words.encode()).hexdigest(),
                    language=language,
                    given_by=person_of(actor),
                )
            )
        announce("consent.changed", patient=patient_id, provider=provider.id)
        emit("consent", [Patient.objects.get(id=patient_id).user_id], patient=patient_id)
    return records
