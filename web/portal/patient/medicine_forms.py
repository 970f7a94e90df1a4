"""Forms about a medicine."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mendly.medicines.checks import LONGEST_LINE, LONGEST_TEXT, MedicineWords
from portal.patient.forms import PlainForm
from portal.patient.plan_forms import WeekForm

WHEN_NEEDED, ANOTHER_WAY = "needed", "other"


def _line(label: Any, field: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_LINE[field], **options)


class AddMedicineForm(WeekForm):
    """A new medicine and, unless it is planned another way, its first plan. `entry` is its id."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    name = _line(
        gettext_lazy("Name of the medicine"),
        "name",
        widget=forms.TextInput({"list": "known-medicines", "autocomplete": "off"}),
    )
    strength = _line(
        gettext_lazy("Strength"),
        "strength",
        required=False,
        help_text=gettext_lazy("As the pack says it, such as 10 mg."),
    )
    ingredient = _line(
        gettext_lazy("What is in it"),
        "ingredient",
        required=False,
        help_text=gettext_lazy(
            "The name in small print on the pack. We use it to check your list and your genes."
        ),
        widget=forms.TextInput({"list": "known-medicines", "autocomplete": "off"}),
    )
    purpose = _line(gettext_lazy("What it is for"), "purpose", required=False)
    how = forms.CharField(
        label=gettext_lazy("How to take it"),
        max_length=LONGEST_TEXT["how"],
        required=False,
        help_text=gettext_lazy("Such as: with food."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.label = _("When do you take it?")
        kind.choices = [
            *kind.choices,
            (WHEN_NEEDED, _("Only when I need it")),
            (ANOTHER_WAY, _("Another way: we ask you next")),
        ]

    @property
    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "strength", "ingredient", "purpose", "how")]

    @property
    def has_plan(self) -> bool:
        return self.cleaned_data.get("kind") not in {WHEN_NEEDED, ANOTHER_WAY}

    @property
    def is_planned_next(self) -> bool:
        return self.cleaned_data["kind"] == ANOTHER_WAY

    def words(self) -> MedicineWords:
        given = self.cleaned_data
        form = given["unit"] if given["unit"] in {"tablet", "capsule"} else ""
        return MedicineWords(
            name=given["name"],
            ingredient=given["ingredient"],
            strength=given["strength"],
            form=form,
            purpose=given["purpose"],
            how=given["how"],
        )


class MedicineForm(PlainForm):
    """What a person may change of a medicine in their own words."""

    name = _line(gettext_lazy("Name of the medicine"), "name")
    how = forms.CharField(
        label=gettext_lazy("How to take it"), max_length=LONGEST_TEXT["how"], required=False
    )
    notes = forms.CharField(
        label=gettext_lazy("My notes"),
        max_length=LONGEST_TEXT["notes"],
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )


class EndForm(PlainForm):
    """That a medicine has ended, and since when."""

    on = forms.DateField(
        label=gettext_lazy("First day without it"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, today: date, started_on: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": today}, **kwargs)
        self.today, self.started_on = today, started_on

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if not self.started_on <= on <= self.today:
            raise forms.ValidationError(_("Choose a day between the first day and today."))
        return on
