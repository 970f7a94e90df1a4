"""The shapes of how a course goes, what keeps people from it, side effects, and weeks summed up."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from mendly.medicines.courses import SPANS
from mendly.medicines.services.barriers import LONGEST_WORDS as LONGEST_ANSWER
from mendly.medicines.services.side_effects import LONGEST_WORDS
from mendly_core.doses.courses import Barrier
from mendly_core.side_effects import Common, Severity, red_flags


class SpanIn(serializers.Serializer[Any]):
    days = serializers.ChoiceField(choices=SPANS, default=30)


class DoseCountsOut(serializers.Serializer[Any]):
    """`no_data`: not logged, and nothing was heard of the phone since: unknown, not missed."""

    taken = serializers.IntegerField()
    on_time = serializers.IntegerField()
    partial = serializers.IntegerField()
    skipped = serializers.IntegerField()
    missed = serializers.IntegerField()
    no_data = serializers.IntegerField()
    waiting = serializers.IntegerField()
    settled = serializers.IntegerField(help_text="Taken, taken in part, skipped or missed.")
    dose_ratio = serializers.FloatField(
        allow_null=True, help_text="Taken of settled, 0 to 1. From a log: this is no PDC."
    )
    timing_ratio = serializers.FloatField(
        allow_null=True, help_text="Taken within the window of the plan, of taken, 0 to 1."
    )


class DayCountsOut(serializers.Serializer[Any]):
    """On `full` of `counted` days every planned dose was taken."""

    full = serializers.IntegerField()
    counted = serializers.IntegerField()
    waiting = serializers.IntegerField()
    no_data = serializers.IntegerField()


class LatenessOut(serializers.Serializer[Any]):
    """Minutes after due at which a quarter, half and three quarters of the taken doses had been taken."""

    quarter = serializers.IntegerField()
    half = serializers.IntegerField()
    three_quarters = serializers.IntegerField()


class CellOut(serializers.Serializer[Any]):
    """`weekday`: 0 is Monday; `hour` of the plan's wall time."""

    weekday = serializers.IntegerField()
    hour = serializers.IntegerField()
    settled = serializers.IntegerField()
    missed = serializers.IntegerField()


class ReasonOut(serializers.Serializer[Any]):
    reason = serializers.CharField(allow_blank=True, help_text="Empty where none was given.")
    count = serializers.IntegerField()


class QualityOut(serializers.Serializer[Any]):
    """`entered_late` of `logged` intakes were entered more than 24 hours after they were taken."""

    logged = serializers.IntegerField()
    entered_late = serializers.IntegerField()
    no_data = serializers.IntegerField()


class FactsOut(serializers.Serializer[Any]):
    """`before` counts the days of the same length before; `trend` is the change of the dose ratio since."""

    doses = DoseCountsOut()
    before = DoseCountsOut()
    trend = serializers.FloatField(allow_null=True)
    full_days = DayCountsOut()
    lateness = LatenessOut(allow_null=True)
    last_taken_at = serializers.DateTimeField(allow_null=True)
    last_missed_at = serializers.DateTimeField(source="last_missed.occurrence.instant", default=None)
    longest_gap_minutes = serializers.SerializerMethodField()
    misses = CellOut(many=True)
    skip_reasons = serializers.SerializerMethodField()
    quality = QualityOut()

    def get_longest_gap_minutes(self, facts: Any) -> int | None:
        return int(facts.longest_gap.total_seconds() // 60) if facts.longest_gap is not None else None

    def get_skip_reasons(self, facts: Any) -> list[dict[str, Any]]:
        return [{"reason": reason, "count": count} for reason, count in facts.skip_reasons]


class DayUseOut(serializers.Serializer[Any]):
    day = serializers.DateField()
    times = serializers.IntegerField()
    amount = serializers.CharField()


class AsNeededOut(serializers.Serializer[Any]):
    """`most`: the most of 24 hours by the plan; `highest`: the largest amount of any 24 hours."""

    days = DayUseOut(many=True)
    unit = serializers.CharField(allow_blank=True)
    most = serializers.CharField(allow_null=True)
    highest = serializers.CharField()


class MedicineFactsOut(serializers.Serializer[Any]):
    medicine = serializers.UUIDField()
    name = serializers.CharField()
    facts = FactsOut()
    as_needed = AsNeededOut(allow_null=True)


class CourseOut(serializers.Serializer[Any]):
    """The local dates start <= day < end; `silent_days` of them came after the last word from the phone."""

    days = serializers.IntegerField()
    start = serializers.DateField()
    end = serializers.DateField()
    facts = FactsOut()
    medicines = MedicineFactsOut(many=True)
    heard_until = serializers.DateTimeField(allow_null=True)
    silent_days = serializers.IntegerField()


class BarrierQuestionOut(serializers.Serializer[Any]):
    medicine = serializers.UUIDField()
    name = serializers.CharField()


class BarrierAnswerIn(serializers.Serializer[Any]):
    id = serializers.UUIDField(required=False, help_text="Made by the sender; repeating it adds nothing.")
    medicine = serializers.UUIDField()
    answer = serializers.ChoiceField(choices=[each.value for each in Barrier])
    words = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_ANSWER)


class BarrierAnswerOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    medicine = serializers.UUIDField()
    name = serializers.CharField()
    answer = serializers.CharField()
    words = serializers.CharField(allow_blank=True)
    answered_at = serializers.DateTimeField()


class ReportIn(serializers.Serializer[Any]):
    """`id` names the side effect. A correction has the same id and the next `number`."""

    id = serializers.UUIDField(help_text="Made by the sender; the same report again adds nothing.")
    number = serializers.IntegerField(min_value=1, max_value=32_767, default=1)
    what = serializers.ChoiceField(choices=[each.value for each in Common])
    words = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_WORDS)
    severity = serializers.ChoiceField(choices=[each.value for each in Severity])
    medicine = serializers.UUIDField(required=False, allow_null=True, help_text="Null: not known.")
    signs = serializers.ListField(
        child=serializers.ChoiceField(choices=[flag.sign for flag in red_flags()]), required=False
    )
    since = serializers.DateField()
    ended_on = serializers.DateField(required=False, allow_null=True)


class ReportOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    what = serializers.CharField()
    words = serializers.CharField(allow_blank=True)
    severity = serializers.CharField()
    medicine = serializers.UUIDField(allow_null=True)
    medicine_name = serializers.CharField(allow_blank=True)
    signs = serializers.ListField(child=serializers.CharField())
    since = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)
    reported_at = serializers.DateTimeField()
    is_urgent = serializers.BooleanField(
        help_text="Severe, or a sign of a short list that no clinician has reviewed. Not urgent is no promise."
    )


class EffectOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    now = ReportOut()
    earlier = ReportOut(many=True)


class SignOut(serializers.Serializer[Any]):
    """A sign that needs help now, and the page that says so. Not reviewed by a clinician."""

    sign = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    page = serializers.CharField()
    source_date = serializers.DateField()
    note = serializers.CharField()


class WeekMedicineOut(serializers.Serializer[Any]):
    medicine = serializers.UUIDField()
    name = serializers.CharField()
    doses = DoseCountsOut()


class WeekOut(serializers.Serializer[Any]):
    week = serializers.DateField(help_text="Its Monday.")
    made_at = serializers.DateTimeField()
    doses = DoseCountsOut()
    full_days = DayCountsOut()
    medicines = WeekMedicineOut(many=True)


class ChoiceBody(serializers.Serializer[Any]):
    """`team`: the care team's page shows the summary too."""

    mine = serializers.BooleanField()
    team = serializers.BooleanField()
