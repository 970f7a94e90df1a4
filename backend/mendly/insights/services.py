"""Working out the cards of a patient: a pure function over results and medicines, kept only where it changed."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import Q
from kombu.exceptions import OperationalError

from mendly.accounts.selectors import user_of_patient
from mendly.audit.services import enter
from mendly.bus import announce
from mendly.care.selectors import audience_of
from mendly.clock import now
from mendly.errors import Conflict, NotFound
from mendly.genome.recalling import Recall, behind, keep_recall, recall, still_true
from mendly.genome.selectors import GeneFinding, findings_of
from mendly.insights.answers import answers_told
from mendly.insights.models import (
    ClinicRule,
    Insight,
    KnowledgeRun,
    KnowledgeStep,
    RefreshToDo,
    RowSignature,
)
from mendly.insights.signatures import cards_resting_on, clinic_provider, rows_for_clinic
from mendly.live.services import emit
from mendly.medicines.selectors import active_ingredients_of
from mendly.notify.kinds import Kind as PushKind
from mendly.notify.selectors import users_with_push
from mendly.notify.services import Wanted, queue_deliveries
from mendly.policy import SYSTEM, Action, Actor, Category, person_of, require
from mendly.vault.crypto import subkey
from mendly.vault.services import key_of
from mendly_core.answers import medicine_answer
from mendly_core.genes import (
    Guidance,
    RightNow,
    find_ingredient,
    guidance_for,
    knowledge_version,
    listed_ingredients,
    noting_disagreement,
    right_now,
)

LEASE = timedelta(minutes=2)
FORGOTTEN = timedelta(seconds=20)
TOLD_WITHIN = timedelta(days=7)
"""An upgrade may end at night or before a weekend: its news may wait longer than others."""
MOST_TRIES = 5
log = logging.getLogger("mendly.insights")


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one patient. `unread`: files that could not be read again and keep their old results."""

    changed: bool
    unread: int


def ask_for_refresh(patient_id: UUID) -> None:
    """Note in the caller's transaction that the cards are stale; the work starts after the commit."""
    RefreshToDo.objects.update_or_create(
        patient=patient_id, defaults={"asked_at": now(), "lease_until": None}
    )
    transaction.on_commit(lambda: _enqueue(patient_id), robust=True)


def refresh(patient_id: UUID) -> None:
    """Work the cards out again. Claimed by UPDATE; what is asked meanwhile stays asked.

    The work counts only while nobody asked anew and nobody else finished: older answers never replace newer ones.
    """
    bring_up_to_date(patient_id)
    at = now()
    free = Q(lease_until=None) | Q(lease_until__lt=at)
    todo = RefreshToDo.objects.filter(free, patient=patient_id)
    asked_at = todo.values_list("asked_at", flat=True).first()
    if asked_at is None or not todo.filter(asked_at=asked_at).update(lease_until=at + LEASE):
        return
    enter(SYSTEM, Action.CHANGE, patient_id, Category.GENES, "insights")
    wanted = _wanted_cards(patient_id, findings_of(SYSTEM, patient_id))
    with transaction.atomic():
        if not RefreshToDo.objects.filter(patient=patient_id, asked_at=asked_at).delete()[0]:
            return
        changed = _keep(patient_id, wanted)
        for insight_id in changed:
            announce("insight.changed", patient=patient_id, insight=insight_id)
        if changed:
            emit("insight", audience_of(patient_id, Category.DRUG_RESPONSE), patient=patient_id)


@dataclass(frozen=True, slots=True)
class _Card:
    """A card as it should be now: by genes, and what other medicines of the list change at this moment."""

    medicine: UUID
    guidance: Guidance
    right_now: tuple[RightNow, ...]


def _wanted_cards(patient_id: UUID, findings: Mapping[str, GeneFinding]) -> dict[bytes, _Card]:
    """The cards as they should be now, by place. No gene result at all means no card at all."""
    results = {gene: finding.result for gene, finding in findings.items()}
    differing = {gene for gene, finding in findings.items() if finding.other is not None}
    if not results:
        return {}
    key = subkey(key_of(patient_id), "places of insights")
    wanted: dict[bytes, _Card] = {}
    active_list = active_ingredients_of(SYSTEM, patient_id)
    taken = listed_ingredients(
        name for active in active_list for name in (active.medicine_name, active.ingredient)
    )
    for active in active_list:
        drug = find_ingredient(active.ingredient)
        if drug is None:
            continue
        entries = right_now(drug.ingredient, results, taken)
        for found in guidance_for(drug.ingredient, results):
            guidance = noting_disagreement(found, differing)
            genes = [use.gene for use in guidance.genes]
            text = f"{active.medicine}|{drug.ingredient}|{'+'.join(genes)}"
            about = tuple(entry for entry in entries if entry.gene in genes)
            wanted[hmac.digest(key, text.encode(), "sha256")] = _Card(active.medicine, guidance, about)
    return wanted


def _keep(patient_id: UUID, wanted: dict[bytes, _Card]) -> list[UUID]:
    """Write what differs; return the ids of cards that changed.

    A card that says the same under a newer pack stays read and keeps its day; only its facts are renewed.
    """
    at, changed = now(), []
    known = {
        bytes(row.place): row for row in Insight.objects.select_for_update().filter(patient_id=patient_id)
    }
    for place, card in wanted.items():
        facts, now_facts = _as_kept(card.guidance), _as_kept(card.right_now)
        row = known.get(place)
        same = row is not None and row.facts == facts and (row.right_now or []) == now_facts
        if row is not None and same and row.ended_at is None:
            continue
        same_now = row is not None and (row.right_now or []) == now_facts
        if row is not None and row.ended_at is None and same_now and says_the_same(row.facts, card.guidance):
            row.facts, row.knowledge_version = facts, card.guidance.knowledge_version
            row.save(update_fields=["facts", "knowledge_version"])
            changed.append(row.id)
            continue
        row = row or Insight(patient_id=patient_id, place=place, medicine=card.medicine)
        row.facts, row.right_now = facts, now_facts
        row.knowledge_version = card.guidance.knowledge_version
        row.changed_at, row.dismissed_at, row.ended_at = at, None, None
        row.save()
        changed.append(row.id)
    for place, row in known.items():
        if place not in wanted and row.ended_at is None:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
            changed.append(row.id)
    return changed


def _as_kept(value: Guidance | tuple[RightNow, ...]) -> Any:
    """The value as a sealed field gives it back: lists in place of tuples, so that equal answers compare equal."""
    return msgspec.json.decode(msgspec.json.encode(value))


def says_the_same(facts: Any, guidance: Guidance) -> bool:
    """Whether the person reads the same in a stored card and in a new one."""
    return medicine_answer(msgspec.convert(facts, Guidance)) == medicine_answer(guidance)


def bring_up_to_date(patient_id: UUID) -> Step | None:
    """Bring one patient to the knowledge pack in use, or None when they are there. Killed half way, nothing is done.

    In one transaction: results, cards, what was told before and after, and, only if the answer changed, the
    notification, the live event and the clinic's queue item. Of two at once the second finds it done.
    """
    if patient_id not in behind([patient_id]):
        return None
    for _ in range(MOST_TRIES):
        recalled = recall(patient_id)
        if not recalled.calls and not recalled.lab:
            return Step(changed=False, unread=recalled.unread) if recalled.unread else None
        with transaction.atomic():
            if still_true(recalled):
                return Step(_step(recalled), recalled.unread)
    raise Conflict("The results of a patient keep changing while they are worked out again.")


def _step(recalled: Recall) -> bool:
    """Write one patient's step in the caller's transaction; return whether their answer changed."""
    patient_id, at = recalled.patient, now()
    todo = RefreshToDo.objects.filter(patient=patient_id)
    before, cards_are_stale = answers_told(patient_id, findings_of(SYSTEM, patient_id)), todo.exists()
    keep_recall(recalled)
    findings = findings_of(SYSTEM, patient_id)
    renewed = _keep(patient_id, _wanted_cards(patient_id, findings))
    todo.update(asked_at=at, lease_until=None)
    after = answers_told(patient_id, findings)
    if cards_are_stale:
        before, after = before.with_cards_of(after), after.with_cards_of(before)
    changed = before != after
    run = newest_run(knowledge_version().full)
    step, created = KnowledgeStep.objects.get_or_create(
        patient_id=patient_id, run=run, defaults={"stepped_at": at}
    )
    first = before.to_json() if created or not step.facts else step.facts["before"]
    step.facts, step.stepped_at = {"before": first, "after": after.to_json()}, at
    is_news = changed and step.told_at is None
    step.told_at = at if is_news else step.told_at
    step.save()
    for insight_id in renewed:
        announce("insight.changed", patient=patient_id, insight=insight_id)
    if is_news:
        _tell(patient_id, run, at)
    return changed


def _tell(patient_id: UUID, run: KnowledgeRun, at: datetime) -> None:
    """One notification of the fixed text to the patient, one item in each clinic's queue, open pages refresh."""
    user, key = user_of_patient(patient_id), f"knowledge:{run.id}"
    if users_with_push().filter(user=user).exists():
        queue_deliveries([Wanted(user, PushKind.INSIGHT, key, bundle=key, expires_at=at + TOLD_WITHIN)])
    announce("answer.changed", patient=patient_id, run=run.id)
    emit("insight", audience_of(patient_id, Category.DRUG_RESPONSE), patient=patient_id)


def newest_run(version: str) -> KnowledgeRun:
    """The run that brings people to this pack: the newest one if it does, else a new one."""
    newest = KnowledgeRun.objects.order_by("-number").first()
    if newest is not None and newest.version == version:
        return newest
    number = newest.number + 1 if newest else 1
    try:
        with transaction.atomic():
            return KnowledgeRun.objects.create(number=number, version=version, started_at=now())
    except IntegrityError:
        return newest_run(version)


def finish_run(run_id: UUID) -> None:
    KnowledgeRun.objects.filter(id=run_id, finished_at=None).update(finished_at=now())


def sign_row(actor: Actor, *, checksum: str) -> None:
    """A clinician stands behind a row as they read it. It must concern a patient they see; twice changes nothing."""
    require(actor, Action.CHANGE, None, Category.CLINIC)
    provider = clinic_provider(actor)
    row = next((line.row for line in rows_for_clinic(actor) if line.row.checksum == checksum), None)
    if row is None:
        raise NotFound
    with transaction.atomic():
        RowSignature.objects.get_or_create(
            clinic_id=provider.clinic_id,
            checksum=checksum,
            withdrawn_at=None,
            defaults={"row": row.name, "signed_by": provider, "signed_at": now()},
        )
        _cards_read_differently(provider.clinic_id, frozenset({checksum}))


def withdraw_signature(actor: Actor, *, checksum: str) -> None:
    """A clinician of the clinic takes a signature back; who signed and when stays on record."""
    require(actor, Action.CHANGE, None, Category.CLINIC)
    clinic = clinic_provider(actor).clinic_id
    with transaction.atomic():
        rows = RowSignature.objects.filter(clinic_id=clinic, checksum=checksum, withdrawn_at=None)
        if not rows.update(withdrawn_at=now()):
            raise NotFound
        _cards_read_differently(clinic, frozenset({checksum}))


def require_signatures(actor: Actor, *, required: bool) -> None:
    """An administrator decides whether the clinic's patients wait for the signature before they see a card."""
    require(actor, Action.CHANGE, None, Category.CLINIC_RULES)
    clinic = clinic_provider(actor).clinic_id
    with transaction.atomic():
        ClinicRule.objects.update_or_create(
            clinic_id=clinic,
            defaults={
                "signature_required": required,
                "changed_by": person_of(actor),
                "changed_at": now(),
            },
        )
        _cards_read_differently(clinic, frozenset())


def _cards_read_differently(clinic_id: UUID, checksums: frozenset[str]) -> None:
    """Phones and open pages fetch the cards that rest on these rows, or on any row, again."""
    for patient_id, cards in cards_resting_on(clinic_id, checksums).items():
        for insight_id in cards:
            announce("insight.changed", patient=patient_id, insight=insight_id)
        emit("insight", [user_of_patient(patient_id)], patient=patient_id)


def forget_what_was_told(patient_id: UUID) -> None:
    """A file was taken back: what earlier packs told of it goes in the same transaction."""
    KnowledgeStep.objects.filter(patient_id=patient_id).update(facts=None)


def dismiss(actor: Actor, patient_id: UUID, insight_id: UUID) -> None:
    """The person has read it; it leaves Today and stays under Genes."""
    enter(actor, Action.CHANGE, patient_id, Category.GENES, "insight")
    with transaction.atomic():
        row = Insight.objects.filter(patient_id=patient_id, id=insight_id, ended_at=None)
        if not row.update(dismissed_at=now()):
            raise NotFound
        announce("insight.changed", patient=patient_id, insight=insight_id)
        emit("insight", audience_of(patient_id, Category.DRUG_RESPONSE), patient=patient_id)


def sweep_stale_cards() -> int:
    """Find patients whose refresh got lost and enqueue it again."""
    at = now()
    lost = Q(lease_until=None, asked_at__lt=at - FORGOTTEN) | Q(lease_until__lt=at)
    patients = list(RefreshToDo.objects.filter(lost).values_list("patient", flat=True)[:100])
    for patient_id in patients:
        _enqueue(patient_id)
    return len(patients)


def _enqueue(patient_id: UUID) -> None:
    from mendly.insights.tasks import refresh_insights

    try:
        refresh_insights.delay(str(patient_id))
    except OperationalError:
        log.warning("the broker is away; the sweep will find the cards")
