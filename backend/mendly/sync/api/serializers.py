from __future__ import annotations

from rest_framework import serializers


class EventIn(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.CharField(max_length=16)
    at = serializers.DateTimeField()
    body = serializers.DictField()


class BatchIn(serializers.Serializer):
    device_time = serializers.DateTimeField(required=False)
    events = EventIn(many=True, max_length=500)


class ResultOut(serializers.Serializer):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(["accepted", "duplicate", "rejected"])
    reason = serializers.CharField(allow_null=True)


class BatchOut(serializers.Serializer):
    server_time = serializers.DateTimeField()
    results = ResultOut(many=True)


class ChangesIn(serializers.Serializer):
    cursor = serializers.CharField(max_length=100, default="", allow_blank=True)
    limit = serializers.IntegerField(min_value=1, max_value=500, default=500)


class ChangeOut(serializers.Serializer):
    kind = serializers.CharField()
    id = serializers.UUIDField()
    deleted = serializers.BooleanField()
    body = serializers.DictField(allow_null=True)


class ChangesOut(serializers.Serializer):
    changes = ChangeOut(many=True)
    cursor = serializers.CharField()
    has_more = serializers.BooleanField()
