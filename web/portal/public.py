"""Pages before and around signing in: the first page, first steps, invitations."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mendly.accounts import services as accounts
from mendly.accounts.selectors import patient_of_user, provider_of_user, second_factors_of
from mendly.care import services as care
from mendly.care.selectors import patients_helped_by
from mendly.consent import services as consent
from mendly.errors import BadInput
from mendly.policy import Action, Category, may
from portal.doors import actor_of, confirm_first, signed_in, user_of
from portal.forms import RecordForm, SharingForm
from portal.patient.forms import refuse
from portal.wording import active_language


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What Mendly is, and the way in."""
    if request.user.is_authenticated:
        return redirect("portal:home")
    return render(request, "portal/public/landing.html")


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Send everyone to their own first page."""
    if provider_of_user(user_of(request).pk) is not None:
        return redirect("portal:queue")
    patient_id = patient_of_user(user_of(request).pk)
    if patient_id is not None:
        return redirect("portal:today", patient_id)
    helped = patients_helped_by(user_of(request).pk)
    return redirect(_first_page(request, helped[0]), helped[0]) if helped else redirect("portal:start")


def _first_page(request: HttpRequest, patient_id: UUID) -> str:
    """A proxy who only writes messages finds nothing on Today."""
    sees_record = may(actor_of(request), Action.VIEW, patient_id, Category.PROFILE)
    return "portal:today" if sees_record else "portal:messages"


@require_http_methods(["GET", "POST"])
@signed_in
def start(request: HttpRequest) -> HttpResponse:
    """A new person makes their own record."""
    form = RecordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            patient = accounts.sign_up_patient(user_of(request), **form.cleaned_data)
            return redirect("portal:today", patient.id)
        except BadInput as error:
            refuse(form, error)
    return _answer(request, "portal/public/start.html", {"form": form})


@require_http_methods(["GET", "POST"])
@signed_in
def join(request: HttpRequest, token: str) -> HttpResponse:
    """A colleague joins the clinic that invited them."""
    invitation = accounts.open_staff_invitation(user_of(request), token)
    if request.method == "POST":
        accounts.accept_staff_invitation(user_of(request), token)
        return redirect("portal:home")
    return render(request, "portal/public/join.html", {"invitation": invitation})


@require_http_methods(["GET", "POST"])
@signed_in
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A patient answers a provider's invitation and says, for this provider, what may be seen."""
    if patient_of_user(user_of(request).pk) is None:
        return redirect("portal:start")
    asked = care.open_invitation(token, user_of(request))
    form = SharingForm(request.POST or None, provider=asked.provider.name)
    if request.method == "POST" and form.is_valid():
        relationship = care.accept_care(actor_of(request), token)
        chosen = [Category(category) for category in form.cleaned_data["categories"]]
        if chosen:
            consent.permit_sharing(
                actor_of(request),
                relationship.patient_id,
                asked.provider_id,
                chosen,
                language=active_language(),
            )
        messages.success(request, _("You are connected now. You can change this at any time."))
        return redirect("portal:sharing", relationship.patient_id)
    facts = {"form": form, "provider": asked.provider, "confirm_url": confirm_first(request)}
    return _answer(request, "portal/public/invitation.html", facts)


@require_http_methods(["GET", "POST"])
@signed_in
def help_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Someone close answers a patient's wish for help."""
    asked = care.open_proxy_invitation(token, user_of(request))
    if request.method == "POST":
        proxy = care.accept_proxy(actor_of(request), token)
        return redirect(_first_page(request, proxy.patient_id), proxy.patient_id)
    return render(request, "portal/public/help_invitation.html", {"invitation": asked})


@require_http_methods(["GET", "POST"])
@signed_in
def your_record(request: HttpRequest, token: str) -> HttpResponse:
    """A young person takes over the record that was made for them as a child."""
    care.open_hand_over(token, user_of(request))
    if request.method == "POST":
        return redirect("portal:today", care.take_over(actor_of(request), token))
    return render(request, "portal/public/your_record.html")


@require_safe
@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second sign-in step is needed here, and the way to it."""
    own = second_factors_of(user_of(request))
    facts = {
        "next": request.GET.get("next", ""),
        "has_passkey": "webauthn" in own,
        "has_app": "totp" in own,
    }
    return render(request, "portal/public/second_factor.html", facts)


def _answer(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(request, template, context, status=422 if request.method == "POST" else 200)
