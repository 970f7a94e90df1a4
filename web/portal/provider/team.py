"""Invitations: a patient into care, a colleague into the clinic."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mendly.accounts.services import invite_colleague
from mendly.care.services import invite_patient
from mendly.policy import Action, Category, may
from portal.doors import actor_of, confirm_first, providers_only


class PatientInvitation(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail address of the patient"), max_length=254)


class ColleagueInvitation(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail address of the colleague"), max_length=254)
    name = forms.CharField(label=gettext_lazy("Name, as patients will see it"), max_length=120)
    profession = forms.CharField(label=gettext_lazy("Profession"), max_length=40)


@require_http_methods(["GET", "POST"])
@providers_only
def team(request: HttpRequest) -> HttpResponse:
    """Two forms; the second one only for an administrator. The answer never tells who has an account."""
    actor = actor_of(request)
    invites_colleague = "name" in request.POST
    patient = PatientInvitation(None if invites_colleague else request.POST or None, prefix=None)
    colleague = ColleagueInvitation(request.POST if invites_colleague else None, auto_id="colleague_%s")
    form = colleague if invites_colleague else patient
    if request.method == "POST" and form.is_valid():
        invite = invite_colleague if invites_colleague else invite_patient
        invite(actor, **form.cleaned_data)
        messages.success(request, _("The invitation is on its way. It works for 7 days."))
        return redirect("portal:team")
    context = {
        "patient_form": patient,
        "colleague_form": colleague if may(actor, Action.VIEW, None, Category.STAFF) else None,
        "confirm_url": confirm_first(request),
    }
    return render(
        request, "portal/provider/team.html", context, status=422 if request.method == "POST" else 200
    )
