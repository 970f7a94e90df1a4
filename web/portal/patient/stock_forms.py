"""The forms about what is left of a medicine: a count, a refill, a loss, and when to be told."""

from __future__ import annotations

from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mendly.clock import new_id
from mendly.medicines.services.stocks import MOST_AMOUNT, MOST_DAYS, MOST_DAYS_BEFORE, Counted
from mendly_core.doses import StockKind
from portal.patient.forms import PlainForm
from portal.patient.phrases import UNIT_CHOICES, days_words
from portal.patient.plan_forms import count_field, day_field
from portal.patient.whose import Whose

ASKS: Final = {
    StockKind.COUNTED: gettext_lazy("How much is there now?"),
    StockKind.REFILLED: gettext_lazy("How much came?"),
    StockKind.LOST: gettext_lazy("How much is gone?"),
}
DAYS_OFFERED: Final = (3, 5, 7, 10, 14, 21, 30)
NEVER: Final = "off"


class StockForm(PlainForm):
    """`entry` is the id of the entry: sent twice, it is there once. What the kind does not ask for is left out."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    amount = forms.DecimalField(
        min_value=0,
        max_value=MOST_AMOUNT,
        max_digits=13,
        decimal_places=6,
        widget=forms.NumberInput({"inputmode": "decimal", "step": "any"}),
    )
    on = day_field(gettext_lazy("On which day did it come?"))
    days = count_field(
        gettext_lazy("For how many days is it?"),
        1,
        MOST_DAYS,
        required=False,
    )
    expires = day_field(
        gettext_lazy("Good until, as the pack says"),
        required=False,
    )

    def __init__(self, *args: Any, record: Whose, kind: StockKind, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"entry": new_id(), "on": record.today}, **kwargs)
        self._record, self._kind = record, kind
        self.fields["amount"].label = ASKS[kind]
        if unit:
            named = dict(UNIT_CHOICES).get(unit.lower(), unit)
            self.fields["amount"].help_text = _("Counted in: %(unit)s") % {"unit": named}
        if kind is not StockKind.REFILLED:
            del self.fields["on"], self.fields["days"]
        if kind is StockKind.LOST:
            del self.fields["expires"]

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if amount == 0 and self._kind is not StockKind.COUNTED:
            raise forms.ValidationError(_("Please write a number above zero."))
        return amount

    def said(self) -> Counted:
        given = self.cleaned_data
        return Counted(self._kind, given["amount"], given.get("days"), given.get("expires"), self._at())

    def _at(self) -> datetime | None:
        """Of a day before today its noon: nobody knows the hour any more."""
        on = self.cleaned_data.get("on")
        if on is None or on == self._record.today:
            return None
        return datetime.combine(on, time(12), self._record.zone).astimezone(UTC)


class ReminderForm(PlainForm):
    days_before = forms.ChoiceField(label=gettext_lazy("How long before the end?"))

    def __init__(self, *args: Any, chosen: int | None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"days_before": str(chosen or NEVER)}, **kwargs)
        offered = sorted({*DAYS_OFFERED, MOST_DAYS_BEFORE, *([chosen] if chosen else [])})
        field = self.fields["days_before"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(NEVER, _("Do not tell me")), *((str(n), days_words(n)) for n in offered)]

    def days(self) -> int | None:
        given: str = self.cleaned_data["days_before"]
        return None if given == NEVER else int(given)
