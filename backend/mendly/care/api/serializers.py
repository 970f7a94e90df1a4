from __future__ import annotations

from rest_framework import serializers

from mendly.care.services import LONGEST_WORDS, REASONS, SCOPES


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


class ChildIn(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    birth_date = serializers.DateField()
    called = serializers.CharField(max_length=80, help_text="How the child calls the guardian.")


class RecordOut(serializers.Serializer):
    patient = serializers.UUIDField()


class GuardianIn(serializers.Serializer):
    email = serializers.EmailField(max_length=254)
    name = serializers.CharField(max_length=80)


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
    person = serializers.UUIDField(allow_null=True)
    purpose = serializers.CharField()
    emergency = serializers.BooleanField()


class LookWish(serializers.Serializer):
    """`before`: the last moment of the page before; `person`: only what this account did."""

    person = serializers.UUIDField(required=False)
    before = serializers.DateTimeField(required=False)


class OpeningOut(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    clinic = serializers.CharField()
    reason = serializers.CharField()
    words = serializers.CharField()
    opened_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    read = serializers.BooleanField()
    judgement = serializers.CharField()


class EmergencyIn(serializers.Serializer):
    who = serializers.CharField(max_length=254)
    reason = serializers.ChoiceField(REASONS)
    words = serializers.CharField(max_length=LONGEST_WORDS)


class OpenedOut(serializers.Serializer):
    id = serializers.UUIDField()
    patient = serializers.UUIDField(source="patient_id")
    ends_at = serializers.DateTimeField()
