"""Emergencies: who opened this record without being asked in, why, until when; closing it and having read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mendly.accounts.selectors import zone_of_patient
from mendly.care.emergencies import OpeningLine, openings_of, unread_openings
from mendly.care.services import mark_notice_read
from mendly.care.services.glass import OPENED
from mendly.consent.selectors import barred_from
from mendly.consent.services import close_opening
from mendly.policy import Action, Actor, Category, may
from mendly_core.words import say
from portal.doors import patients_only
from portal.patient.whose import Whose, show, whose
from portal.wording import active_language


@dataclass(frozen=True, slots=True)
class Opened:
    """One opening in sentences. `closing`: what goes on record when the patient closes it; empty once they did."""

    line: OpeningLine
    sentences: tuple[str, ...]
    judged: str
    closing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RedLine:
    """What stands on top of each page of the record until it was read."""

    words: str
    url: str


def red_lines(actor: Actor, patient: UUID) -> list[RedLine]:
    """Nothing on almost every page; then no more is asked."""
    lines = unread_openings(actor, patient)
    if not lines:
        return []
    zone, url = ZoneInfo(zone_of_patient(patient)), reverse("portal:openings", args=[patient])
    return [RedLine(_opened_by(line, line.opened_at.astimezone(zone)), url) for line in lines]


@require_safe
@patients_only
def openings(request: HttpRequest, patient: UUID) -> HttpResponse:
    record = whose(request, patient)
    lines = openings_of(record.actor, patient)
    closable = _closable(record, lines)
    facts = {
        "heading": _("Opened in an emergency"),
        "openings": [_in_sentences(record, line, can_close=line.id in closable) for line in lines],
        "back_url": reverse("portal:sharing", args=[patient]),
        "back_words": _("Sharing and privacy"),
    }
    return show(request, record, "sharing/openings", facts)


@require_POST
@patients_only
def read(request: HttpRequest, patient: UUID, opening: UUID) -> HttpResponse:
    mark_notice_read(whose(request, patient).actor, patient, opening)
    return redirect("portal:openings", patient)


@require_POST
@patients_only
def close(request: HttpRequest, patient: UUID, opening: UUID) -> HttpResponse:
    close_opening(whose(request, patient).actor, patient, opening, language=active_language())
    messages.success(request, _("It is closed. They can no longer see your data."))
    return redirect("portal:openings", patient)


def _closable(record: Whose, lines: list[OpeningLine]) -> set[UUID]:
    """Those that are open, or whose provider could open the record once more."""
    if not may(record.actor, Action.WITHDRAW, record.patient, Category.SHARING):
        return set()
    barred = {
        provider
        for provider in {line.provider for line in lines}
        if barred_from(record.actor, record.patient, provider, OPENED)
    }
    return {line.id for line in lines if line.closed_at is None or line.provider not in barred}


def _in_sentences(record: Whose, line: OpeningLine, *, can_close: bool) -> Opened:
    language = active_language()
    until = say("opened.open_until", language, at=record.local(line.ends_at).time())
    sentences = (
        _opened_by(line, record.local(line.opened_at)),
        say(f"opened.reason.{line.reason}", language),
        say("opened.saw", language),
        say("opened.closed", language) if line.closed_at else until,
    )
    judged = say(f"opened.judged.{line.judgement or 'waiting'}", language)
    return Opened(line, sentences, judged, _closing(line) if can_close else ())


def _closing(line: OpeningLine) -> tuple[str, ...]:
    language = active_language()
    return tuple(say(f"consent.deny.{category}", language, provider=line.name) for category in OPENED)


def _opened_by(line: OpeningLine, local: datetime) -> str:
    return say(
        "opened.by",
        active_language(),
        provider=line.name,
        clinic=line.clinic,
        day=local.date(),
        at=local.time(),
    )
