"""The work queue: what needs somebody, most urgent first; each act is one button and one key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
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
from mendly.worklist.selectors import queue_for
from portal.doors import actor_of, is_fragment, providers_only

LANES = ("needs_me", "team", "waiting", "done")
Act = Callable[[Actor, UUID, int], object]


def _tomorrow() -> datetime:
    return now() + timedelta(hours=20)


ACTS: dict[str, Act] = {
    "claim": lambda actor, item, version: services.claim(actor, item, version=version),
    "snooze": lambda actor, item, version: services.snooze(actor, item, until=_tomorrow(), version=version),
    "done": lambda actor, item, version: services.finish(actor, item, version=version),
    "reopen": lambda actor, item, version: services.reopen(actor, item, version=version),
}


@require_safe
@providers_only
def queue(request: HttpRequest) -> HttpResponse:
    """All lanes on one page; the fragment alone when a live event asks for it again."""
    lines = queue_for(actor_of(request))
    lanes = [(lane, [line for line in lines if line.lane == lane]) for lane in LANES]
    template = "portal/provider/parts/lanes.html" if is_fragment(request) else "portal/provider/queue.html"
    return render(request, template, {"lanes": lanes})


@require_POST
@providers_only
def act(request: HttpRequest, item: UUID, act: str) -> HttpResponse:
    """Claim, put aside, finish or bring back. Who comes second hears it in one sentence."""
    if act not in ACTS:
        raise NotFound
    version = request.POST.get("version", "")
    try:
        ACTS[act](actor_of(request), item, int(version) if version.isdecimal() else 0)
    except Conflict as conflict:
        messages.warning(request, conflict.sentence)
    else:
        if act == "done":
            messages.success(request, _("Done. You can bring it back from the last lane."))
    return redirect("portal:queue")
