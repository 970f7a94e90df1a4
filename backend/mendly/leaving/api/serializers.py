from __future__ import annotations

from rest_framework import serializers


class ErasureOut(serializers.Serializer):
    """`due_at`: nothing happens before. `started_at`: from then on it cannot be taken back."""

    asked_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)


class ErasureAsked(ErasureOut):
    """`receipt_token` is told once: what was erased will stand at `/receipt/<token>/` for 90 days."""

    receipt_token = serializers.CharField()


class ErasureState(serializers.Serializer):
    erasure = ErasureOut(allow_null=True)


class ExportOut(serializers.Serializer):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(["asked", "building", "ready", "fetched", "stopped", "failed"])
    asked_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)


class ExportAsked(ExportOut):
    """`passphrase` is told once and opens the archive. We do not keep it."""

    passphrase = serializers.CharField()
