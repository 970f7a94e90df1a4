"""The door: every read and every write of patient data passes here, is decided, and leaves a link in a chain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mendly.audit import chain
from mendly.audit.models import AccessRecord, ChainTip, ListedPatient
from mendly.clock import now
from mendly.policy import Action, Actor, Category, require


def enter(actor: Actor, action: Action, patient_id: UUID, category: Category, about: str) -> None:
    """Ask the policy, then record the access; raise if either fails, so that nothing is seen unrecorded.

    `about` names the kind of thing in one fixed word or two (`intake`, `message`), never its content. A view that
    repeats within the same minute counts once; a write always counts.
    """
    decision = require(actor, action, patient_id, category)
    role = decision.rule or ""
    at = now()
    is_view = action is Action.VIEW
    repeat = _repeat_of(actor, role, action, patient_id, category, about, at) if is_view else None
    if repeat and AccessRecord.objects.filter(repeat=repeat).exists():
        return
    with transaction.atomic():
        _append(patient_id, actor, role, patient_id, action, category, about, at, repeat)


def enter_by(
    actor: Actor, action: Action, patient_id: UUID, category: Category, about: str, role: str
) -> None:
    """Record an act that another door let in: the link of an invitation, the other side of a relationship.

    `role` says in a few fixed words which. In the caller's transaction: nothing is opened or ended unrecorded.
    """
    with transaction.atomic():
        _append(patient_id, actor, role, patient_id, action, category, about, now(), None)


def enter_list(actor: Actor, category: Category, patient_ids: Iterable[UUID], about: str) -> None:
    """Record a list over many patients: one link in the actor's chain, one row per patient shown."""
    decision = require(actor, Action.VIEW, None, category)
    members = sorted(set(patient_ids))
    if actor.user_id is None or not members:
        return
    at = now()
    fingerprint = list_name(about, members)
    role = decision.rule or ""
    repeat = _repeat_of(actor, role, Action.VIEW, None, category, fingerprint, at)
    if AccessRecord.objects.filter(repeat=repeat).exists():
        return
    with transaction.atomic():
        record = _append(actor.user_id, actor, role, None, Action.VIEW, category, fingerprint, at, repeat)
        if record:
            ListedPatient.objects.bulk_create([ListedPatient(record=record, patient=m) for m in members])


def _append(
    chain_id: UUID,
    actor: Actor,
    role: str,
    patient_id: UUID | None,
    action: Action,
    category: Category,
    about: str,
    at: datetime,
    repeat: str | None,
) -> AccessRecord | None:
    tip = _locked_tip(chain_id)
    if repeat and AccessRecord.objects.filter(repeat=repeat).exists():
        return None
    record = AccessRecord(
        chain=chain_id,
        number=tip.length + 1,
        at=at,
        actor=actor.user_id,
        role=role,
        patient=patient_id,
        action=action,
        category=category,
        purpose=actor.purpose,
        via=actor.via,
        about=about[:40],
        repeat=repeat,
        previous=bytes(tip.digest) or chain.FIRST,
    )
    record.digest = chain.digest_of(bytes(record.previous), fields_of(record))
    record.save(force_insert=True)
    ChainTip.objects.filter(chain=chain_id).update(length=record.number, digest=record.digest)
    return record


def _locked_tip(chain_id: UUID) -> ChainTip:
    tips = ChainTip.objects.select_for_update()
    tip = tips.filter(chain=chain_id).first()
    if tip is None:
        ChainTip.objects.bulk_create([ChainTip(chain=chain_id)], ignore_conflicts=True)
        tip = tips.get(chain=chain_id)
    return tip


def fields_of(record: AccessRecord) -> tuple[str, ...]:
    """The text that a link commits to, in a fixed order."""
    return (
        str(record.chain),
        str(record.number),
        record.at.isoformat(timespec="microseconds"),
        str(record.actor or ""),
        record.role,
        str(record.patient or ""),
        record.action,
        record.category,
        record.purpose,
        record.via,
        record.about,
    )


def list_name(about: str, members: Iterable[UUID]) -> str:
    """What a list was about, and a fingerprint of who was in it, so that its link commits to its members."""
    return f"{about}:{hashlib.sha256(b''.join(m.bytes for m in sorted(members))).hexdigest()[:16]}"


def repeat_of(record: AccessRecord) -> str:
    """The mark that a view by the same person, in the same role, of the same thing within the minute carries too."""
    who = (record.actor, record.role, record.action, record.patient, record.category, record.about)
    return _mark(*who, record.purpose, record.via, record.at)


def former_repeat_of(record: AccessRecord) -> str:
    """The mark of links from before the role was part of it."""
    who = (record.actor, record.action, record.patient, record.category, record.about)
    return _mark(*who, record.purpose, record.via, record.at)


def _repeat_of(
    actor: Actor,
    role: str,
    action: Action,
    patient_id: UUID | None,
    category: Category,
    about: str,
    at: datetime,
) -> str:
    return _mark(actor.user_id, role, action, patient_id, category, about, actor.purpose, actor.via, at)


def _mark(*parts: object) -> str:
    *what, at = parts
    minute = int(at.timestamp()) // 60  # type: ignore[attr-defined]
    return hashlib.sha256("|".join(map(str, [*what, minute])).encode()).hexdigest()
