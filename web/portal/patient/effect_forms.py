"""The form of a side effect."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mendly.clock import new_id
from mendly.medicines.services.side_effects import LONGEST_WORDS, Told
from mendly.medicines.side_effects import Effect
from mendly_core.side_effects import Common, Severity, needs_help_now, red_flags
from mendly_core.words import say
from portal.patient.forms import PlainForm
from portal.patient.whose import Whose
from portal.wording import active_language


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class SideEffectForm(PlainForm):
    """`entry` is the id of a new side effect, `number` that of the report: sent twice, it is there once."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    number = forms.IntegerField(min_value=1, max_value=32_767, widget=forms.HiddenInput)
    signs = forms.MultipleChoiceField(
        label=gettext_lazy("Do you have any of these now?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    what = forms.ChoiceField(label=gettext_lazy("What do you feel?"))
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    severity = forms.ChoiceField(label=gettext_lazy("How bad is it?"), widget=forms.RadioSelect)
    medicine = forms.ChoiceField(label=gettext_lazy("Which medicine does it come from?"), required=False)
    since = _day(gettext_lazy("Since when?"))
    ended_on = _day(gettext_lazy("When did it end?"), required=False)

    def __init__(
        self,
        *args: Any,
        record: Whose,
        medicines: list[tuple[str, str]],
        known: Effect | None,
        asked: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial=_start(record, known, asked), **kwargs)
        language = active_language()
        self._choose("signs", [(one.sign, say(f"effects.sign.{one.sign}", language)) for one in red_flags()])
        words = [(one.value, say(f"effects.what.{one.value}", language)) for one in Common]
        self._choose("what", [("", _("Please choose")), *words])
        levels = [(one.value, say(f"effects.severity.{one.value}", language)) for one in Severity]
        self._choose("severity", levels)
        self._choose("medicine", [("", _("I do not know")), *medicines])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def told(self) -> Told:
        given = self.cleaned_data
        return Told(
            what=Common(given["what"]),
            severity=Severity(given["severity"]),
            since=given["since"],
            words=given["words"],
            medicine=forms.UUIDField().to_python(given["medicine"]),
            signs=tuple(given["signs"]),
            ended_on=given["ended_on"],
        )

    @property
    def is_urgent(self) -> bool:
        told = self.told()
        return needs_help_now(told.severity, told.signs)


def _start(record: Whose, known: Effect | None, asked: str) -> dict[str, Any]:
    if known is None:
        return {"entry": new_id(), "number": 1, "since": record.today, "medicine": asked}
    told = known.now
    return {
        "entry": known.id,
        "number": told.number + 1,
        "what": told.what,
        "words": told.words,
        "severity": told.severity,
        "medicine": str(told.medicine) if told.medicine else "",
        "signs": list(told.signs),
        "since": told.since,
        "ended_on": told.ended_on,
    }
