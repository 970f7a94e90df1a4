from __future__ import annotations

from rest_framework import serializers

from mendly.genome.tumours.services import LONGEST_LABORATORY, LONGEST_REPORT


class TumourReportIn(serializers.Serializer):
    """`id` is made by the client: sent twice, the report is there once."""

    id = serializers.UUIDField()
    findings = serializers.CharField(max_length=LONGEST_REPORT, allow_blank=True, trim_whitespace=False)
    disease = serializers.CharField(max_length=80, allow_blank=True, default="")
    laboratory = serializers.CharField(max_length=LONGEST_LABORATORY, allow_blank=True, default="")
    reported_on = serializers.DateField(required=False, allow_null=True, default=None)


class TumourCardOut(serializers.Serializer):
    title = serializers.CharField()
    headline = serializers.CharField()
    saw = serializers.ListField(child=serializers.CharField())
    means = serializers.ListField(child=serializers.CharField())
    todo = serializers.ListField(child=serializers.CharField())
    sure = serializers.ListField(child=serializers.CharField())
    sources = serializers.ListField(child=serializers.CharField())
    for_your_doctor = serializers.ListField(child=serializers.CharField())
    english_safety = serializers.ListField(child=serializers.CharField())


class TumourEvidenceOut(serializers.Serializer):
    profile = serializers.CharField()
    disease = serializers.CharField()
    therapies = serializers.ListField(child=serializers.CharField())
    given = serializers.ChoiceField(["alone", "together", "any_one"])
    meaning = serializers.ChoiceField(["may_help", "resistance", "little_benefit"])
    level = serializers.ChoiceField(["A", "B"])
    fit = serializers.ChoiceField(
        ["same", "wider", "any_solid", "narrower", "excluded", "other", "not_given"]
    )
    against = serializers.ListField(child=serializers.CharField())
    basis = serializers.CharField()


class TumourReportOut(serializers.Serializer):
    id = serializers.UUIDField()
    findings = serializers.ListField(child=serializers.CharField())
    disease = serializers.CharField()
    laboratory = serializers.CharField()
    reported_on = serializers.DateField(allow_null=True)
    entered_by = serializers.CharField()
    entered_at = serializers.DateTimeField()
    readable = serializers.BooleanField()
    knowledge_version = serializers.CharField()
    intro = serializers.ListField(child=serializers.CharField())
    cards = TumourCardOut(many=True)
    lines = serializers.ListField(child=serializers.CharField())
    todo = serializers.ListField(child=serializers.CharField())
    evidence = TumourEvidenceOut(many=True)
