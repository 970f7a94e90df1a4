from __future__ import annotations

from datetime import datetime

from rest_framework import serializers

from mendly.vitals.selectors import MOST_OBSERVATIONS
from mendly.vitals.services import LONGEST_NOTE
from mendly.vitals.values import KINDS


class MomentField(serializers.DateTimeField):
    """An instant: a time without a zone is refused, not guessed."""

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise serializers.ValidationError(
                "Please give the time with its zone, such as 2026-11-22T08:00:00Z."
            )
        return super().enforce_timezone(value)


class SampleBatchIn(serializers.Serializer[object]):
    """Describes the body of an upload; `parsers.SampleUploadParser` reads it."""

    type = serializers.CharField(max_length=80)
    source = serializers.CharField(max_length=80)  # type: ignore[assignment]
    unit = serializers.CharField(max_length=80, help_text="UCUM, the unit of the type.")
    zone_offset_min = serializers.IntegerField(min_value=-1080, max_value=1080)
    points = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2),
        help_text="Pairs of Unix milliseconds and value.",
    )


class SamplesIn(serializers.Serializer[object]):
    batches = SampleBatchIn(many=True)


class RefusedPointOut(serializers.Serializer[object]):
    index = serializers.IntegerField()
    reason = serializers.CharField()


class SampleBatchOut(serializers.Serializer[object]):
    status = serializers.ChoiceField(choices=["accepted", "duplicate", "rejected"])
    reason = serializers.CharField(allow_null=True)
    accepted = serializers.IntegerField()
    duplicate = serializers.IntegerField()
    refused = RefusedPointOut(many=True)


class SamplesOut(serializers.Serializer[object]):
    results = SampleBatchOut(many=True)


class SeriesOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    type = serializers.CharField()
    unit = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    n = serializers.IntegerField()
    first_at = serializers.DateTimeField()
    last_at = serializers.DateTimeField()


Span = type(
    "Span",
    (serializers.Serializer,),
    {
        "__doc__": "A span of time; made this way because `from` is a word of the language.",
        "from": MomentField(help_text="From here on."),
        "to": MomentField(help_text="Up to here, not included."),
    },
)


class CurveOut(serializers.Serializer[object]):
    """`points`: lows and highs in the order of time, as pairs of Unix milliseconds and value."""

    type = serializers.CharField()
    unit = serializers.CharField()
    is_daily = serializers.BooleanField()
    points = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)
    )


class ObservationIn(serializers.Serializer[object]):
    id = serializers.UUIDField(
        help_text="Made where the reading was taken; repeating it stores nothing twice."
    )
    type = serializers.ChoiceField(choices=list(KINDS))
    taken_at = MomentField()
    values = serializers.DictField(
        help_text='{"systolic": 128, "diastolic": 82, "pulse": 70} or {"weight": "81.4"}'
    )
    unit = serializers.CharField(max_length=16, required=False, default=None, allow_null=True)
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, default="", allow_blank=True)
    confirmed = serializers.BooleanField(required=False, default=False)


ObservationsAsked = type(
    "ObservationsAsked",
    (serializers.Serializer,),
    {
        "type": serializers.ChoiceField(choices=list(KINDS), default=None),
        "from": MomentField(default=None),
        "to": MomentField(default=None),
        "limit": serializers.IntegerField(
            min_value=1, max_value=MOST_OBSERVATIONS, default=MOST_OBSERVATIONS
        ),
    },
)


class ObservationOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    type = serializers.CharField()
    taken_at = serializers.DateTimeField()
    values = serializers.DictField(source="values.to_json")
    unit = serializers.CharField(source="values.unit")
    note = serializers.CharField()
    is_doubtful = serializers.BooleanField()
