from __future__ import annotations

from typing import Any

from rest_framework import serializers

CHOICES = ["show", "ask", "hide"]
Lines = serializers.ListField


class CategoryLineOut(serializers.Serializer):
    id = serializers.UUIDField()
    category = serializers.CharField()
    name = serializers.CharField()
    about = serializers.CharField()
    opt_in = serializers.BooleanField()
    choice = serializers.ChoiceField(CHOICES, allow_null=True)


class ChoicesOut(serializers.Serializer):
    before_adult_age = serializers.BooleanField()
    birth_date_known = serializers.BooleanField()
    categories = CategoryLineOut(many=True)


class ChoicesIn(serializers.Serializer):
    """By category; what is left out stays as it was."""

    answers = serializers.DictField(child=serializers.ChoiceField(CHOICES), allow_empty=False)


class FindingCardOut(serializers.Serializer):
    finding = serializers.UUIDField(allow_null=True)
    title = serializers.CharField()
    headline = serializers.CharField()
    saw = Lines(child=serializers.CharField())
    means = Lines(child=serializers.CharField())
    todo = Lines(child=serializers.CharField())
    sure = Lines(child=serializers.CharField())
    not_looked_at = Lines(child=serializers.CharField())
    sources = Lines(child=serializers.CharField())
    for_your_doctor = Lines(child=serializers.CharField())
    english_safety = Lines(child=serializers.CharField())


class ShownCategoryOut(serializers.Serializer):
    id = serializers.UUIDField()
    category = serializers.CharField()
    title = serializers.CharField()
    cards = FindingCardOut(many=True)
    silence = Lines(child=serializers.CharField())
    english = Lines(child=serializers.CharField())
    knowledge_version = serializers.CharField()


class FindingsShownOut(serializers.Serializer):
    file = serializers.ChoiceField(["none", "unread", "read"])
    categories = ShownCategoryOut(many=True)


class LookIn(serializers.Serializer):
    """`category`: the id of a category that asks first."""

    category = serializers.UUIDField()


class LetterIn(serializers.Serializer):
    """One of the two: `finding`, the id of a shown finding, or `gene`, a gene with a result."""

    finding = serializers.UUIDField(required=False)
    gene = serializers.CharField(max_length=20, required=False)
    confirmed = serializers.BooleanField(default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("finding" in attrs) == ("gene" in attrs):
            raise serializers.ValidationError("Please name either a finding or a gene.")
        return attrs


class LetterTextIn(serializers.Serializer):
    text = serializers.CharField()


class LetterOut(serializers.Serializer):
    id = serializers.UUIDField()
    about = serializers.UUIDField(source="place")
    gene = serializers.CharField(allow_blank=True)
    condition = serializers.CharField(allow_blank=True)
    text = serializers.CharField()
    made_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
