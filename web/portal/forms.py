"""Forms of the account and of first steps. Rules live in services; forms only read input."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from mendly.policy import SHAREABLE
from mendly_core.words import say
from portal.wording import active_language

CONTINENTS = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific", "UTC"}
COMMON_ZONES = tuple(zone for zone in sorted(available_timezones()) if zone.split("/")[0] in CONTINENTS)


def number_of(text: str | None, otherwise: int = 0) -> int:
    """A number that our own page put into an address or a hidden field; `otherwise` for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else otherwise


class RecordForm(forms.Form):
    """The first thing a patient writes: how they are called and when they were born."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    birth_date = forms.DateField(
        label=_("Your birth date"),
        required=False,
        widget=forms.DateInput({"type": "date", "autocomplete": "bday"}),
    )


class ChildForm(forms.Form):
    """What a guardian writes to make the record of a child."""

    name = forms.CharField(
        label=_("The child's name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"})
    )
    birth_date = forms.DateField(
        label=_("Their birth date"),
        help_text=_("When they are of age, your access ends by itself."),
        widget=forms.DateInput({"type": "date", "autocomplete": "off"}),
    )
    called = forms.CharField(
        label=_("How do they call you?"), help_text=_("Such as: Mum, or Dario, my uncle."), max_length=80
    )


class KeyForm(forms.Form):
    email = forms.EmailField(
        label=_("Their own e-mail address"),
        help_text=_("Only they should read it. They make an account with it."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )


class PreferencesForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    zone = forms.ChoiceField(
        label=_("Where you live"),
        help_text=_("Your medicine times follow this clock."),
        choices=lazy(lambda: [(zone, zone.replace("_", " ")) for zone in COMMON_ZONES], list)(),
    )
    theme = forms.ChoiceField(
        label=_("Colours"),
        choices=[("auto", _("As my device says")), ("light", _("Light")), ("dark", _("Dark"))],
        widget=forms.RadioSelect,
    )


class SharingForm(forms.Form):
    """What one provider may see, in the very sentences that go on record. Nothing is ticked for the person."""

    categories = forms.MultipleChoiceField(
        label=_("What may they see?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, provider: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["categories"]
        choices.choices = [
            (category.value, say(f"consent.permit.{category}", active_language(), provider=provider))
            for category in SHAREABLE
        ]
