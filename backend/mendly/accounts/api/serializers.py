from __future__ import annotations

from rest_framework import serializers


class PairingIn(serializers.Serializer):
    code = serializers.CharField(max_length=20)
    device_name = serializers.CharField(max_length=60, default="Phone")
    platform = serializers.CharField(max_length=20, default="android")


class RefreshIn(serializers.Serializer):
    refresh_token = serializers.CharField(max_length=200)


class TokensOut(serializers.Serializer):
    device = serializers.UUIDField()
    access_token = serializers.CharField()
    access_expires_at = serializers.DateTimeField()
    refresh_token = serializers.CharField()
    refresh_expires_at = serializers.DateTimeField()
    user = serializers.UUIDField()
    patient = serializers.UUIDField(allow_null=True)
    language = serializers.CharField()
    zone = serializers.CharField()


class PairingCodeOut(serializers.Serializer):
    code = serializers.CharField()
    expires_at = serializers.DateTimeField()


class DeviceOut(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    platform = serializers.CharField()
    created_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField()


class MeOut(serializers.Serializer):
    user = serializers.UUIDField()
    email = serializers.EmailField()
    language = serializers.CharField()
    zone = serializers.CharField()
    patient = serializers.UUIDField(allow_null=True)
    provider = serializers.UUIDField(allow_null=True)


class PreferencesIn(serializers.Serializer):
    language = serializers.CharField(max_length=8)
    zone = serializers.CharField(max_length=64)
    theme = serializers.CharField(max_length=8, required=False)


class ProfileOut(serializers.Serializer):
    patient = serializers.UUIDField()
    name = serializers.CharField()
    birth_date = serializers.DateField(allow_null=True)
    language = serializers.CharField()
    zone = serializers.CharField()


class ProfileIn(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    birth_date = serializers.DateField(allow_null=True, required=False, default=None)


class ColleagueIn(serializers.Serializer):
    email = serializers.EmailField(max_length=254)
    name = serializers.CharField(max_length=120)
    profession = serializers.CharField(max_length=40)
