"""Studies: off until the patient says yes, apart from care, and taken back with one click."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mendly.consent.selectors import research_until
from mendly.consent.services import choose_research
from mendly.errors import BadInput
from mendly_core.words import say
from portal.doors import patients_only
from portal.patient.whose import Whose, whose
from portal.wording import active_language

ANSWERS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Research:
    """The choice as it stands. `words`: what holds now; `permit`: the very sentence that a yes puts on record."""

    allowed: bool
    words: str
    until: str
    permit: str


def research_of(record: Whose) -> Research | None:
    """Only the patient chooses this: for anyone else there is nothing to show."""
    if not record.own:
        return None
    until, language = research_until(record.actor, record.patient), active_language()
    return Research(
        allowed=until is not None,
        words=say(f"consent.research.{'permit' if until else 'deny'}", language),
        until=say("consent.until", language, day=record.local(until).date()) if until else "",
        permit=say("consent.research.permit", language),
    )


@require_POST
@patients_only
def decide(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Yes or no. The same answer again adds nothing to the record."""
    record = whose(request, patient)
    allowed = ANSWERS.get(request.POST.get("answer", ""))
    if allowed is None:
        raise BadInput("Please say yes or no.", field="answer")
    choose_research(record.actor, patient, allowed=allowed, language=active_language())
    messages.success(request, _("Saved. It holds from now on."))
    return redirect("portal:sharing", patient)
