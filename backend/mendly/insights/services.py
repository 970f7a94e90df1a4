"""Working out the cards of a patient: a pure function over results and medicines, kept only where it changed."""

from __future__ import annotations

import hmac
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.db.models import Q
from kombu.exceptions import OperationalError

from mendly.audit.services import enter
from mendly.bus import announce
from mendly.care.selectors import audience_of
from mendly.clock import now
from mendly.errors import NotFound
from mendly.genome.selectors import findings_of
from mendly.insights.models import Insight, RefreshToDo
from mendly.live.services import emit
from mendly.medicines.selectors import active_ingredients_of
from mendly.policy import SYSTEM, Action, Actor, Category
from mendly.vault.crypto import subkey
from mendly.vault.services import key_of
from mendly_core.genes import (
    Guidance,
    RightNow,
    find_ingredient,
    guidance_for,
    listed_ingredients,
    right_now,
)

LEASE = timedelta(minutes=2)
FORGOTTEN = timedelta(seconds=20)
log = logging.getLogger("mendly.insights")


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
    at = now()
    free = Q(lease_until=None) | Q(lease_until__lt=at)
    todo = RefreshToDo.objects.filter(free, patient=patient_id)
    asked_at = todo.values_list("asked_at", flat=True).first()
    if asked_at is None or not todo.filter(asked_at=asked_at).update(lease_until=at + LEASE):
        return
    enter(SYSTEM, Action.CHANGE, patient_id, Category.GENES, "insights")
    wanted = _wanted_cards(patient_id)
    with transaction.atomic():
        if not RefreshToDo.objects.filter(patient=patient_id, asked_at=asked_at).delete()[0]:
            return
        changed = _keep(patient_id, wanted)
        for insight_id in changed:
            announce("insight.changed", patient=patient_id, insight=insight_id)
        if changed:
            emit("insight", audience_of(patient_id), patient=patient_id)


@dataclass(frozen=True, slots=True)
class _Card:
    """A card as it should be now: by genes, and what other medicines of the list change at this moment."""

    medicine: UUID
    guidance: Guidance
    right_now: tuple[RightNow, ...]


def _wanted_cards(patient_id: UUID) -> dict[bytes, _Card]:
    """The cards as they should be now, by place. No gene result at all means no card at all."""
    results = {gene: finding.result for gene, finding in findings_of(SYSTEM, patient_id).items()}
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
        for guidance in guidance_for(drug.ingredient, results):
            genes = [use.gene for use in guidance.genes]
            text = f"{active.medicine}|{drug.ingredient}|{'+'.join(genes)}"
            about = tuple(entry for entry in entries if entry.gene in genes)
            wanted[hmac.digest(key, text.encode(), "sha256")] = _Card(active.medicine, guidance, about)
    return wanted


def _keep(patient_id: UUID, wanted: dict[bytes, _Card]) -> list[UUID]:
    """Write what differs; return the ids of cards that changed."""
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


def dismiss(actor: Actor, patient_id: UUID, insight_id: UUID) -> None:
    """The person has read it; it leaves Today and stays under Genes."""
    enter(actor, Action.CHANGE, patient_id, Category.GENES, "insight")
    with transaction.atomic():
        row = Insight.objects.filter(patient_id=patient_id, id=insight_id, ended_at=None)
        if not row.update(dismissed_at=now()):
            raise NotFound
        announce("insight.changed", patient=patient_id, insight=insight_id)
        emit("insight", audience_of(patient_id), patient=patient_id)


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
