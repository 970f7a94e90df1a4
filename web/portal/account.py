"""Pages of one's own account: language, time zone, colours, paired phones."""

from __future__ import annotations

from uuid import UUID

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
        return redirect("portal:settings")
    facts = {"form": form, "push_key": push_public_key()}
    return render(request, "portal/account/settings.html", facts, status=422 if form.errors else 200)


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
