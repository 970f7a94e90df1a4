"""Check a medicine before prescribing it: guideline rows for this patient's genes and live list. Nothing is kept."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from portal.checking import CheckForm, answer_to, may_check
from portal.doors import actor_of, providers_only
from portal.provider.record import record_of


@require_http_methods(["GET", "HEAD", "POST"])
@providers_only
def check(request: HttpRequest, patient: UUID) -> HttpResponse:
    actor = actor_of(request)
    may_check(actor, patient)
    form = CheckForm(request.POST or None)
    answer = answer_to(form, actor, patient) if request.method == "POST" else None
    context = {"record": record_of(actor, patient), "form": form, "answer": answer}
    refused = request.method == "POST" and answer is None
    return render(request, "portal/provider/check.html", context, status=422 if refused else 200)
