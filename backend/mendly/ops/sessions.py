"""Signing people out, one or all, when something is wrong: a stolen password, a lost phone, a breach."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from mendly.accounts.models import Device
from mendly.accounts.tokens import revoke_device


def end_sessions(email: str = "") -> int:
    """End every session and sign out every phone of this account, or of all accounts; gives how many ended.

    Open sockets close with them. To repeat it does no harm; an unknown address ends nothing.
    """
    sessions, devices = UserSession.objects.all(), Device.objects.filter(revoked_at=None)
    if email:
        sessions, devices = (
            sessions.filter(user__email__iexact=email),
            devices.filter(user__email__iexact=email),
        )
    ended = 0
    for session in sessions.select_related("user"):
        session.end()
        ended += 1
    for device in devices.select_related("user"):
        ended += revoke_device(device.user, device.id)
    if not email:
        Session.objects.all().delete()  # also those of people who have not signed in yet
    return ended
