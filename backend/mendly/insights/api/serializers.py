from __future__ import annotations

from rest_framework import serializers


class InsightOut(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    medicine = serializers.UUIDField()
    genes = serializers.ListField(child=serializers.CharField())
    level = serializers.ChoiceField(["act", "watch", "info", "unknown"])
    headline = serializers.CharField()
    saw = serializers.ListField(child=serializers.CharField())
    means = serializers.ListField(child=serializers.CharField())
    right_now = serializers.ListField(child=serializers.CharField())
    todo = serializers.ListField(child=serializers.CharField())
    sure = serializers.ListField(child=serializers.CharField())
    not_looked_at = serializers.ListField(child=serializers.CharField())
    sources = serializers.ListField(child=serializers.CharField())
    for_your_doctor = serializers.ListField(child=serializers.CharField())
    english_safety = serializers.ListField(child=serializers.CharField())
    dismissed = serializers.BooleanField()
    checked_by_clinic = serializers.BooleanField()
    knowledge_version = serializers.CharField()
    updated_at = serializers.DateTimeField()
    language = serializers.CharField()


class RowLineOut(serializers.Serializer):
    """A guideline row and what patients read because of it. `signed_before`: it has changed since."""

    checksum = serializers.CharField(source="row.checksum")
    ingredient = serializers.CharField(source="row.ingredient")
    genes = serializers.ListField(child=serializers.CharField(), source="row.advice.genes")
    lookups = serializers.ListField(child=serializers.CharField(), source="row.advice.lookups")
    population = serializers.CharField(source="row.advice.population")
    action = serializers.CharField(source="row.advice.action")
    action_detail = serializers.CharField(source="row.advice.action_detail")
    strength = serializers.CharField(source="row.advice.strength")
    guideline = serializers.CharField(source="row.advice.guideline")
    guideline_year = serializers.CharField(source="row.advice.guideline_year")
    source = serializers.CharField(source="row.advice.source")
    sentences = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), source="row.sentences"
    )
    signed_by = serializers.CharField(allow_null=True)
    signed_at = serializers.DateTimeField(allow_null=True)
    signed_before = serializers.BooleanField()


class SignIn(serializers.Serializer):
    checksum = serializers.CharField(max_length=32)


class ClinicRuleIn(serializers.Serializer):
    signature_required = serializers.BooleanField()


class MedicineCheckIn(serializers.Serializer):
    name = serializers.CharField(max_length=120)


class CheckedCardOut(serializers.Serializer):
    title = serializers.CharField()
    level = serializers.ChoiceField(["act", "watch", "info", "unknown"])
    headline = serializers.CharField()
    saw = serializers.ListField(child=serializers.CharField())
    means = serializers.ListField(child=serializers.CharField())
    right_now = serializers.ListField(child=serializers.CharField())
    todo = serializers.ListField(child=serializers.CharField())
    sure = serializers.ListField(child=serializers.CharField())
    not_looked_at = serializers.ListField(child=serializers.CharField())
    sources = serializers.ListField(child=serializers.CharField())
    for_your_doctor = serializers.ListField(child=serializers.CharField())
    english_safety = serializers.ListField(child=serializers.CharField())


class WouldChangeOut(serializers.Serializer):
    title = serializers.CharField()
    level = serializers.ChoiceField(["act", "watch", "info", "unknown"])
    lines = serializers.ListField(child=serializers.CharField())


class CheckedMedicineOut(serializers.Serializer):
    name = serializers.CharField()
    on_list = serializers.BooleanField()
    waits_for_clinic = serializers.BooleanField()
    cards = CheckedCardOut(many=True)
    changes = WouldChangeOut(many=True)


class MedicineCheckOut(serializers.Serializer):
    found = CheckedMedicineOut(many=True)
    similar = serializers.ListField(child=serializers.CharField())
