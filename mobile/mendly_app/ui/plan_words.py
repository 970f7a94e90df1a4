"""When a plan has doses, in words, for every kind of rule."""

from __future__ import annotations

from collections.abc import Sequence

from mendly_app.locale import Catalogue
from mendly_app.ui.wording import language_of, listed, wall_time
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
    Schedule,
    WakingRule,
    WeekdaysRule,
)
from mendly_core.words import format_number

SHORTEST_MONTH = 28


def plan_lines(plan: Schedule, words: Catalogue) -> list[str]:
    """One line, or a few: "Every 8 hours, day and night"."""
    rule = plan.rule
    if isinstance(rule, WakingRule):
        first, last = wall_time(rule.first, words), wall_time(rule.last, words)
        return [words("plan.waking", span=_span(rule.every, words), first=first, last=last)]
    if isinstance(rule, DayRule):
        return _day_rule(rule, words)
    if isinstance(rule, HoursRule):
        return [words("plan.hours", span=_span(rule.every * 60, words))]
    if isinstance(rule, AfterIntakeRule):
        return [words("plan.after_intake", span=_span(rule.minutes, words))]
    if isinstance(rule, FollowingRule):
        return [words("plan.following", span=_span(rule.minutes, words))]
    return _as_needed(rule, plan.unit, words)


def _day_rule(rule: DayRule, words: Catalogue) -> list[str]:
    times = listed([wall_time(slot.at, words) for slot in rule.times], words)
    if isinstance(rule, WeekdaysRule):
        days = _weekdays(rule.days, words)
        return [words("medicines.weekdays", days=days[:1].upper() + days[1:], times=times)]
    if isinstance(rule, EveryDaysRule):
        return [words("plan.every_days", every=rule.every, times=times)]
    if isinstance(rule, EveryWeeksRule):
        days = _weekdays(rule.days, words)
        return [words("plan.every_weeks", every=rule.every, days=days, times=times)]
    if isinstance(rule, CycleRule):
        on, off = words("plan.days", n=rule.on), words("plan.days", n=rule.off)
        return [words("plan.cycle", on=on, off=off, times=times)]
    if isinstance(rule, MonthDaysRule):
        days = listed([str(day) for day in rule.days], words)
        short = [words("plan.short_month")] if rule.days[-1] > SHORTEST_MONTH else []
        return [words("plan.month_days", n=len(rule.days), days=days, times=times), *short]
    return [words("medicines.daily", times=times)]


def _as_needed(rule: AsNeededRule, unit: str, words: Catalogue) -> list[str]:
    lines = [words("plan.as_needed")]
    if rule.most is not None:
        amount = format_number(rule.most, language_of(words))
        lines.append(words("plan.most", amount=amount, unit=unit))
    if rule.gap is not None:
        lines.append(words("plan.apart", span=_span(rule.gap, words)))
    return lines


def _span(minutes: int, words: Catalogue) -> str:
    if minutes % 60:
        return words("plan.minutes", n=minutes)
    return words("plan.span_hours", n=minutes // 60)


def _weekdays(days: Sequence[int], words: Catalogue) -> str:
    return listed([words(f"weekday.{day}") for day in days], words)
