"""Hiding a warning about one's medicines with a reason, and showing it again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from mendly.errors import BadInput, NotFound
from mendly.medicines.checks import LONGEST_NOTE
from mendly.medicines.safety import HIDING_REASONS, SafetyWarning, warnings_of
from mendly.medicines.services import hide_warning, show_warning_again
from mendly_core.words import say
from portal.doors import patients_only
from portal.patient.forms import PlainForm, refuse
from portal.patient.whose import Whose, show, whose
from portal.wording import active_language


class HideForm(PlainForm):
    """Why a warning can be hidden; another reason needs own words."""

    reason = forms.ChoiceField(label=gettext_lazy("Why?"), widget=forms.RadioSelect)
    note = forms.CharField(label=gettext_lazy("In your own words"), max_length=LONGEST_NOTE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (reason, say(f"interactions.why.{reason}", active_language())) for reason in HIDING_REASONS
        ]
        self.fields["reason"].choices = choices  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@patients_only
def hide(request: HttpRequest, patient: UUID, warning: UUID) -> HttpResponse:
    record = whose(request, patient)
    if not record.may_hide:
        raise NotFound
    found = _warning(record, warning)
    form = HideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hide_warning(record.actor, patient, warning, **form.cleaned_data)
        except BadInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("The warning is hidden."))
            return redirect("portal:medicines", patient)
    facts = {
        "heading": _("Hide a warning"),
        "warning": found,
        "form": form,
        "back_url": reverse("portal:medicines", args=[patient]),
        "back_words": _("All medicines"),
    }
    return show(request, record, "medicines/hide", facts, status=422 if request.method == "POST" else 200)


@require_POST
@patients_only
def show_again(request: HttpRequest, patient: UUID, warning: UUID) -> HttpResponse:
    record = whose(request, patient)
    if not record.may_hide:
        raise NotFound
    show_warning_again(record.actor, patient, warning)
    return redirect("portal:medicines", patient)


def _warning(record: Whose, warning_id: UUID) -> SafetyWarning:
    check = warnings_of(record.actor, record.patient, active_language())
    found = (each for each in (*check.shown, *check.more, *check.hidden) if each.id == warning_id)
    warning = next(found, None)
    if warning is None:
        raise NotFound
    return warning
