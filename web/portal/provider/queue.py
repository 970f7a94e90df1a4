"""The work queue: what needs somebody, most urgent first; each act is one button and one key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mendly.clock import now
from mendly.errors import Conflict, NotFound
from mendly.policy import Actor
from mendly.worklist import services
from mendly.worklist.selectors import QueueLine, changed_answers, queue_for
from portal.doors import actor_of, is_fragment, providers_only
from portal.forms import number_of

LANES: Final = ("needs_me", "team", "waiting", "done")
PUT_ASIDE: Final = timedelta(hours=20)
"""From any hour of a working day, back before the same hour of the next."""
Act = Callable[[Actor, UUID, int], object]


def _later() -> datetime:
    return now() + PUT_ASIDE


ACTS: Final[Mapping[str, Act]] = MappingProxyType(
    {
        "claim": lambda actor, item, version: services.claim(actor, item, version=version),
        "snooze": lambda actor, item, version: services.snooze(actor, item, until=_later(), version=version),
        "done": lambda actor, item, version: services.finish(actor, item, version=version),
        "reopen": lambda actor, item, version: services.reopen(actor, item, version=version),
    }
)


@require_safe
@providers_only
def queue(request: HttpRequest) -> HttpResponse:
    """All lanes on one page; the fragment alone when a live event asks for it again."""
    template = "parts/lanes.html" if is_fragment(request) else "queue.html"
    return render(request, f"portal/provider/{template}", {"lanes": _lanes(actor_of(request))})


@require_safe
@providers_only
def changed(request: HttpRequest, item: UUID) -> HttpResponse:
    """The patients behind one item about new knowledge."""
    answers = changed_answers(actor_of(request), item)
    return render(request, "portal/provider/changed_answers.html", {"changed": answers})


@require_POST
@providers_only
def act(request: HttpRequest, item: UUID, act: str) -> HttpResponse:
    """Claim, put aside, finish or bring back. Who comes second hears it in one sentence."""
    if act not in ACTS:
        raise NotFound
    actor, seen = actor_of(request), number_of(request.POST.get("version"))
    try:
        ACTS[act](actor, item, seen)
        if act == "done":
            messages.success(request, _("Done. You can bring it back from the last lane."))
    except Conflict as conflict:
        messages.warning(request, _(conflict.sentence))
    if is_fragment(request):
        return render(request, "portal/provider/parts/acted.html", {"lanes": _lanes(actor)})
    return redirect("portal:queue")


def _lanes(actor: Actor) -> list[tuple[str, list[QueueLine]]]:
    lines = queue_for(actor)
    return [(lane, [line for line in lines if line.lane == lane]) for lane in LANES]
