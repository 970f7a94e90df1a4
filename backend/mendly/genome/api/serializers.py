from __future__ import annotations

from rest_framework import serializers


class FileOut(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    state = serializers.ChoiceField(["received", "reading", "asking", "ready", "refused"])
    refusal = serializers.CharField()
    choices = serializers.ListField(child=serializers.CharField())
    facts = serializers.DictField()
    received_at = serializers.DateTimeField()


class FileAnswerIn(serializers.Serializer):
    """One of the `choices` of a file that is asking."""

    answer = serializers.CharField(max_length=400)


class LabResultIn(serializers.Serializer):
    gene = serializers.CharField(max_length=20)
    diplotype = serializers.CharField(max_length=80, required=False, allow_null=True, default=None)
    phenotype = serializers.CharField(max_length=80, required=False, allow_null=True, default=None)
    activity_score = serializers.CharField(max_length=10, required=False, allow_null=True, default=None)
    laboratory = serializers.CharField(max_length=120)
    method = serializers.CharField(max_length=120, allow_blank=True, default="")
    reported_on = serializers.DateField()


class LabResultOut(serializers.Serializer):
    id = serializers.UUIDField()


class FindingOut(serializers.Serializer):
    gene = serializers.CharField()
    from_lab = serializers.BooleanField()
    result = serializers.DictField()
    other = serializers.DictField(allow_null=True)
