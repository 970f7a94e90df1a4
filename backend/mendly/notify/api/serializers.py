from __future__ import annotations

from typing import Any

from rest_framework import serializers

from mendly.notify.push import LONGEST_ENDPOINT


class Keys(serializers.Serializer[Any]):
    p256dh = serializers.CharField(max_length=88)
    auth = serializers.CharField(max_length=24)


class Subscription(serializers.Serializer[Any]):
    """What a browser's `PushSubscription.toJSON()` gives."""

    endpoint = serializers.CharField(max_length=LONGEST_ENDPOINT)
    keys = Keys()


class Endpoint(serializers.Serializer[Any]):
    endpoint = serializers.CharField(max_length=LONGEST_ENDPOINT)


class PublicKey(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="For `applicationServerKey`, base64url.")
