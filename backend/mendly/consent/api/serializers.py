from __future__ import annotations

from rest_framework import serializers

from mendly.policy import SHAREABLE


class Answers(serializers.Serializer):
    """One answer for each kind of data; what is left out stays as it was."""

    profile = serializers.ChoiceField(["permit", "deny"], required=False)
    medicines = serializers.ChoiceField(["permit", "deny"], required=False)
    readings = serializers.ChoiceField(["permit", "deny"], required=False)
    genes = serializers.ChoiceField(["permit", "deny"], required=False)
    tumours = serializers.ChoiceField(["permit", "deny"], required=False)
    messages = serializers.ChoiceField(["permit", "deny"], required=False)


class ConsentIn(serializers.Serializer):
    provider = serializers.UUIDField()
    answers = Answers()
    see_only = serializers.ListField(
        child=serializers.ChoiceField([category.value for category in SHAREABLE]),
        required=False,
        default=list,
    )
    days = serializers.IntegerField(min_value=1, max_value=730, default=365)

    def validate_answers(self, value: dict[str, str]) -> dict[str, str]:
        if not value:
            raise serializers.ValidationError("Please answer for at least one kind of data.")
        return value


class ConsentOut(serializers.Serializer):
    id = serializers.UUIDField()
    recipient_kind = serializers.CharField()
    recipient = serializers.UUIDField(allow_null=True)
    purpose = serializers.CharField()
    category = serializers.CharField()
    answer = serializers.CharField()
    access = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    words = serializers.CharField()
    words_digest = serializers.CharField()
    language = serializers.CharField()
    given_as = serializers.CharField()
    created_at = serializers.DateTimeField()


class ResearchIn(serializers.Serializer):
    answer = serializers.ChoiceField(["permit", "deny"])
