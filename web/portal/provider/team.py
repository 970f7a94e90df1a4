"""The people of a clinic: inviting a patient into care, inviting a colleague, ending a colleague's access."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mendly.accounts.selectors import colleagues_of
from mendly.accounts.services import invite_colleague
from mendly.care.services import end_colleague, invite_patient
from mendly.errors import Conflict, NotFound
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
    administers = may(actor, Action.VIEW, None, Category.STAFF)
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
        "colleague_form": colleague if administers else None,
        "colleagues": colleagues_of(actor) if administers else [],
        "confirm_url": confirm_first(request),
    }
    return render(
        request, "portal/provider/team.html", context, status=422 if request.method == "POST" else 200
    )


@require_http_methods(["GET", "POST"])
@providers_only
def end(request: HttpRequest, colleague: UUID) -> HttpResponse:
    """What it means, and the one button."""
    actor = actor_of(request)
    if request.method == "POST":
        try:
            end_colleague(actor, colleague)
        except Conflict as problem:
            messages.error(request, _(problem.sentence))
        else:
            messages.success(request, _("They are signed out and can see no patient any more."))
        return redirect("portal:team")
    who = next((one for one in colleagues_of(actor) if one.id == colleague), None)
    if who is None:
        raise NotFound
    facts = {"who": who, "confirm_url": confirm_first(request)}
    return render(request, "portal/provider/end_colleague.html", facts)
