from __future__ import annotations

from rest_framework import serializers

from mendly.policy import SHAREABLE


class ConsentIn(serializers.Serializer):
    provider = serializers.UUIDField()
    answers = serializers.DictField(
        child=serializers.ChoiceField(["permit", "deny"]),
        help_text=f"One answer for each kind of data: {', '.join(SHAREABLE)}.",
    )
    days = serializers.IntegerField(min_value=1, max_value=730, default=365)

    def validate_answers(self, value: dict[str, str]) -> dict[str, str]:
        if not value or set(value) - set(SHAREABLE):
            raise serializers.ValidationError(f"Please answer for: {', '.join(SHAREABLE)}.")
        return value


class ConsentOut(serializers.Serializer):
    id = serializers.UUIDField()
    recipient_kind = serializers.CharField()
    recipient = serializers.UUIDField()
    purpose = serializers.CharField()
    category = serializers.CharField()
    answer = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    words = serializers.CharField()
    words_digest = serializers.CharField()
    language = serializers.CharField()
    created_at = serializers.DateTimeField()
