"""Forms of readings. `entry` is the reading's id: sent twice, it is there once."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mendly.clock import new_id
from mendly.vitals.services import LONGEST_NOTE
from mendly.vitals.values import BloodPressure, Values, Weight
from portal.patient.forms import PlainForm, moment_of
from portal.patient.whose import Whose


class ReadingForm(PlainForm):
    """When a reading was taken, on the patient's wall clock, and a note. `sure` is the yes to "Is it right?"."""

    numbers: ClassVar[tuple[str, ...]]
    entry = forms.UUIDField(widget=forms.HiddenInput)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)
    on = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    at = forms.TimeField(label=gettext_lazy("Time"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=LONGEST_NOTE, required=False)

    def __init__(self, *args: Any, record: Whose, **kwargs: Any) -> None:
        local = record.local(record.now)
        start = {"entry": new_id(), "on": local.date(), "at": local.time()}
        super().__init__(*args, initial=start, **kwargs)
        self.record = record
        self.order_fields([*self.numbers, "on", "at", "note"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "on" in given and "at" in given:
            given["taken_at"] = moment_of(self.record, given["on"], given["at"])
            if given["taken_at"] > self.record.now:
                self.add_error("at", _("This time has not come yet. Please check it."))
        return given

    @property
    def measured(self) -> list[forms.BoundField]:
        return [self[name] for name in self.numbers]

    def values(self) -> Values:
        raise NotImplementedError


def _whole(label: Any, hint: Any, *, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=1,
        max_value=999,
        required=required,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )


class PressureForm(ReadingForm):
    numbers = ("systolic", "diastolic", "pulse")
    systolic = _whole(gettext_lazy("Upper number"), gettext_lazy("First on the cuff."))
    diastolic = _whole(gettext_lazy("Lower number"), gettext_lazy("Second on the cuff."))
    pulse = _whole(gettext_lazy("Pulse"), gettext_lazy("Beats in a minute."), required=False)

    def values(self) -> Values:
        given = self.cleaned_data
        return BloodPressure(given["systolic"], given["diastolic"], given["pulse"])


class WeightForm(ReadingForm):
    numbers = ("weight",)
    weight = forms.DecimalField(
        label=gettext_lazy("Weight in kg"),
        min_value=0,
        max_digits=6,
        decimal_places=3,
        localize=True,
        widget=forms.TextInput({"inputmode": "decimal", "class": "short"}),
    )

    def clean_weight(self) -> Any:
        if self.cleaned_data["weight"] <= 0:
            raise forms.ValidationError(_("Please type a number above 0."))
        return self.cleaned_data["weight"].normalize()

    def values(self) -> Values:
        return Weight(self.cleaned_data["weight"])
