"""Signing people out, one or all, when something is wrong: a stolen password, a lost phone, a breach."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q

from mendly.accounts.models import Device, User
from mendly.accounts.signing_out import sign_out
from mendly.clock import now


def forget_old_sessions() -> int:
    """Sweep: sessions whose time is over hold addresses of people who stopped half way through signing in."""
    return Session.objects.filter(expire_date__lt=now()).delete()[0]


def end_sessions(email: str = "") -> int:
    """End every session and sign out every phone of this account, or of all accounts; gives how many ended.

    Open sockets close with them. To repeat it does no harm; an unknown address ends nothing.
    """
    if email:
        return sum(map(sign_out, User.objects.filter(email__iexact=email)))
    browsers = UserSession.objects.filter(user=OuterRef("pk"))
    phones = Device.objects.filter(user=OuterRef("pk"), revoked_at=None)
    ended = sum(map(sign_out, User.objects.filter(Q(Exists(browsers)) | Q(Exists(phones)))))
    Session.objects.all().delete()  # also those of people who have not signed in yet
    return ended
