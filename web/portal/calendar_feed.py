"""What a calendar program fetches. It signs in nowhere: the secret of the address lets it in, to these times alone."""

from __future__ import annotations

from typing import Final

from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mendly.accounts.tokens import hash_of
from mendly.errors import NotFound
from mendly.medicines.calendars import calendar_file
from mendly.medicines.services import open_calendar

LIMITS: Final = {"read": "120/h/key", "guess": "60/h/ip"}
"""Reads of one address; addresses that lead nowhere, asked for from one place."""


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The file, or the same "not found" for whatever reason there is none."""
    if not _within("read", request, hash_of(secret)):
        return _too_many()
    try:
        found = open_calendar(secret)
    except NotFound:
        if not _within("guess", request, ""):
            return _too_many()
        raise Http404 from None
    answer = HttpResponse(calendar_file(found), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _too_many() -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": "3600", "Cache-Control": "no-store"})


def _within(action: str, request: HttpRequest, key: str) -> bool:
    usage = ratelimit.consume(
        request, app="mendly.calendar", action=action, config=LIMITS, key=key, limit_get=True
    )
    return usage is not None
