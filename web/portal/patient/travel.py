"""Today, away from home: both clocks for the next dose, and which of them the plan shall follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mendly.accounts.services import set_preferences
from mendly.errors import BadInput, NotFound
from mendly.medicines.journeys import crossing_of
from mendly.medicines.selectors import medicines_of
from mendly.policy import Category
from mendly_core.doses.travel import Choice, Crossing, NextDose
from mendly_core.doses.zones import zone_named
from mendly_core.words import english_too, say
from portal.doors import patients_only, user_of
from portal.patient.whose import Whose, show, whose
from portal.wording import active_language

HEADER: Final = "X-Here"
"""The zone of the browser. It stands in no address, as addresses are kept by what lies between."""
STAYED, STAYED_FOR = "stays_in", timedelta(days=30)
"""The cookie that remembers for which zone the person said to stay, in this browser."""
HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the two answers, told: `sentences` for each medicine that it concerns."""

    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TravelNote:
    """The note on Today. `home` and `here` are the towns that stand for the zones."""

    zone: str
    home: str
    here: str
    clocks: str
    follow: Answer
    stay: Answer


@require_safe
@patients_only
def ask(request: HttpRequest, patient: UUID) -> HttpResponse:
    """The note, or nothing: for the patient's own browser, where it is in another zone than their plan."""
    record, here = whose(request, patient), request.headers.get(HEADER, "")
    note = None
    asks = record.own and here and here != request.COOKIES.get(STAYED)
    if asks and record.may_see(Category.MEDICINES):
        found = crossing_of(record.actor, patient, here)
        note = _note(record, found) if found else None
    return show(request, record, "today/travel", {"travel": note})


@require_POST
@patients_only
def follow(request: HttpRequest, patient: UUID) -> HttpResponse:
    """The plan follows the clock here from now on: the zone of the account changes."""
    record = _own(request, patient)
    user = user_of(request)
    set_preferences(user, language=user.language, zone=_zone(request))
    messages.success(request, say("doses.zone_changed", active_language()))
    return redirect("portal:today", record.patient)


@require_POST
@patients_only
def stay(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Nothing changes, and this browser asks no more while it is in this zone."""
    record = _own(request, patient)
    here = _zone(request)
    messages.success(request, say("travel.stayed", active_language(), home=town(record.zone.key)))
    answer = redirect("portal:today", patient)
    answer.set_cookie(STAYED, here, max_age=STAYED_FOR, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return answer


def town(zone: str) -> str:
    """What people call a zone: the last part of its name."""
    return zone.rpartition("/")[2].replace("_", " ")


def _own(request: HttpRequest, patient: UUID) -> Whose:
    """Where a helper is says nothing of where the patient is."""
    record = whose(request, patient)
    if not record.own:
        raise NotFound
    return record


def _zone(request: HttpRequest) -> str:
    zone = request.POST.get("zone", "")
    try:
        zone_named(zone)
    except LookupError:
        raise BadInput(_("Please choose a time zone from the list."), field="zone") from None
    return zone


def _note(record: Whose, found: Crossing) -> TravelNote:
    language, home = active_language(), town(found.home)
    clocks = say("travel.clocks", language, home=home, planned=found.planned_at, here=found.here_at)
    names = {each.id: each.name for each in medicines_of(record.actor, record.patient)}
    told = [one for index, one in enumerate(found.choices) if index == 0 or one.warns]
    return TravelNote(
        zone=found.here,
        home=home,
        here=town(found.here),
        clocks=clocks,
        follow=_answer(found, told, names, follows=True),
        stay=_answer(found, told, names, follows=False),
    )


def _answer(found: Crossing, told: list[Choice], names: dict[UUID, str], *, follows: bool) -> Answer:
    lines: list[str] = []
    for choice in told:
        lines += _lines(found, choice.follow if follows else choice.stay, names[choice.medicine], follows)
    return Answer(tuple(lines))


def _lines(found: Crossing, following: NextDose, name: str, follows: bool) -> list[str]:
    language = active_language()
    local = following.dose.instant.astimezone(zone_named(found.here))
    slots = {"medicine": name, "due": local.time(), "day": local.date()}
    lines = [
        say("travel.follow", language, **slots)
        if follows
        else say("travel.stay", language, home=town(found.home), **slots)
    ]
    if following.since_last is not None:
        lines.append(say("travel.since_last", language, hours=max(0, round(following.since_last / HOUR))))
    if following.warning is not None:
        key = f"travel.{following.warning.value}"
        lines += [line for line in (say(key, language), english_too(key, language)) if line]
    return lines
