"""The form of a tumour report, for patients and clinics alike."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mendly.clock import new_id
from mendly.errors import BadInput, Conflict
from mendly.genome.tumours.services import (
    LONGEST_LABORATORY,
    LONGEST_REPORT,
    TumourEntryRefused,
    enter_tumour_report,
)
from mendly.policy import Actor
from mendly_core.tumour import diseases
from mendly_core.words import disease_name, tumour_refused
from portal.patient.forms import PlainForm, refuse
from portal.wording import active_language


class TumourReportForm(PlainForm):
    """`entry` is the report's id: sent twice, it is there once."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    findings = forms.CharField(
        label=gettext_lazy("What the report names"),
        help_text=gettext_lazy("Copy one finding a line, such as EGFR L858R."),
        max_length=LONGEST_REPORT,
        widget=forms.Textarea({"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )
    disease = forms.ChoiceField(label=gettext_lazy("Kind of cancer"), required=False)
    laboratory = forms.CharField(
        label=gettext_lazy("Laboratory"), required=False, max_length=LONGEST_LABORATORY
    )
    reported_on = forms.DateField(
        label=gettext_lazy("Date of the report"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"entry": new_id()}, **kwargs)
        language = active_language()
        names = [(disease.name, disease_name(disease.name, language)) for disease in diseases()]
        chosen: Any = self.fields["disease"]
        chosen.choices = [("", _("Not sure")), *sorted(names, key=lambda choice: choice[1])]


def kept(form: TumourReportForm, actor: Actor, patient: UUID) -> UUID | None:
    """The id of the report that is kept now; None when the form has to come back with words."""
    if not form.is_valid():
        return None
    given = dict(form.cleaned_data)
    try:
        report, _is_new = enter_tumour_report(actor, patient, report_id=given.pop("entry"), **given)
    except TumourEntryRefused as refused:
        words = tumour_refused(refused.refusal, active_language(), refused.lines)
        form.add_error(refused.field, words)
        return None
    except (BadInput, Conflict) as refused:
        refuse(form, refused)
        return None
    return report.id
