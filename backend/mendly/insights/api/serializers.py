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
    knowledge_version = serializers.CharField()
    updated_at = serializers.DateTimeField()
    language = serializers.CharField()


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
    cards = CheckedCardOut(many=True)
    changes = WouldChangeOut(many=True)


class MedicineCheckOut(serializers.Serializer):
    found = CheckedMedicineOut(many=True)
    similar = serializers.ListField(child=serializers.CharField())
