"""Forms of what lies beyond medicines: a choice for one topic, the birth date it may hang on, a letter's words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mendly.predisposition.services import LONGEST_LETTER
from mendly_core.predisposition import Choice
from mendly_core.words import say
from portal.patient.forms import PlainForm
from portal.wording import active_language

MEANINGS = {
    Choice.SHOW: ("choices.show.means", "choices.show.shared"),
    Choice.ASK: ("choices.ask.means",),
    Choice.HIDE: ("choices.hide.means", "choices.hide.price", "choices.hide.deletes"),
}


class ChoiceForm(PlainForm):
    """Show, ask or hide. Nothing is ticked for a person who has not chosen."""

    choice = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["choice"]
        field.label = say("choices.title", active_language())
        field.choices = [(choice.value, _option(choice)) for choice in Choice]
        for error in ("required", "invalid_choice"):
            field.error_messages[error] = say("choices.none_picked", active_language())


def _option(choice: Choice) -> SafeString:
    """The button's words with what they mean below."""
    language = active_language()
    means = " ".join(say(key, language) for key in MEANINGS[choice])
    label = say(f"choices.{choice.value}", language)
    return format_html("<span><strong>{}</strong><br><small>{}</small></span>", label, means)


class BirthDateForm(PlainForm):
    birth_date = forms.DateField(
        label=gettext_lazy("Your birth date"),
        widget=forms.DateInput({"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_birth_date(self) -> date:
        born: date = self.cleaned_data["birth_date"]
        if not date(1900, 1, 1) <= born <= self.today:
            raise forms.ValidationError(_("Please check this date."))
        return born


class LetterForm(PlainForm):
    text = forms.CharField(
        max_length=LONGEST_LETTER, widget=forms.Textarea({"rows": 16, "dir": "auto"}), strip=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = say("family.text", active_language())


class NewLetterForm(forms.Form):
    """Names the result by its id: one of the two. `confirmed`: a laboratory has confirmed it."""

    finding = forms.UUIDField(required=False)
    gene = forms.UUIDField(required=False)
    confirmed = forms.BooleanField(required=False)
