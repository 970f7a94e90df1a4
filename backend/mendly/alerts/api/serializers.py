from __future__ import annotations

from rest_framework import serializers

from mendly.alerts.services import ANSWERS, LONGEST_NOTE


class AlertOut(serializers.Serializer[object]):
    """`text`: plain sentences in the asker's language. `urgent`: show the emergency line beside it."""

    id = serializers.UUIDField()
    rule = serializers.CharField()
    rule_version = serializers.CharField()
    state = serializers.CharField()
    urgent = serializers.BooleanField()
    text = serializers.CharField()
    count = serializers.IntegerField()
    at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()


class ReadingOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    taken_at = serializers.DateTimeField()
    systolic = serializers.FloatField()
    diastolic = serializers.FloatField()


class StepOut(serializers.Serializer[object]):
    step = serializers.CharField()
    at = serializers.DateTimeField()
    by_name = serializers.CharField(allow_null=True)
    answer = serializers.CharField()
    note = serializers.CharField()


class AlertDetailOut(AlertOut):
    category = serializers.CharField()
    threshold_source = serializers.CharField()
    persistence = serializers.CharField()
    readings = ReadingOut(many=True)
    steps = StepOut(many=True)


class AnswerIn(serializers.Serializer[object]):
    answer = serializers.ChoiceField(choices=ANSWERS)
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, default="", allow_blank=True)
