"""What patients fill in. Rules live in services; forms read input and speak the person's language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mendly.errors import DomainError
from portal.patient.whose import Whose

SKIP_REASONS = (
    ("", gettext_lazy("I would rather not say")),
    ("unwell", gettext_lazy("I felt unwell")),
    ("out", gettext_lazy("I had none left")),
    ("late", gettext_lazy("It was too late for this dose")),
    ("team", gettext_lazy("My care team told me to skip it")),
    ("other", gettext_lazy("Something else")),
)
"""Why a dose was left out; what is kept is the sentence, in the person's words."""


LATER = (
    (15, gettext_lazy("In 15 minutes")),
    (30, gettext_lazy("In half an hour")),
    (60, gettext_lazy("In one hour")),
    (120, gettext_lazy("In two hours")),
)
"""For how long a reminder may be put off."""


def refuse(form: forms.BaseForm, error: DomainError) -> None:
    """Show what a service refused beside its field, in the person's language."""
    field = error.field if error.field in form.fields else None
    form.add_error(field, _(error.sentence))


class PlainForm(forms.Form):
    """A form of the portal: our own words for what is missing, no colons."""

    label_suffix = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("Please fill this in.")


PLAUSIBLE_DAYS = tuple(
    limit(day, gettext_lazy("Please check this date."))
    for limit, day in (
        (MinValueValidator, date(2000, 1, 1)),
        (MaxValueValidator, date(2199, 12, 31)),
    )
)
"""Days of a dose: what lies outside cannot be right, and the calendar ends somewhere."""


class DoseForm(forms.Form):
    """Names one planned dose: by day and slot, a step by its revision and number.

    `entry` is the id of the answer, `sure` the yes to our question.

    `medicine` is given on the medicine's own page: the way back.
    """

    schedule = forms.UUIDField()
    day = forms.DateField(validators=PLAUSIBLE_DAYS)
    slot = forms.IntegerField(min_value=1, max_value=32_767, required=False)
    rev = forms.IntegerField(min_value=1, max_value=32_767, required=False)
    step = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)
    entry = forms.UUIDField(required=False)
    sure = forms.BooleanField(required=False)
    medicine = forms.UUIDField(required=False)


class SkipForm(DoseForm):
    reason = forms.ChoiceField(choices=SKIP_REASONS, required=False)

    def clean_reason(self) -> str:
        code = self.cleaned_data["reason"]
        return str(dict(SKIP_REASONS)[code]) if code else ""


class UndoForm(forms.Form):
    intake = forms.UUIDField()
    medicine = forms.UUIDField(required=False)


class BackdateForm(DoseForm):
    """When a dose was really taken, on the patient's wall clock."""

    on = forms.DateField(label=gettext_lazy("Day"), validators=PLAUSIBLE_DAYS)
    at = forms.TimeField(label=gettext_lazy("Time"))

    def __init__(self, *args: Any, record: Whose, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "on" in given and "at" in given:
            given["taken_at"] = moment_of(self.record, given["on"], given["at"])
            if given["taken_at"] > self.record.now:
                raise forms.ValidationError(_("This time has not come yet. Please check it."))
        return given


def moment_of(record: Whose, day: Any, at: Any) -> datetime:
    """A day and a wall time where the patient is, as an instant."""
    return datetime.combine(day, at, tzinfo=record.zone)


class LaterForm(DoseForm):
    """In how many minutes to remind again."""

    minutes = forms.TypedChoiceField(choices=LATER, coerce=int)


class PartForm(DoseForm):
    """How much of a dose was taken."""

    amount = forms.DecimalField(
        label=gettext_lazy("How much of it?"), min_value=Decimal("0.000001"), max_digits=15, decimal_places=6
    )


class MoveForm(BackdateForm):
    """To when a dose is moved, on the patient's wall clock: it may lie ahead."""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super(BackdateForm, self).clean() or {}
        if "on" in given and "at" in given:
            given["put_to"] = moment_of(self.record, given["on"], given["at"])
        return given


class ExtraForm(forms.Form):
    """A dose outside any plan: of which medicine, how much. `sure` is the yes to our question."""

    medicine = forms.UUIDField()
    entry = forms.UUIDField()
    amount = forms.DecimalField(
        required=False, min_value=Decimal("0.000001"), max_digits=15, decimal_places=6
    )
    sure = forms.BooleanField(required=False)
