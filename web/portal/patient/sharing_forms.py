"""Forms of sharing: what a provider may see, and whom a patient asks for help."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mendly.care.services import LONGEST_PROXY
from portal.patient.forms import PlainForm
from portal.patient.whose import Whose

SEE, LOG, TALK = "view", "record", "message"


class HelperForm(PlainForm):
    """Someone close who is asked to help. Who may log may also see; genes are never part of it."""

    name = forms.CharField(
        label=gettext_lazy("How do you call them?"),
        help_text=gettext_lazy("Such as: Dario, my son."),
        max_length=80,
    )
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"), widget=forms.EmailInput({"autocomplete": "off"})
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may they do?"),
        choices=[
            (SEE, gettext_lazy("See my medicines and readings")),
            (LOG, gettext_lazy("Log doses and readings for me")),
            (TALK, gettext_lazy("Read and write messages for me")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    until = forms.DateField(
        label=gettext_lazy("Until when?"),
        help_text=gettext_lazy("One year at the most. You can end it at any time."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, record: Whose, **kwargs: Any) -> None:
        super().__init__(*args, initial={"until": record.today + timedelta(days=90)}, **kwargs)
        self.record = record

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if not self.record.today < until < self.record.today + LONGEST_PROXY:
            raise forms.ValidationError(_("Please choose an end within one year."))
        return until

    @property
    def ends_at(self) -> datetime:
        """The end of the chosen day, where the patient is."""
        return datetime.combine(self.cleaned_data["until"], time(23, 59, 59), self.record.zone)


class GuardianForm(PlainForm):
    """Who else is responsible for a young person."""

    name = forms.CharField(
        label=gettext_lazy("How do you call them?"),
        help_text=gettext_lazy("Such as: Dario, my uncle."),
        max_length=80,
    )
    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"), widget=forms.EmailInput({"autocomplete": "off"})
    )
