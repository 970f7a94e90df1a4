from __future__ import annotations

from rest_framework import serializers

from mendly.care.services import SCOPES


class InvitationIn(serializers.Serializer):
    email = serializers.EmailField(max_length=254)


class AcceptIn(serializers.Serializer):
    token = serializers.CharField(max_length=100)


class RelationshipOut(serializers.Serializer):
    id = serializers.UUIDField()
    provider = serializers.UUIDField(source="provider_id")
    provider_name = serializers.CharField(source="provider.name")
    clinic_name = serializers.CharField(source="provider.clinic.name")
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class ProxyOut(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class ProxyInvitationOut(serializers.Serializer):
    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    ends_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class ProxyIn(serializers.Serializer):
    email = serializers.EmailField(max_length=254)
    name = serializers.CharField(max_length=80)
    scopes = serializers.ListField(child=serializers.ChoiceField(SCOPES), min_length=1, max_length=3)
    ends_at = serializers.DateTimeField()


class LookOut(serializers.Serializer):
    at = serializers.DateTimeField()
    who = serializers.CharField()
    name = serializers.CharField()
    clinic = serializers.CharField()
    action = serializers.CharField()
    category = serializers.CharField()
    about = serializers.CharField()
    via = serializers.CharField()
    listed = serializers.BooleanField()
