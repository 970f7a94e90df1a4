"""Amounts, plans and spans of time as people say them, in the language of the request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from mendly_core.doses import (
    AfterIntakeRule,
    AsNeededRule,
    CycleRule,
    DayRule,
    EveryDaysRule,
    EveryWeeksRule,
    FollowingRule,
    HoursRule,
    MonthDaysRule,
    Rule,
    Schedule,
    WakingRule,
    WeekdaysRule,
)
from mendly_core.words import format_number
from portal.wording import active_language, clock

Counted = Callable[[int], str]
UNITS: Final[dict[str, Counted]] = {
    "tablet": lambda n: ngettext("%(amount)s tablet", "%(amount)s tablets", n),
    "capsule": lambda n: ngettext("%(amount)s capsule", "%(amount)s capsules", n),
    "drop": lambda n: ngettext("%(amount)s drop", "%(amount)s drops", n),
    "puff": lambda n: ngettext("%(amount)s puff", "%(amount)s puffs", n),
    "shot": lambda n: ngettext("%(amount)s shot", "%(amount)s shots", n),
    "patch": lambda n: ngettext("%(amount)s patch", "%(amount)s patches", n),
    "spoon": lambda n: ngettext("%(amount)s spoon", "%(amount)s spoons", n),
    "unit": lambda n: ngettext("%(amount)s unit", "%(amount)s units", n),
    "ml": lambda _n: _("%(amount)s ml"),
}
"""Units that we can count in words. A person may write any other: it stays as it was written."""
UNIT_CHOICES: Final = (
    ("tablet", pgettext_lazy("unit of a dose", "tablet")),
    ("capsule", pgettext_lazy("unit of a dose", "capsule")),
    ("drop", pgettext_lazy("unit of a dose", "drop")),
    ("puff", pgettext_lazy("unit of a dose", "puff")),
    ("shot", pgettext_lazy("unit of a dose", "shot")),
    ("patch", pgettext_lazy("unit of a dose", "patch")),
    ("spoon", pgettext_lazy("unit of a dose", "spoon")),
    ("unit", pgettext_lazy("unit of a dose", "unit")),
    ("ml", pgettext_lazy("unit of a dose", "ml")),
)
A_MONDAY: Final = date(2024, 1, 1)
SHORTEST_MONTH: Final = 28


def amount_words(amount: Decimal, unit: str) -> str:
    """An amount with its unit: "1 tablet", "2 tablets", "1.5 ml"."""
    shown = format_number(plain(amount), active_language())
    counted = UNITS.get(unit.lower())
    if counted is None:
        return f"{shown} {unit}"
    return counted(1 if amount == 1 else 2) % {"amount": shown}


def plain(amount: Decimal) -> Decimal:
    """The same number without zeros at its end."""
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()


def plan_words(plan: Schedule) -> str:
    """When a plan has doses: "Every day at 8:00 am and 9:00 pm"."""
    return rule_words(plan.rule, plan.unit)


def rule_words(rule: Rule, unit: str) -> str:
    """The same for a rule alone; `unit` is that of a dose."""
    if isinstance(rule, WakingRule):
        ends = {"first": clock(time.fromisoformat(rule.first)), "last": clock(time.fromisoformat(rule.last))}
        return _("Every %(span)s from %(first)s to %(last)s") % {"span": span_words(rule.every), **ends}
    if isinstance(rule, DayRule):
        return _day_rule_words(rule)
    if isinstance(rule, HoursRule):
        return _("Every %(span)s, day and night") % {"span": span_words(rule.every * 60)}
    if isinstance(rule, AfterIntakeRule):
        return _("%(span)s after the last dose") % {"span": span_words(rule.minutes)}
    if isinstance(rule, FollowingRule):
        return _("%(span)s after another dose") % {"span": span_words(rule.minutes)}
    return _as_needed_words(rule, unit)


def _day_rule_words(rule: DayRule) -> str:
    times = listed([clock(time.fromisoformat(slot.at)) for slot in rule.times])
    if isinstance(rule, WeekdaysRule):
        return _("%(days)s at %(times)s") % {"days": upper_first(_day_names(rule.days)), "times": times}
    if isinstance(rule, EveryDaysRule):
        return _("Every %(n)s days at %(times)s") % {"n": rule.every, "times": times}
    if isinstance(rule, EveryWeeksRule):
        facts = {"n": rule.every, "days": _day_names(rule.days), "times": times}
        return _("Every %(n)s weeks on %(days)s at %(times)s") % facts
    if isinstance(rule, CycleRule):
        facts = {"on": days_words(rule.on), "off": days_words(rule.off), "times": times}
        return _("%(on)s at %(times)s, then %(off)s without") % facts
    if isinstance(rule, MonthDaysRule):
        return _month_words(rule, times)
    return _("Every day at %(times)s") % {"times": times}


def _month_words(rule: MonthDaysRule, times: str) -> str:
    """Days that some months do not have fall on the last one."""
    facts = {"days": listed([str(day) for day in rule.days]), "times": times}
    words = ngettext(
        "Day %(days)s of each month at %(times)s", "Days %(days)s of each month at %(times)s", len(rule.days)
    )
    short = _("A shorter month has it on its last day.") if rule.days[-1] > SHORTEST_MONTH else ""
    return f"{words % facts}. {short}" if short else words % facts


def _as_needed_words(rule: AsNeededRule, unit: str) -> str:
    parts = [_("Only when needed")]
    if rule.most is not None:
        parts.append(_("At most %(amount)s in 24 hours") % {"amount": amount_words(rule.most, unit)})
    if rule.gap is not None:
        parts.append(_("At least %(span)s apart") % {"span": span_words(rule.gap)})
    return ". ".join(parts)


def span_words(minutes: int) -> str:
    """A length of time: "90 minutes", "8 hours"."""
    if minutes % 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}


def days_words(days: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _day_names(days: Sequence[int]) -> str:
    return listed([day_name(day) for day in days])


def day_name(day: int) -> str:
    """The name of a day of the week, 0 for Monday."""
    return date_format(A_MONDAY + timedelta(days=day), "l")


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(parts: Sequence[str]) -> str:
    """The parts as one reads them aloud: "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def until_words(moment: datetime, now: datetime) -> str:
    """How long it is until then: "in 40 minutes", "in 5 hours"."""
    minutes = max(1, round((moment - now).total_seconds() / 60))
    if minutes < 60:
        return ngettext("in %(n)s minute", "in %(n)s minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("in %(n)s hour", "in %(n)s hours", hours) % {"n": hours}


def ago_words(moment: datetime, now: datetime) -> str:
    """How long it has been: "just now", "10 minutes ago", "2 days ago"."""
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return pgettext("how long ago", "just now")
    if minutes < 60:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    if minutes < 24 * 60:
        hours = minutes // 60
        return ngettext("%(n)s hour ago", "%(n)s hours ago", hours) % {"n": hours}
    days = minutes // (24 * 60)
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}


def long_day(day: date) -> str:
    """A day with its name: "Sunday 22 November", "domingo 22 de noviembre"."""
    return date_format(day, pgettext("format of a day in full, as Django writes it", "l j F"))
