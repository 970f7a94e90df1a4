"""Ending sign-ins: of browsers and of phones, with their open sockets."""

from __future__ import annotations

from allauth.usersessions.models import UserSession

from mendly.accounts.models import User
from mendly.accounts.selectors import devices_of
from mendly.accounts.tokens import revoke_device


def sign_out(user: User) -> int:
    """Sign this person out of every browser and phone; gives of how many. To repeat it does no harm."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions) + sign_out_phones(user)


def sign_out_phones(user: User) -> int:
    """The phones alone; gives how many."""
    return sum(revoke_device(user, device.id) for device in devices_of(user))
