"""Reading decisions: the patient's own overview of who may see what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from mendly.audit.services import enter
from mendly.care.selectors import care_since, times_of_care
from mendly.clock import now
from mendly.consent.models import Access, Answer, ConsentRecord, Recipient
from mendly.policy import SHAREABLE, Action, Actor, Category

Status = Literal["active", "replaced", "ended"]


@dataclass(frozen=True, slots=True)
class Shared:
    """What one provider may see of one kind of data now, as far as consent goes; `until` only where they may."""

    may_see: bool
    access: Access
    until: datetime | None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision with what became of it: it holds, a later one took its place, or its time (or care) is over.

    `supersedes` is the decision whose place it took.
    """

    record: ConsentRecord
    status: Status
    supersedes: UUID | None


NOT_SHARED = Shared(may_see=False, access=Access.SEE_AND_ADD, until=None)


def consents_of(actor: Actor, patient_id: UUID) -> list[ConsentRecord]:
    """Every decision ever made, newest first."""
    enter(actor, Action.VIEW, patient_id, Category.SHARING, "consents")
    return list(ConsentRecord.objects.filter(patient_id=patient_id).order_by("-number"))


def decisions_of(actor: Actor, patient_id: UUID) -> list[DecisionLine]:
    """The same, each with its status and what it replaced: both follow from the records, nothing is kept of them."""
    enter(actor, Action.VIEW, patient_id, Category.SHARING, "consents")
    return decision_lines(patient_id)


def decision_lines(patient_id: UUID) -> list[DecisionLine]:
    """For callers that have asked and logged already."""
    records = list(ConsentRecord.objects.filter(patient_id=patient_id).order_by("-number"))
    care = times_of_care(patient_id)
    lines: list[DecisionLine] = []
    before: dict[tuple[object, ...], UUID] = {}
    newest = {_about(record): record.id for record in reversed(records)}
    for record in reversed(records):
        key = _about(record)
        holds = newest[key] == record.id and _holds(record, care)
        status: Status = "active" if holds else "ended" if newest[key] == record.id else "replaced"
        lines.append(DecisionLine(record, status, before.get(key)))
        before[key] = record.id
    return lines[::-1]


def _about(record: ConsentRecord) -> tuple[object, ...]:
    return (record.recipient_kind, record.recipient, record.purpose, record.category)


def _holds(record: ConsentRecord, care: Mapping[UUID, datetime]) -> bool:
    """A permit to a provider whose care is over opens nothing any more."""
    if record.recipient_kind != Recipient.PROVIDER or record.recipient is None:
        return is_in_force(record, None)
    since = care.get(record.recipient)
    if record.answer == Answer.PERMIT and since is None:
        return False
    return is_in_force(record, since)


def sharing_with(actor: Actor, patient_id: UUID, provider_id: UUID) -> Mapping[Category, bool]:
    """For each category: may this provider see it now, as far as consent goes?"""
    return {c: shared.may_see for c, shared in shared_with(actor, patient_id, provider_id).items()}


def shared_with(actor: Actor, patient_id: UUID, provider_id: UUID) -> Mapping[Category, Shared]:
    newest: dict[str, ConsentRecord] = {}
    for record in reversed(consents_of(actor, patient_id)):
        if record.recipient == provider_id:
            newest[record.category] = record
    since = care_since(provider_id, [patient_id]).get(patient_id)
    return {category: _shared(newest.get(category), since) for category in SHAREABLE}


def _shared(record: ConsentRecord | None, since: datetime | None) -> Shared:
    if record is None or record.answer != Answer.PERMIT or not is_in_force(record, since):
        return NOT_SHARED
    return Shared(may_see=True, access=Access(record.access), until=record.ends_at)


def barred_from(actor: Actor, patient_id: UUID, provider_id: UUID, categories: Collection[Category]) -> bool:
    """Whether the patient's own no, which holds now, keeps this provider from all of these."""
    newest: dict[str, ConsentRecord] = {}
    for record in reversed(consents_of(actor, patient_id)):
        if record.recipient == provider_id:
            newest[record.category] = record
    found = [newest.get(category) for category in categories]
    return all(row and row.answer == Answer.DENY and is_in_force(row, None) for row in found)


def research_until(actor: Actor, patient_id: UUID) -> datetime | None:
    """Until when studies may use this person's data; None is the usual: they may not. Nothing reads it yet."""
    newest = next((r for r in consents_of(actor, patient_id) if r.recipient_kind == Recipient.STUDIES), None)
    if newest is None or newest.answer != Answer.PERMIT or not is_in_force(newest, None):
        return None
    return newest.ends_at


def is_in_force(record: ConsentRecord, since: datetime | None) -> bool:
    """Does this decision hold now? A permit counts for its time and the care in which it was given.

    A deny outlives both: nobody's no turns into silence. Only the patient's next answer takes its place.

    `since`: when the open relationship with its provider began. Without one (None) nobody is let in by a permit
    alone: the policy asks for the relationship apart.
    """
    if record.answer == Answer.DENY:
        return record.starts_at <= now()
    if since is not None and record.starts_at < since:
        return False
    return record.starts_at <= now() < record.ends_at
