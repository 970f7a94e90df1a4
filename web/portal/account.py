"""Pages of one's own account: language, time zone, colours, paired phones."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mendly.accounts import services, tokens
from mendly.accounts.selectors import devices_of, profile_of
from mendly.care.selectors import patients_helped_by
from mendly.errors import NotFound
from mendly.notify.selectors import push_public_key
from mendly.policy import Action, Category, may
from portal.doors import actor_of, confirm_first, signed_in, user_of
from portal.forms import PreferencesForm

LANGUAGE_KEPT: Final = timedelta(days=365)


@require_http_methods(["GET", "POST"])
@signed_in
def preferences(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    form = PreferencesForm(
        request.POST or None, initial={"language": user.language, "zone": user.zone, "theme": user.theme}
    )
    if request.method == "POST" and form.is_valid():
        services.set_preferences(user, **form.cleaned_data)
        translation.activate(form.cleaned_data["language"])
        messages.success(request, _("Saved."))
        return _speaking(redirect("portal:settings"), form.cleaned_data["language"])
    facts = {"form": form, "push_key": push_public_key()}
    return render(request, "portal/account/settings.html", facts, status=422 if form.errors else 200)


def _speaking(answer: HttpResponse, language: str) -> HttpResponse:
    """The device keeps the language for the pages before signing in and after an account is gone."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=LANGUAGE_KEPT,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return answer


@require_safe
@signed_in
def helping(request: HttpRequest) -> HttpResponse:
    """The people whom this person helps; a patient who helps someone else finds the way between the records."""
    actor = actor_of(request)
    people = [
        profile_of(actor, patient)
        for patient in patients_helped_by(user_of(request).pk)
        if may(actor, Action.VIEW, patient, Category.PROFILE)
    ]
    return render(request, "portal/account/helping.html", {"people": people})


@require_http_methods(["GET", "POST"])
@signed_in
def devices(request: HttpRequest) -> HttpResponse:
    """Paired phones. POST makes a pairing code, which is shown once and kept nowhere in clear."""
    context: dict[str, object] = {
        "devices": devices_of(user_of(request)),
        "confirm_url": confirm_first(request),
    }
    if request.method == "POST":
        code, row = services.make_pairing_code(actor_of(request))
        context |= {"code": f"{code[:4]} {code[4:]}", "expires_at": row.expires_at}
    return render(request, "portal/account/devices.html", context)


@require_POST
@signed_in
def remove_device(request: HttpRequest, device: UUID) -> HttpResponse:
    if not tokens.revoke_device(user_of(request), device):
        raise NotFound
    messages.success(request, _("This phone is signed out."))
    return redirect("portal:devices")
