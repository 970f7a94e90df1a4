"""The blood pressure in words: the average of this week beside the goal and the week before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mendly.vitals.selectors import blood_pressure_summary
from mendly_core.signals.blood_pressure import Category
from mendly_core.signals.thresholds import threshold_rules
from mendly_core.signals.trends import PressureMean
from mendly_core.words import ReadingText, Week, reading_card
from portal.charts import Goal, Point
from portal.patient.whose import Whose
from portal.wording import active_language


@dataclass(frozen=True, slots=True)
class PressureWords:
    """`to_check` readings cannot be right and were left out."""

    text: ReadingText
    to_check: int
    measured: bool


def pressure_words(record: Whose) -> PressureWords:
    trend = blood_pressure_summary(record.actor, record.patient, record.now)
    text = reading_card(
        "blood_pressure",
        this_week=_week(trend.this_week),
        last_week=_week(trend.last_week),
        goal=None,
        language=active_language(),
    )
    return PressureWords(text, trend.to_check, measured=trend.this_week is not None)


def _week(mean: PressureMean | None) -> Week | None:
    return Week((mean.systolic, mean.diastolic), mean.readings) if mean else None


def normal_bands(lower: Sequence[Point]) -> tuple[Goal, ...]:
    """What counts as normal for adults, one band for each number, from the table of thresholds.

    The words stand in the band of the lower number, where no line runs through them. It is not a goal: a
    goal is what a care team sets with a person.
    """
    rule = threshold_rules()[Category.NORMAL.rule_name]
    below = {condition.measure: condition.low for condition in rule.conditions}
    upper_edge, lower_edge = below["systolic"], below["diastolic"]
    floor = min([float(point.value) for point in lower] + [float(lower_edge)]) - 10
    words = _("Normal: below %(upper)s over %(lower)s") % {"upper": upper_edge, "lower": lower_edge}
    return Goal(lower_edge, upper_edge, ""), Goal(floor, lower_edge, words)
