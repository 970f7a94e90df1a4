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
from mendly.accounts.selectors import devices_of, profile_of, provider_of_user
from mendly.care.selectors import patients_helped_by, records_to_hand_over
from mendly.care.services import make_child_record, send_key
from mendly.errors import DomainError, NotFound
from mendly.notify.selectors import push_public_key
from mendly.policy import Action, Category, may
from portal.doors import actor_of, confirm_first, signed_in, user_of
from portal.forms import ChildForm, KeyForm, PreferencesForm
from portal.patient.forms import refuse

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
    actor, user = actor_of(request), user_of(request)
    people = [
        profile_of(actor, patient)
        for patient in patients_helped_by(user.pk)
        if may(actor, Action.VIEW, patient, Category.PROFILE)
    ]
    children = records_to_hand_over(user.pk)
    facts = {
        "people": people,
        "children": children,
        "grown_up": [child for child in children if child not in {person.patient for person in people}],
        "may_make": provider_of_user(user.pk) is None,
    }
    return render(request, "portal/account/helping.html", facts)


@require_http_methods(["GET", "POST"])
@signed_in
def child(request: HttpRequest) -> HttpResponse:
    """A guardian makes the record of a child."""
    form = ChildForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            patient = make_child_record(actor_of(request), **form.cleaned_data)
            return redirect("portal:today", patient.id)
        except DomainError as error:
            refuse(form, error)
    return _page(request, "portal/account/child.html", {"form": form})


@require_http_methods(["GET", "POST"])
@signed_in
def give_key(request: HttpRequest, patient: UUID) -> HttpResponse:
    """A guardian, also one whose time is over, sends the young person the key to their record."""
    if patient not in records_to_hand_over(user_of(request).pk):
        raise NotFound
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            send_key(actor_of(request), patient, **form.cleaned_data)
            messages.success(request, _("We sent them an e-mail. It works for 7 days."))
            return redirect("portal:helping")
        except DomainError as error:
            refuse(form, error)
    return _page(request, "portal/account/key.html", {"form": form, "confirm_url": confirm_first(request)})


def _page(request: HttpRequest, template: str, facts: dict[str, object]) -> HttpResponse:
    return render(request, template, facts, status=422 if request.method == "POST" else 200)


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
