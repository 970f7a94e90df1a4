"""Ending sign-ins: of browsers and of phones, with their open sockets."""

from __future__ import annotations

from allauth.usersessions.models import UserSession

from mendly.accounts.models import PairingCode, User
from mendly.accounts.selectors import devices_of
from mendly.accounts.tokens import revoke_device


def sign_out(user: User) -> int:
    """Sign this person out of every browser and phone; gives of how many. To repeat it does no harm."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions) + sign_out_phones(user)


def sign_out_phones(user: User) -> int:
    """The phones alone, and codes that would pair one; gives how many phones.

    Codes first: a phone that is being paired in this moment is then among the phones.
    """
    PairingCode.objects.filter(user=user).delete()
    return sum(revoke_device(user, device.id) for device in devices_of(user))
