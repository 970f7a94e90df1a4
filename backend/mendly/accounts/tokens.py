"""Tokens of phones: opaque, kept as hashes, rotated at each refresh, ended as a family when one is replayed."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from mendly.accounts.models import Device, DeviceToken, User
from mendly.clock import now
from mendly.errors import Unauthenticated
from mendly.live.services import close_sockets_of

ACCESS_LIFE = timedelta(minutes=5)
REFRESH_LIFE = timedelta(days=30)
GRACE = timedelta(seconds=30)
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What the phone keeps. Times are UTC. The refresh life is absolute from the pairing."""

    device: Device
    access: str
    access_expires_at: datetime
    refresh: str
    refresh_expires_at: datetime


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def start_family(device: Device) -> TokenPair:
    at = now()
    return _store(device, secrets.token_urlsafe(32), secrets.token_urlsafe(32), at, at + REFRESH_LIFE)


def refresh(refresh_token: str) -> TokenPair:
    """Exchange a refresh token for the next pair.

    A phone that lost our answer may ask again, however late, and gets the same pair (it is derived, not
    stored) until it has used that pair. A replaced token that comes once the next pair is in use, and more
    than 30 seconds after it was replaced, was copied by someone: the whole family ends.
    """
    with transaction.atomic():
        found = DeviceToken.objects.filter(refresh_hash=hash_of(refresh_token)).first()
        if found is None:
            raise Unauthenticated("Please pair this phone again.")
        device = Device.objects.select_for_update(of=("self",)).select_related("user").get(id=found.device_id)
        token = DeviceToken.objects.filter(id=found.id).first()
        if token is None:
            raise Unauthenticated("Please pair this phone again.")
        at = now()
        if device.revoked_at is None and device.user.is_active and token.refresh_expires_at > at:
            if token.replaced_at is None:
                return _next_pair(device, token, refresh_token, at)
            following = _derived(refresh_token, "refresh")
            given = DeviceToken.objects.filter(device=device, refresh_hash=hash_of(following)).first()
            if given is not None and (given.used_at is None or at <= token.replaced_at + GRACE):
                return _same_pair(device, given, refresh_token, at)
            _revoke(device, at)
    raise Unauthenticated("Please pair this phone again.")


def _next_pair(device: Device, token: DeviceToken, refresh_token: str, at: datetime) -> TokenPair:
    DeviceToken.objects.filter(id=token.id).update(replaced_at=at, used_at=token.used_at or at)
    Device.objects.filter(id=device.id).update(last_seen_at=at)
    access, following = _derived(refresh_token, "access"), _derived(refresh_token, "refresh")
    return _store(device, access, following, at, token.refresh_expires_at)


def _same_pair(device: Device, given: DeviceToken, refresh_token: str, at: datetime) -> TokenPair:
    """The pair whose answer got lost. Its access life starts anew while nobody has used it."""
    if given.used_at is None:
        given.access_expires_at = min(at + ACCESS_LIFE, given.refresh_expires_at)
        given.save(update_fields=["access_expires_at"])
    access, following = _derived(refresh_token, "access"), _derived(refresh_token, "refresh")
    return TokenPair(device, access, given.access_expires_at, following, given.refresh_expires_at)


def revoke_device(user: User, device_id: object) -> bool:
    """Sign a phone out; its sockets close at once. False when this person has no such phone."""
    with transaction.atomic():
        device = Device.objects.select_for_update().filter(id=device_id, user=user).first()
        if device is None:
            return False
        _revoke(device, now())
    return True


def device_of_access_token(access_token: str) -> Device | None:
    """The device that this access token speaks for, or None when it is unknown, expired or revoked."""
    token = (
        DeviceToken.objects.select_related("device__user")
        .filter(access_hash=hash_of(access_token), access_expires_at__gt=now(), device__revoked_at=None)
        .first()
    )
    if token is None or not token.device.user.is_active:
        return None
    if token.used_at is None:
        DeviceToken.objects.filter(id=token.id, used_at=None).update(used_at=now())
    if token.device.last_seen_at < now() - SEEN_EVERY:
        Device.objects.filter(id=token.device_id).update(last_seen_at=now())
    return token.device


def _revoke(device: Device, at: datetime) -> None:
    Device.objects.filter(id=device.id).update(revoked_at=at)
    DeviceToken.objects.filter(device=device).delete()
    close_sockets_of(device.user_id)


def _store(
    device: Device, access: str, refresh_token: str, at: datetime, refresh_expires_at: datetime
) -> TokenPair:
    access_expires_at = min(at + ACCESS_LIFE, refresh_expires_at)
    DeviceToken.objects.create(
        device=device,
        access_hash=hash_of(access),
        access_expires_at=access_expires_at,
        refresh_hash=hash_of(refresh_token),
        refresh_expires_at=refresh_expires_at,
    )
    DeviceToken.objects.filter(device=device, access_expires_at__lt=at, refresh_expires_at__lt=at).delete()
    return TokenPair(device, access, access_expires_at, refresh_token, refresh_expires_at)


def _derived(refresh_token: str, purpose: str) -> str:
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"device token {purpose} {refresh_token}".encode(), hashlib.sha256).hexdigest()
