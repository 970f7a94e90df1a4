"""What the house says about itself to anybody: who sees what, for whom it works, what could go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from mendly.accounts.selectors import provider_of_user
from mendly.clock import now
from mendly_core.words import say
from portal.doors import user_of
from portal.templatetags.sentences import emergency_number
from portal.templatetags.sentences import say as spoken
from portal.wording import active_language

TEXT: Final = "text/plain; charset=utf-8"
STANDS_FOR: Final = timedelta(days=180)
"""How long a reader may trust our security.txt; RFC 9116 asks for less than a year."""
RULES: Final = "WCAG 2.2 AA"


@dataclass(frozen=True, slots=True)
class Part:
    """One card of a page: its heading, what it says, and the room whose colour and icon it wears."""

    heading: str
    lines: tuple[SafeString, ...]
    room: str = "general"
    icon: str = "info"
    link: str = ""
    link_words: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A whole page."""

    title: str
    intro: tuple[SafeString, ...]
    parts: tuple[Part, ...]


def _part(topic: str, *names: str, room: str = "general", icon: str = "info") -> Part:
    """A card out of sentences of one topic that need no facts."""
    return Part(_title(topic), tuple(spoken(f"statements.{topic}.{name}") for name in names), room, icon)


def _title(topic: str) -> str:
    return say(f"statements.{topic}.title", active_language())


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """What is kept and where, who sees it, who never can, what leaves, how often authorities asked."""
    parts = (
        _part("hold", "person", "medicines", "readings", "genes", "messages", "looks", icon="file"),
        _where(),
        _part("who", "you", "team", "helper", "emergency", "looks", icon="eye"),
        _part("never", "insurer", "kind", "sell", "studies", room="ok", icon="lock"),
        _part("leaves", "notes", "push", "mail", "pages", room="message", icon="send"),
        Part(_title("asked"), (spoken("statements.asked.why"), _requests()), icon="help"),
        _part("end", "sharing", "erase", icon="sign-out"),
        _tell(),
    )
    return _show(request, Statement(_title("seen"), (spoken("statements.seen.intro"),), parts))


def _where() -> Part:
    """Who runs the server, as far as its settings say, and whether it is more than a trial."""
    who = settings.OPERATOR
    first = (
        spoken("statements.where.server", operator=who)
        if who
        else spoken("statements.where.server_of_someone")
    )
    rest = ("locked", "main_key") if settings.PRODUCTION else ("locked", "main_key", "trial")
    lines = (first, *(spoken(f"statements.where.{name}") for name in rest))
    return Part(_title("where"), lines, icon="lock")


def _requests() -> SafeString:
    times = settings.AUTHORITY_REQUESTS
    if times < 0:
        return spoken("statements.asked.unknown")
    return spoken("statements.asked.times", times=times) if times else spoken("statements.asked.none")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was tried for whom, what does not work yet, and how to tell."""
    intro = (
        spoken("statements.access.intro"),
        spoken("statements.access.rules", rules=RULES),
        spoken("statements.access.own"),
    )
    tried = ("tool", "colours", "script", "charts", "words", "phone")
    parts = (
        _part("tried", *tried, room="ok", icon="check"),
        _part("gaps", "people", "phone", "reader", "papers", "spanish", room="message", icon="alert"),
        _tell(),
    )
    return _show(request, Statement(_title("access"), intro, parts))


@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """What Mendly is not, where its sentences come from, and what could go wrong."""
    emergency = (
        spoken("emergency.call", number=emergency_number()),
        spoken("emergency.not_watched"),
    )
    wrong = ("gene", "unseen", "reminder", "dose", "alert", "offline", "seen", "words")
    whole = (spoken("statements.log.what"), spoken("statements.log.unsigned"))
    parts = (
        Part(
            _title("not"),
            (*emergency, *_part("not", "doctor", "device", "lab", "alone").lines),
            "urgent",
            "alert",
        ),
        _part("made", "fixed", "tables", "same", "unsigned", icon="edit"),
        _part("wrong", *wrong, room="message", icon="help"),
        Part(
            _title("log"),
            whole,
            icon="file",
            link=reverse("portal:hazard_log"),
            link_words=say("statements.log.link", active_language()),
        ),
        _tell(),
    )
    return _show(request, Statement(_title("safe"), (spoken("statements.safe.intro"),), parts))


def _tell() -> Part:
    """Where to write, if the operator has said so."""
    if not settings.CONTACT:
        return _part("tell", "clinic", icon="message")
    contact = settings.CONTACT
    return Part(
        _title("tell"),
        (spoken("statements.tell.write"),),
        icon="message",
        link=contact,
        link_words=contact.removeprefix("mailto:"),
    )


def _show(request: HttpRequest, statement: Statement) -> HttpResponse:
    """For somebody who is signed in the page stands in their own frame."""
    return render(
        request, "portal/public/statement.html", {"statement": statement, "house": _house_of(request)}
    )


def _house_of(request: HttpRequest) -> str:
    if not request.user.is_authenticated:
        return "portal/base_public.html"
    is_provider = provider_of_user(user_of(request).pk) is not None
    return "portal/base_provider.html" if is_provider else "portal/base_patient.html"


@require_safe
def hazard_log(request: HttpRequest) -> HttpResponse:
    """The whole log, as it lies in the repository: for professionals, in English. Raises Http404 without it."""
    try:
        text = (settings.REPOSITORY / "SAFETY.md").read_text(encoding="utf-8")
    except OSError:
        raise Http404 from None
    return HttpResponse(text, content_type=TEXT)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116). Raises Http404 where the operator has set no contact."""
    if not settings.CONTACT:
        raise Http404
    ends = datetime.combine((now() + STANDS_FOR).date(), time(), UTC)
    lines = (
        f"Contact: {settings.CONTACT}",
        f"Expires: {ends:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(language for language, _ in settings.LANGUAGES)}",
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt",
    )
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type=TEXT)


urlpatterns = [
    path("transparency/", transparency, name="transparency"),
    path("accessibility/", accessibility, name="accessibility"),
    path("safety/", safety, name="safety"),
    path("safety/hazard-log.txt", hazard_log, name="hazard_log"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
]
