"""Today: the doses, one insight, the newest message, the blood pressure, and what is urgent before all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mendly.alerts.documents import alert_document, alert_sentences
from mendly.alerts.selectors import alerts_of
from mendly.errors import NotFound
from mendly.insights.selectors import InsightCard, insights_of
from mendly.messaging.selectors import MessageLine, conversations_of, messages_of
from mendly.policy import Category
from portal.doors import patients_only
from portal.patient.doses import dose_day
from portal.patient.phrases import ago_words, long_day, upper_first
from portal.patient.pressure import pressure_words
from portal.patient.progress import questions_for
from portal.patient.stock import low_lines
from portal.patient.whose import Whose, show, whose
from portal.wording import active_language

Facts = dict[str, object]


@dataclass(frozen=True, slots=True)
class AlertCard:
    """One open alert in sentences; `urgent` shows the line for emergencies beside it."""

    sentences: tuple[str, ...]
    urgent: bool


@dataclass(frozen=True, slots=True)
class NewMessage:
    """The newest message that waits to be read; `ago` says how old it is."""

    line: MessageLine
    ago: str
    others: int


def _doses(record: Whose) -> Facts:
    shown = record.may_see(Category.MEDICINES)
    return {"doses": dose_day(record) if shown else None}


def _question(record: Whose) -> Facts:
    """Why doses were missed, if it is to be asked; the answer is given on the page of the course."""
    asked = questions_for(record) if record.may_see(Category.MEDICINES) else []
    return {"question": asked[0] if asked else None}


def _stock(record: Whose) -> Facts:
    return {"low_stock": low_lines(record) if record.may_see(Category.MEDICINES) else []}


def _alerts(record: Whose) -> Facts:
    if not record.may_see(Category.READINGS):
        return {"alerts": ()}
    language = active_language()
    found = alerts_of(record.actor, record.patient, open_only=True)
    return {
        "alerts": tuple(
            AlertCard(tuple(alert_sentences(row, language)), bool(alert_document(row, language)["urgent"]))
            for row in found
        )
    }


def _insight(record: Whose) -> Facts:
    """The most urgent card that was not put away. `genes_locked`: it takes the second sign-in step."""
    if not record.may_see(Category.DRUG_RESPONSE):
        return {"insight": None, "genes_locked": record.own}
    cards = [card for card in _cards(record) if not card.dismissed]
    return {"insight": cards[0] if cards else None, "more_insights": max(0, len(cards) - 1)}


def _cards(record: Whose) -> list[InsightCard]:
    return insights_of(record.actor, record.patient, active_language())


def _message(record: Whose) -> Facts:
    if not record.may_see(Category.MESSAGES):
        return {"message": None}
    waiting = [line for line in conversations_of(record.actor, record.patient) if line.unread]
    if not waiting:
        return {"message": None}
    newest = messages_of(record.actor, record.patient, waiting[0].id, limit=1)[0]
    unread = sum(line.unread for line in waiting)
    return {"message": NewMessage(newest, ago_words(newest.sent_at, record.now), unread - 1)}


def _readings(record: Whose) -> Facts:
    return {"pressure": pressure_words(record) if record.may_see(Category.READINGS) else None}


PARTS: Final[Mapping[str, Callable[[Whose], Facts]]] = MappingProxyType(
    {
        "alerts": _alerts,
        "doses": _doses,
        "question": _question,
        "stock": _stock,
        "insight": _insight,
        "message": _message,
        "readings": _readings,
    }
)
"""The cards of the page; each is a fragment of its own that is fetched again when something happens."""


def greeting(record: Whose) -> str:
    """By the time of day where the patient is."""
    hour, name = record.local(record.now).hour, {"name": record.first_name}
    if not record.own:
        return _("Today for %(name)s") % name
    if 4 <= hour < 12:
        return _("Good morning, %(name)s") % name
    return _("Good afternoon, %(name)s") % name if 12 <= hour < 18 else _("Good evening, %(name)s") % name


def today_facts(record: Whose) -> Facts:
    facts: Facts = {"heading": greeting(record), "day": upper_first(long_day(record.today))}
    for part in PARTS.values():
        facts |= part(record)
    return facts


@require_safe
@patients_only
def today(request: HttpRequest, patient: UUID) -> HttpResponse:
    record = whose(request, patient)
    return show(request, record, "today", today_facts(record))


@require_safe
@patients_only
def today_part(request: HttpRequest, patient: UUID, part: str) -> HttpResponse:
    """One card of the page again."""
    if part not in PARTS:
        raise NotFound
    record = whose(request, patient)
    return show(request, record, f"today/{part}", PARTS[part](record))
