"""The form of "check a medicine", for patients and clinics alike. The name is sent, never put into an address."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from mendly.errors import BadInput
from mendly.insights.intended import LONGEST_NAME, MedicineAnswer, medicine_answer
from mendly.policy import Action, Actor, Category, require
from portal.patient.forms import PlainForm, refuse
from portal.wording import active_language


class CheckForm(PlainForm):
    name = forms.CharField(
        label=gettext_lazy("Name of the medicine"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


def may_check(actor: Actor, patient: UUID) -> None:
    """The empty form is for those who may have an answer; nothing is looked at yet."""
    for category in (Category.GENES, Category.MEDICINES):
        require(actor, Action.VIEW, patient, category)


def answer_to(form: CheckForm, actor: Actor, patient: UUID) -> MedicineAnswer | None:
    """None when the form has to come back."""
    if not form.is_valid():
        return None
    try:
        return medicine_answer(actor, patient, form.cleaned_data["name"], active_language())
    except BadInput as refused:
        refuse(form, refused)
        return None
