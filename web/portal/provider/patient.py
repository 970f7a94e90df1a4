"""The panel of patients, and one patient on one page: why they are in the queue, what to do, thirty days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mendly.alerts.selectors import alerts_of, pressures_shown
from mendly.clock import now
from mendly.genome.selectors import findings_of
from mendly.insights.selectors import insights_of
from mendly.medicines.safety import warnings_of
from mendly.medicines.selectors import adherence_of, doses_between, medicines_of
from mendly.messaging.selectors import conversations_of
from mendly.policy import Action, Actor, Category, may
from mendly.vitals.selectors import blood_pressure_summary, observations_of
from mendly.worklist.selectors import open_lines_of, panel_for
from portal.doors import actor_of, is_fragment, providers_only
from portal.provider.effects import told_effects
from portal.provider.record import Record, record_of
from portal.provider.thirty_days import DAYS, thirty_days
from portal.talk import MessageForm
from portal.wording import active_language

Facts = dict[str, object]
SHOWN_READINGS: Final = 8
SHOWN_TOPICS: Final = 3


@require_safe
@providers_only
def panel(request: HttpRequest) -> HttpResponse:
    """Everyone in one's care; the search looks at the names shown, nowhere else."""
    wanted = request.GET.get("q", "").strip()
    lines = panel_for(actor_of(request))
    found = [line for line in lines if wanted.casefold() in (line.name or "").casefold()]
    return render(request, "portal/provider/panel.html", {"lines": found, "wanted": wanted})


@require_safe
@providers_only
def overview(request: HttpRequest, patient: UUID) -> HttpResponse:
    """The whole page, or one of its live parts (`?part=doses`). Each part asks the policy by itself."""
    actor = actor_of(request)
    record = record_of(actor, patient)
    part = request.GET.get("part", "")
    if is_fragment(request) and part in PARTS:
        facts = {"record": record} | PARTS[part](actor, record)
        return render(request, f"portal/provider/parts/{part}.html", facts)
    facts = {"record": record}
    for facts_of_part in PARTS.values():
        facts |= facts_of_part(actor, record)
    return render(request, "portal/provider/patient.html", facts)


def _why(actor: Actor, record: Record) -> Facts:
    """What waits about this patient, and alerts that are open without waiting in the queue."""
    items = open_lines_of(actor, record.patient)
    if Category.READINGS not in record.shared:
        return {"items": items, "other_alerts": []}
    waiting = {item.source for item in items}
    alerts = [a for a in alerts_of(actor, record.patient, open_only=True) if a.id not in waiting]
    pressures = pressures_shown(alert.id for alert in alerts)
    return {"items": items, "other_alerts": [(alert, pressures[alert.id]) for alert in alerts]}


def _genes(actor: Actor, record: Record) -> Facts:
    """Genes that matter for a medicine on the list, and what the guidelines say to the prescriber."""
    if Category.GENES not in record.shared:
        return {"shared_genes": False}
    cards = []
    if Category.MEDICINES in record.shared:
        cards = insights_of(actor, record.patient, active_language())
    telling = [card for card in cards if card.text.level in {"act", "watch"}]
    return {"shared_genes": True, "findings": findings_of(actor, record.patient), "cards": telling}


def _talk(actor: Actor, record: Record) -> Facts:
    """The newest topics, and a form that answers in the newest one."""
    if Category.MESSAGES not in record.shared:
        return {"shared_messages": False}
    conversations = conversations_of(actor, record.patient)[:SHOWN_TOPICS]
    return {
        "shared_messages": True,
        "conversations": conversations,
        "reply": MessageForm() if conversations else None,
    }


def _chart(actor: Actor, record: Record) -> Facts:
    return {"chart": thirty_days(actor, record)}


def _doses(actor: Actor, record: Record) -> Facts:
    if Category.MEDICINES not in record.shared:
        return {"shared_medicines": False}
    today = record.today
    return {
        "shared_medicines": True,
        "may_add_medicine": may(actor, Action.ADD, record.patient, Category.MEDICINES),
        "medicines": medicines_of(actor, record.patient, active_only=True),
        "doses": doses_between(actor, record.patient, today, today + timedelta(days=1)),
        "adherence": adherence_of(actor, record.patient, DAYS),
        "check": warnings_of(actor, record.patient, active_language()),
    }


def _effects(actor: Actor, record: Record) -> Facts:
    """Side effects, each beside what the genes say about the medicine it may come from."""
    if Category.MEDICINES not in record.shared:
        return {"effects": []}
    return {"effects": told_effects(actor, record)}


def _readings(actor: Actor, record: Record) -> Facts:
    if Category.READINGS not in record.shared:
        return {"shared_readings": False}
    return {
        "shared_readings": True,
        "readings": observations_of(actor, record.patient, limit=SHOWN_READINGS),
        "pressure": blood_pressure_summary(actor, record.patient, now()),
    }


PARTS: Final[Mapping[str, Callable[[Actor, Record], Facts]]] = MappingProxyType(
    {
        "why": _why,
        "genes": _genes,
        "talk": _talk,
        "chart": _chart,
        "doses": _doses,
        "effects": _effects,
        "readings": _readings,
    }
)
"""The parts of the page; each is a fragment of its own that is fetched again when something happens."""
