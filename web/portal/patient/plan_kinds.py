"""The less usual kinds of plan, a form for each, and the list of all kinds."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mendly_core.doses import (
    AfterIntakeRule,
    AsNeededRule,
    CycleRule,
    DailyRule,
    DayRule,
    EveryDaysRule,
    EveryWeeksRule,
    FollowingRule,
    HoursRule,
    MonthDaysRule,
    Rule,
    WakingRule,
)
from mendly_core.doses.tapers import Phase
from portal.patient.forms import PlainForm
from portal.patient.phrases import plain
from portal.patient.plan_forms import (
    PlanForm,
    TimesForm,
    WeekForm,
    amount_field,
    count_field,
    day_field,
    hours_field,
    in_hours,
    minutes_of,
    time_field,
    weekdays_field,
)

_DAYS_OF_MONTH = re.compile(r"\d{1,2}(\s*[,; ]\s*\d{1,2})*", re.ASCII)

SHOWN_PHASES: Final = 6

LeadingDoses = list[tuple[str, str]]
"""The doses that another one can follow: the plan and slot as "id:slot", and their words."""


class EveryDaysForm(TimesForm):
    """Every so many days."""

    own = ("every", "anchor")
    rule_type = EveryDaysRule

    every = count_field(gettext_lazy("Every how many days?"), 2, 366, initial=2)
    anchor = day_field(gettext_lazy("A day with a dose"))

    def rule_of(self, given: dict[str, Any]) -> Rule:
        return EveryDaysRule(given["every"], given["anchor"], self.slots(given))

    def filled_in_rule(self, rule: Any) -> dict[str, object]:
        return {"every": rule.every, "anchor": rule.anchor}


class EveryWeeksForm(TimesForm):
    """Some days of every so many weeks."""

    own = ("every", "days", "anchor")
    rule_type = EveryWeeksRule

    every = count_field(gettext_lazy("Every how many weeks?"), 2, 52, initial=2)
    days = weekdays_field(label=gettext_lazy("On which days?"))
    anchor = day_field(gettext_lazy("A day in a week with doses"))

    def rule_of(self, given: dict[str, Any]) -> Rule:
        return EveryWeeksRule(given["every"], tuple(given["days"]), given["anchor"], self.slots(given))

    def filled_in_rule(self, rule: Any) -> dict[str, object]:
        return {"every": rule.every, "days": list(rule.days), "anchor": rule.anchor}


class CycleForm(TimesForm):
    """Some days with doses, then some days without."""

    own = ("on", "off", "anchor")
    rule_type = CycleRule

    on = count_field(gettext_lazy("How many days with it?"), 1, 366, initial=21)
    off = count_field(gettext_lazy("Then how many days without?"), 1, 366, initial=7)
    anchor = day_field(gettext_lazy("The first day with it"))

    def rule_of(self, given: dict[str, Any]) -> Rule:
        return CycleRule(given["on"], given["off"], given["anchor"], self.slots(given))

    def filled_in_rule(self, rule: Any) -> dict[str, object]:
        return {"on": rule.on, "off": rule.off, "anchor": rule.anchor}


class MonthDaysForm(TimesForm):
    """On days of the month; a day that a month does not have falls on its last."""

    own = ("days",)
    rule_type = MonthDaysRule

    days = forms.CharField(
        label=gettext_lazy("On which days of the month?"),
        max_length=120,
        help_text=gettext_lazy("Such as: 1, 15. Write 31 for the last day of each month."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_days(self) -> tuple[int, ...]:
        text = self.cleaned_data["days"].strip()
        days = sorted(
            {int(day) for day in re.findall(r"\d+", text)} if _DAYS_OF_MONTH.fullmatch(text) else ()
        )
        if not days or not 1 <= days[0] <= days[-1] <= 31:
            raise forms.ValidationError(_("Please write days from 1 to 31, such as: 1, 15."))
        return tuple(days)

    def rule_of(self, given: dict[str, Any]) -> Rule:
        return MonthDaysRule(given["days"], self.slots(given))

    def filled_in_rule(self, rule: Any) -> dict[str, object]:
        return {"days": ", ".join(map(str, rule.days))}


class WakingForm(PlanForm):
    """Every so many hours between two wall times."""

    own = ("every", "first", "last")
    rule_type = WakingRule

    every = hours_field(gettext_lazy("Every how many hours?"), "0.25", 24, initial=4)
    first = time_field(gettext_lazy("First dose of the day"), initial=time(8))
    last = time_field(gettext_lazy("Last dose of the day, at the latest"), initial=time(20))

    def rule_of(self, given: dict[str, Any]) -> Rule:
        return WakingRule(minutes_of(given["every"]), f"{given['first']:%H:%M}", f"{given['last']:%H:%M}")

    def filled_in_rule(self, rule: Any) -> dict[str, object]:
        ends = {"first": time.fromisoformat(rule.first), "last": time.fromisoformat(rule.last)}
        return {"every": in_hours(rule.every), **ends}


class StepForm(PlanForm):
    """Doses that no calendar decides. `next_on` and `next_at` are the next dose, on the patient's wall clock."""

    next_on = day_field(gettext_lazy("Day of the next dose"))
    next_at = time_field(gettext_lazy("Time of the next dose"))

    def __init__(self, *args: Any, zone: ZoneInfo, now: datetime, **kwargs: Any) -> None:
        self.zone, self.now = zone, now
        super().__init__(*args, **kwargs)
        if "next_on" not in self.initial:
            here = now.astimezone(zone)
            self.initial |= {"next_on": here.date(), "next_at": here.time()}

    def next_dose(self, given: dict[str, Any]) -> datetime:
        return datetime.combine(given["next_on"], given["next_at"], tzinfo=self.zone)

    def shown_next(self, moment: datetime) -> dict[str, object]:
        here = moment.astimezone(self.zone)
        return {"next_on": here.date(), "next_at": here.time()}


class HoursForm(StepForm):
    """Every so many real hours, day and night."""

    own = ("every", "next_on", "next_at")
    rule_type = HoursRule

    every = count_field(gettext_lazy("Every how many hours?"), 1, 744, initial=8)

    def rule_of(self, given: dict[str, Any]) -> Rule:
        return HoursRule(given["every"], self.next_dose(given))

    def filled_in_rule(self, rule: Any) -> dict[str, object]:
        ahead = max(0, -((rule.anchor - self.now) // rule.gap))
        return {"every": rule.every, **self.shown_next(rule.anchor + ahead * rule.gap)}


class AfterIntakeForm(StepForm):
    """So many hours after the dose before was really taken."""

    own = ("hours", "next_on", "next_at")
    rule_type = AfterIntakeRule

    hours = hours_field(gettext_lazy("How many hours after the last dose?"), "0.5", 744, initial=6)

    def rule_of(self, given: dict[str, Any]) -> Rule:
        return AfterIntakeRule(minutes_of(given["hours"]), self.next_dose(given))

    def filled_in_rule(self, rule: Any) -> dict[str, object]:
        return {"hours": in_hours(rule.minutes)}


class FollowingForm(PlanForm):
    """So many minutes after a dose of another plan."""

    own = ("leader", "minutes")
    rule_type = FollowingRule

    leader = forms.ChoiceField(label=gettext_lazy("After which dose?"))
    minutes = count_field(gettext_lazy("How many minutes after it?"), 1, 1440, initial=30)

    def __init__(self, *args: Any, leaders: LeadingDoses, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].choices = leaders  # type: ignore[attr-defined]

    def rule_of(self, given: dict[str, Any]) -> Rule:
        schedule, _colon, slot = given["leader"].partition(":")
        return FollowingRule(UUID(schedule), int(slot), given["minutes"])

    def filled_in_rule(self, rule: Any) -> dict[str, object]:
        return {"leader": f"{rule.schedule}:{rule.slot}", "minutes": rule.minutes}


class AsNeededForm(PlanForm):
    """No planned doses, but perhaps limits."""

    own = ("most", "gap")
    rule_type = AsNeededRule

    most = amount_field(
        gettext_lazy("The most within 24 hours"),
        required=False,
        help_text=gettext_lazy("As the label or your care team says. We then ask before you log more."),
    )
    gap = hours_field(gettext_lazy("Hours between two doses, at least"), "0.25", 744, required=False)

    def rule_of(self, given: dict[str, Any]) -> Rule:
        return AsNeededRule(given["most"], minutes_of(given["gap"]) if given["gap"] is not None else None)

    def filled_in_rule(self, rule: Any) -> dict[str, object]:
        return {
            "most": plain(rule.most) if rule.most is not None else None,
            "gap": in_hours(rule.gap) if rule.gap is not None else None,
        }


class TaperForm(TimesForm):
    """A dose that goes down or up step by step: so many days with so much, one step after another."""

    rule_type = DayRule

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["amount"], self.fields["valid_to"]
        for n in range(1, SHOWN_PHASES + 1):
            self.fields[f"days_{n}"] = count_field(
                _("Step %(n)s: how many days?") % {"n": n}, 1, 366, required=n == 1
            )
            self.fields[f"amount_{n}"] = amount_field(_("How much each time?"), required=n == 1)

    @property
    def phase_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"days_{n}"], self[f"amount_{n}"]) for n in range(1, SHOWN_PHASES + 1)]

    @property
    def phases(self) -> list[Phase]:
        """The steps that were filled in, in order."""
        given = [[self.cleaned_data.get(field.name) for field in row] for row in self.phase_rows]
        return [Phase(days, amount) for days, amount in given if days and amount]

    def clean(self) -> dict[str, Any]:
        for days, amount in self.phase_rows:
            if bool(self.cleaned_data.get(days.name)) != bool(self.cleaned_data.get(amount.name)):
                self.add_error(days.name, _("A step needs its days and how much."))
        given = super().clean()
        given["amount"] = given.get("amount_1")
        return given

    def rule_of(self, given: dict[str, Any]) -> Rule:
        return DailyRule(self.slots(given))


class PauseForm(PlainForm):
    """Until when a plan rests, if that is known."""

    until = day_field(
        gettext_lazy("From which day on does it go on?"),
        required=False,
        help_text=gettext_lazy("Left empty: until you go on with it here."),
    )


KINDS: Final[dict[str, tuple[type[PlanForm], Any]]] = {
    "week": (WeekForm, gettext_lazy("At times of the day, every day or on some days")),
    "as_needed": (AsNeededForm, gettext_lazy("Only when I need it")),
    "hours": (HoursForm, gettext_lazy("Every few hours, day and night")),
    "waking": (WakingForm, gettext_lazy("Every few hours while I am awake")),
    "after_intake": (AfterIntakeForm, gettext_lazy("Some hours after the last dose")),
    "following": (FollowingForm, gettext_lazy("Some time after another dose")),
    "every_days": (EveryDaysForm, gettext_lazy("Every few days")),
    "every_weeks": (EveryWeeksForm, gettext_lazy("Every few weeks")),
    "cycle": (CycleForm, gettext_lazy("Some days with it, then some days without")),
    "month_days": (MonthDaysForm, gettext_lazy("On days of the month")),
    "taper": (TaperForm, gettext_lazy("Step by step less, or more")),
}
"""Every kind of plan with its form and words, the most usual ones first."""
USUAL: Final = "week"


def kind_of(rule: Rule) -> str:
    """The kind in whose form a rule is changed."""
    return rule.kind if rule.kind in KINDS else USUAL
