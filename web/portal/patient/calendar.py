"""The calendar address: made and shown once, replaced, ended."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from mendly.medicines.calendars import calendar_of
from mendly.medicines.services import make_calendar, revoke_calendar
from mendly_core.words import say
from portal.doors import confirm_first, patients_only
from portal.patient.whose import show, whose
from portal.wording import active_language


class CalendarForm(forms.Form):
    """Nothing is ticked from the start: a calendar learns no names unless the patient wants it."""

    label_suffix = ""
    names_medicines = forms.BooleanField(label=gettext_lazy("Show the names of my medicines"), required=False)
    rings = forms.BooleanField(label=gettext_lazy("Let my calendar ring for each dose"), required=False)


@require_http_methods(["GET", "POST"])
@patients_only
def calendar(request: HttpRequest, patient: UUID) -> HttpResponse:
    """POST makes an address, in place of one from before. It is on this one answer and nowhere else."""
    record = whose(request, patient)
    form = CalendarForm(request.POST if request.method == "POST" else None)
    address = ""
    if request.method == "POST" and form.is_valid():
        address = make_calendar(record.actor, patient, **form.cleaned_data).address
    facts = {
        "heading": _("Your doses in your calendar"),
        "kept": calendar_of(record.actor, patient),
        "form": form,
        "address": address,
        "confirm_url": confirm_first(request),
        "back_url": reverse("portal:sharing", args=[patient]),
        "back_words": _("Sharing and privacy"),
    }
    answer = show(request, record, "sharing/calendar", facts)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@patients_only
def end(request: HttpRequest, patient: UUID) -> HttpResponse:
    revoke_calendar(whose(request, patient).actor, patient)
    messages.success(request, say("calendar.ended", active_language()))
    return redirect("portal:calendar", patient)
