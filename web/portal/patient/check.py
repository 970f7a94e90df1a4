"""Check a medicine before it is prescribed: what genes and list say about a name. Nothing is kept."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mendly_core.words import say
from portal.checking import CheckForm, answer_to, may_check
from portal.doors import patients_only
from portal.patient.whose import show, whose
from portal.wording import active_language


@require_http_methods(["GET", "HEAD", "POST"])
@patients_only
def check(request: HttpRequest, patient: UUID) -> HttpResponse:
    record = whose(request, patient)
    may_check(record.actor, patient)
    form = CheckForm(request.POST or None)
    answer = answer_to(form, record.actor, patient) if request.method == "POST" else None
    facts = {
        "heading": say("check.title", active_language()),
        "form": form,
        "answer": answer,
        "back_url": reverse("portal:genes", args=[patient]),
        "back_words": _("Your genes"),
    }
    refused = request.method == "POST" and answer is None
    return show(request, record, "check/page", facts, status=422 if refused else 200)
