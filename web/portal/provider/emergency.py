"""An emergency: a provider opens one record for an hour, and gives it back when they are done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from mendly.care.emergencies import own_openings
from mendly.care.services import end_opening, open_in_emergency
from mendly.errors import BadInput, Conflict, Denied, NotFound, TooMany
from mendly.policy import Actor
from portal.doors import actor_of, confirm_first, providers_only
from portal.patient.forms import PlainForm, refuse

REASONS = (
    ("life_in_danger", gettext_lazy("Their life is in danger")),
    ("cannot_answer", gettext_lazy("They cannot answer")),
    ("own_team_away", gettext_lazy("Their own care team cannot be reached")),
    ("other", gettext_lazy("Something else")),
)


class EmergencyForm(PlainForm):
    """Whose record, and why. What a name finds out is the service's to guard."""

    who = forms.CharField(
        label=gettext_lazy("E-mail address or emergency number of the patient"),
        help_text=gettext_lazy("The whole address, or the eight letters and digits on their card."),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    reason = forms.ChoiceField(label=gettext_lazy("Why now?"), choices=REASONS, widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("What happened, in your own words"),
        help_text=gettext_lazy("The patient reads this. 10 to 500 characters."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """A record that this provider holds open: for the line on top of their pages. `here`: this page is of it."""

    opening: UUID
    patient: UUID
    until: datetime
    here: bool


def open_records(actor: Actor, shown: UUID | None) -> list[OpenRecord]:
    """All that this provider opened and did not give back yet; `shown` is the patient of the page."""
    return [
        OpenRecord(line.id, line.patient, line.ends_at, line.patient == shown) for line in own_openings(actor)
    ]


@require_http_methods(["GET", "POST"])
@providers_only
def open_record(request: HttpRequest) -> HttpResponse:
    """Who, why and in which words; from there to the record. A refusal never tells who has a record."""
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        patient = _opened(actor_of(request), form)
        if patient is not None:
            return redirect("portal:patient", patient)
    facts = {"form": form, "confirm_url": confirm_first(request)}
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/provider/emergency.html", facts, status=status)


@require_POST
@providers_only
def give_back(request: HttpRequest, patient: UUID, opening: UUID) -> HttpResponse:
    """End it before the hour is over."""
    end_opening(actor_of(request), patient, opening)
    messages.success(request, _("The record is closed again."))
    return redirect("portal:panel")


def _opened(actor: Actor, form: EmergencyForm) -> UUID | None:
    given = form.cleaned_data
    try:
        opening = open_in_emergency(actor, who=given["who"], reason=given["reason"], words=given["words"])
    except Denied:
        raise
    except (BadInput, Conflict, NotFound, TooMany) as error:
        refuse(form, error)
        return None
    return opening.patient_id
