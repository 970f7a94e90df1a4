"""What every form about a plan asks, and the most usual one: at times of the day, every day or on some."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from typing import Any, ClassVar, Final

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mendly.medicines.checks import MOST_TIMES_A_DAY
from mendly.medicines.plans import DAY, PlanDraft, with_slots
from mendly_core.doses import (
    DailyRule,
    DayRule,
    Refused,
    Rule,
    Schedule,
    SlotTime,
    WakingRule,
    WeekdaysRule,
    ZonePolicy,
)
from mendly_core.doses.rules import StepRule
from mendly_core.doses.schedules import LONGEST_UNIT
from portal.patient.forms import PLAUSIBLE_DAYS, PlainForm
from portal.patient.phrases import UNIT_CHOICES, UNITS, day_name, plain, upper_first

SHOWN_TIMES: Final = 4
EVERY_DAY, SOME_DAYS = "daily", "weekdays"
LONGEST_DOSE_WINDOW: Final = 240
"""Minutes for which a dose stays open; of steps that follow each other fast, half their distance."""
_WEEK: Final = lazy(lambda: [(day, upper_first(day_name(day))) for day in range(7)], list)


def day_field(label: Any, **options: Any) -> forms.DateField:
    shown = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=shown, validators=PLAUSIBLE_DAYS, **options)


def time_field(label: Any, **options: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput({"type": "time"}, format="%H:%M"), **options)


def count_field(label: Any, lowest: int, highest: int, **options: Any) -> forms.IntegerField:
    shown = forms.NumberInput({"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=lowest, max_value=highest, widget=shown, **options)


def hours_field(label: Any, lowest: str, highest: int, **options: Any) -> forms.DecimalField:
    shown = forms.NumberInput({"inputmode": "decimal", "step": "any"})
    limits = {"min_value": Decimal(lowest), "max_value": highest}
    return forms.DecimalField(label=label, decimal_places=2, widget=shown, **limits, **options)


def amount_field(label: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=Decimal("0.000001"),
        max_digits=15,
        decimal_places=6,
        widget=forms.NumberInput({"inputmode": "decimal", "step": "any"}),
        **options,
    )


def weekdays_field(**options: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        coerce=int, choices=_WEEK(), widget=forms.CheckboxSelectMultiple, **options
    )


class PlanForm(PlainForm):
    """How much, and from which day to which. Each kind of plan says in `own` what it asks besides.

    `plan` is the one that is changed: what a form does not show stays as it was.
    """

    own: ClassVar[tuple[str, ...]] = ()
    rule_type: ClassVar[type[Any]]

    amount = amount_field(gettext_lazy("How much each time?"), initial=Decimal(1))
    unit = forms.ChoiceField(label=gettext_lazy("Of what?"), choices=UNIT_CHOICES)
    valid_from = day_field(
        gettext_lazy("From which day?"), required=False, help_text=gettext_lazy("Left empty: from now on.")
    )
    valid_to = day_field(
        gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Only if your care team gave you a last day."),
    )

    def __init__(self, *args: Any, plan: Schedule | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=self._filled_in(plan) if plan else None, **kwargs)
        self.plan = plan
        if plan and plan.unit.lower() not in UNITS:
            self.fields["unit"].choices = [(plan.unit, plan.unit), *UNIT_CHOICES]  # type: ignore[attr-defined]

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[name] for name in self.own]

    @property
    def dose(self) -> list[forms.BoundField]:
        return self._shown("amount", "unit")

    @property
    def span(self) -> list[forms.BoundField]:
        return self._shown("valid_from", "valid_to")

    @property
    def times(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("time_")]

    @property
    def has_span(self) -> bool:
        """Whether the days from and to are of interest already."""
        return any(bound.value() or bound.errors for bound in self.span)

    def _shown(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and self.has_plan:
            try:
                given["rule"] = self.rule_of(given)
            except Refused as refused:
                field = refused.field.removeprefix("rule.")
                self.add_error(field if field in self.fields else None, _(refused.sentence))
        return given

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan to keep."""
        return True

    def rule_of(self, given: dict[str, Any]) -> Rule:
        """What was filled in, as a rule. Raises `Refused`."""
        raise NotImplementedError

    def filled_in_rule(self, rule: Any) -> dict[str, object]:
        """The fields of `own` as the rule has them, which is of this form's `rule_type`."""
        return {}

    def draft(self) -> PlanDraft:
        """What to keep. A plan in hours has no wall clock, any other keeps the one that it had."""
        given = self.cleaned_data
        rule, last_day = given["rule"], given.get("valid_to")
        draft = PlanDraft(
            rule=rule,
            amount=given["amount"],
            unit=given["unit"][:LONGEST_UNIT],
            valid_from=given.get("valid_from"),
            valid_to=last_day + DAY if last_day else None,
        )
        if isinstance(rule, StepRule):
            gap = int(rule.gap / timedelta(minutes=1))
            windows = {
                "late_minutes": min(LONGEST_DOSE_WINDOW, gap // 2),
                "early_minutes": min(60, gap // 4),
            }
            return replace(draft, zone_policy=ZonePolicy.ABSOLUTE, **windows)
        if self.plan is None or self.plan.steps is not None:
            return draft
        return replace(
            draft,
            zone_policy=self.plan.zone_policy,
            home_zone=self.plan.home_zone,
            early_minutes=self.plan.early_minutes,
            late_minutes=self.plan.late_minutes,
        )

    def _filled_in(self, plan: Schedule) -> dict[str, object]:
        own = self.filled_in_rule(plan.rule) if isinstance(plan.rule, self.rule_type) else {}
        return {
            "amount": plain(plan.amount),
            "unit": plan.unit.lower() if plan.unit.lower() in UNITS else plan.unit,
            "valid_to": plan.valid_to - DAY if plan.valid_to and plan.steps is None else None,
            **own,
        }


class TimesForm(PlanForm):
    """Doses at wall times. Times that are left empty do not count; a dose that stays or moves keeps its name."""

    def __init__(self, *args: Any, plan: Schedule | None = None, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        known = _times_of(plan)
        for n in range(1, min(max(SHOWN_TIMES, len(known) + 1), MOST_TIMES_A_DAY) + 1):
            self.fields[f"time_{n}"] = time_field(_("Time %(n)s") % {"n": n}, required=False)
        for n, slot in enumerate(known, start=1):
            self.initial[f"time_{n}"] = time.fromisoformat(slot.at)

    def clean(self) -> dict[str, Any]:
        if self.has_plan:
            self.check_times(self.cleaned_data)
        return super().clean()

    def check_times(self, given: dict[str, Any]) -> None:
        times = [given[field.name] for field in self.times if given.get(field.name)]
        if not times and not any(field.errors for field in self.times):
            self.add_error("time_1", _("Please give at least one time."))
        if len({f"{at:%H:%M}" for at in times}) < len(times):
            self.add_error("time_1", _("Two of the times are the same."))

    def slots(self, given: dict[str, Any]) -> tuple[SlotTime, ...]:
        at = [f"{given[field.name]:%H:%M}" for field in self.times if given[field.name]]
        return with_slots(at, self.plan.rule if self.plan else None)


class WeekForm(TimesForm):
    """Every day, or on some days of the week."""

    own = ("kind", "days")
    rule_type = DayRule

    kind = forms.ChoiceField(
        label=gettext_lazy("On which days?"),
        choices=[(EVERY_DAY, gettext_lazy("Every day")), (SOME_DAYS, gettext_lazy("On some days"))],
        initial=EVERY_DAY,
        widget=forms.RadioSelect,
    )
    days = weekdays_field(
        label=gettext_lazy("Which ones?"), help_text=gettext_lazy("Only for “on some days”."), required=False
    )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("kind") == SOME_DAYS and not self.cleaned_data.get("days"):
            self.add_error("days", _("Please choose at least one day."))
        return super().clean()

    def rule_of(self, given: dict[str, Any]) -> Rule:
        if given["kind"] == SOME_DAYS:
            return WeekdaysRule(tuple(given["days"]), self.slots(given))
        return DailyRule(self.slots(given))

    def filled_in_rule(self, rule: Any) -> dict[str, object]:
        if isinstance(rule, WeekdaysRule):
            return {"kind": SOME_DAYS, "days": list(rule.days)}
        return {"kind": EVERY_DAY}


def _times_of(plan: Schedule | None) -> tuple[SlotTime, ...]:
    has_times = plan is not None and isinstance(plan.rule, DayRule) and not isinstance(plan.rule, WakingRule)
    return plan.rule.times if has_times else ()  # type: ignore[union-attr]


def minutes_of(hours: Decimal) -> int:
    return round(hours * 60)


def in_hours(minutes: int) -> Decimal:
    return plain((Decimal(minutes) / 60).quantize(Decimal("0.01")))
