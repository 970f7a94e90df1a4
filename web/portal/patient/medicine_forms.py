"""Forms about a medicine and its plan."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mendly.medicines.checks import LONGEST_LINE, LONGEST_TEXT, MOST_TIMES_A_DAY, MedicineWords
from mendly.medicines.plans import PlanDraft, with_slots
from mendly_core.doses import DailyRule, DayRule, Rule, Schedule, SlotTime, WeekdaysRule
from mendly_core.doses.schedules import LONGEST_UNIT
from portal.patient.forms import PlainForm
from portal.patient.phrases import UNIT_CHOICES, UNITS, day_name, plain, plan_words, upper_first

SHOWN_TIMES: Final = 4
EVERY_DAY, SOME_DAYS, WHEN_NEEDED = "daily", "weekdays", "needed"


class PlanForm(PlainForm):
    """How much, on which days, at which times. Times that are left empty do not count.

    A plan of another kind shows its days and times in words, and keeps them.
    """

    amount = forms.DecimalField(
        label=gettext_lazy("How much each time?"),
        min_value=Decimal("0.000001"),
        max_digits=15,
        decimal_places=6,
        initial=Decimal(1),
        widget=forms.NumberInput({"inputmode": "decimal", "step": "any"}),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Of what?"), choices=UNIT_CHOICES)
    kind = forms.ChoiceField(
        label=gettext_lazy("On which days?"),
        choices=[(EVERY_DAY, gettext_lazy("Every day")), (SOME_DAYS, gettext_lazy("On some days"))],
        initial=EVERY_DAY,
        widget=forms.RadioSelect,
    )
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Which ones?"),
        help_text=gettext_lazy("Only for “on some days”."),
        coerce=int,
        choices=lazy(lambda: [(day, upper_first(day_name(day))) for day in range(7)], list)(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, plan: Schedule | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_as_filled_in(plan) if plan else None, **kwargs)
        self.plan = plan
        if plan and plan.unit.lower() not in UNITS:
            self.fields["unit"].choices = [(plan.unit, plan.unit), *UNIT_CHOICES]  # type: ignore[attr-defined]
        if self.kept_rule is not None:
            del self.fields["kind"], self.fields["days"]
            return
        shown = max(SHOWN_TIMES, len(_times_of(plan)) + 1)
        for n in range(1, min(shown, MOST_TIMES_A_DAY) + 1):
            self.fields[f"time_{n}"] = forms.TimeField(
                label=_("Time %(n)s") % {"n": n}, required=False, widget=forms.TimeInput({"type": "time"})
            )

    @property
    def kept_rule(self) -> Rule | None:
        """The rule that this form does not change."""
        rule = self.plan.rule if self.plan else None
        return None if isinstance(rule, DailyRule | WeekdaysRule) else rule

    @property
    def kept_words(self) -> str:
        return plan_words(self.plan) if self.plan and self.kept_rule is not None else ""

    @property
    def times(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("time_")]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("kind") == WHEN_NEEDED or self.kept_rule is not None:
            return given
        times = [given[field.name] for field in self.times if given.get(field.name)]
        if not times and not any(field.errors for field in self.times):
            self.add_error("time_1", _("Please give at least one time."))
        if len({f"{at:%H:%M}" for at in times}) < len(times):
            self.add_error("time_1", _("Two of the times are the same."))
        if given.get("kind") == SOME_DAYS and not given.get("days"):
            self.add_error("days", _("Please choose at least one day."))
        return given

    def draft(self) -> PlanDraft:
        """What to keep, with every dose under the name that it had before."""
        given = self.cleaned_data
        amount, unit = given["amount"], given["unit"][:LONGEST_UNIT]
        if self.plan is None or self.kept_rule is None:
            return PlanDraft(rule=self._rule(), amount=amount, unit=unit)
        return PlanDraft(
            rule=self.kept_rule,
            amount=amount,
            unit=unit,
            zone_policy=self.plan.zone_policy,
            home_zone=self.plan.home_zone,
            valid_to=self.plan.valid_to,
            early_minutes=self.plan.early_minutes,
            late_minutes=self.plan.late_minutes,
        )

    def _rule(self) -> Rule:
        given = self.cleaned_data
        at = [f"{given[field.name]:%H:%M}" for field in self.times if given[field.name]]
        times = with_slots(at, self.plan.rule if self.plan else None)
        if given["kind"] == SOME_DAYS:
            return WeekdaysRule(tuple(given["days"]), times)
        return DailyRule(times)


def _times_of(plan: Schedule | None) -> tuple[SlotTime, ...]:
    return plan.rule.times if plan and isinstance(plan.rule, DayRule) else ()


def _as_filled_in(plan: Schedule) -> dict[str, object]:
    rule = plan.rule
    times = {f"time_{n}": time.fromisoformat(slot.at) for n, slot in enumerate(_times_of(plan), start=1)}
    some_days = isinstance(rule, WeekdaysRule)
    return {
        "amount": plain(plan.amount),
        "unit": plan.unit.lower() if plan.unit.lower() in UNITS else plan.unit,
        "kind": SOME_DAYS if some_days else EVERY_DAY,
        "days": list(rule.days) if isinstance(rule, WeekdaysRule) else [],
        **times,
    }


def _line(label: Any, field: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_LINE[field], **options)


class AddMedicineForm(PlanForm):
    """A new medicine and, unless it is taken only when needed, its first plan. `entry` is its id."""

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
        kind.choices = [*kind.choices, (WHEN_NEEDED, _("Only when I need it"))]

    @property
    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "strength", "ingredient", "purpose", "how")]

    @property
    def has_plan(self) -> bool:
        return bool(self.cleaned_data["kind"] != WHEN_NEEDED)

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
