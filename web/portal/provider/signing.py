"""The rows that a clinic signs: what a guideline says, what patients read because of it, and one button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mendly.errors import NotFound
from mendly.insights.services import require_signatures, sign_row, withdraw_signature
from mendly.insights.signatures import rows_for_clinic, signature_required
from mendly.policy import Action, Category, may
from portal.doors import actor_of, providers_only

ACTS = {"sign": sign_row, "withdraw": withdraw_signature}


@require_safe
@providers_only
def signing(request: HttpRequest) -> HttpResponse:
    """Rows without a signature first; below them those that somebody of the clinic stands behind."""
    actor = actor_of(request)
    lines = rows_for_clinic(actor)
    facts = {
        "unsigned": [line for line in lines if line.signed_at is None],
        "signed": [line for line in lines if line.signed_at is not None],
        "required": signature_required(actor),
        "may_rule": may(actor, Action.CHANGE, None, Category.CLINIC_RULES),
    }
    return render(request, "portal/provider/signing.html", facts)


@require_POST
@providers_only
def act(request: HttpRequest, act: str) -> HttpResponse:
    """Sign a row, or take a signature back."""
    if act not in ACTS:
        raise NotFound
    ACTS[act](actor_of(request), checksum=request.POST.get("checksum", ""))
    messages.success(request, _("Signed.") if act == "sign" else _("The signature was taken back."))
    return redirect("portal:signing")


@require_POST
@providers_only
def rule(request: HttpRequest) -> HttpResponse:
    """An administrator decides whether patients wait for the signature."""
    require_signatures(actor_of(request), required=request.POST.get("required") == "yes")
    messages.success(request, _("Saved."))
    return redirect("portal:signing")
