"""Sign-out and password changes close the sockets that the session opened."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver

from mendly.accounts.models import User
from mendly.live.services import close_sockets_of


@receiver([user_logged_out, password_changed, password_reset])
def close_sockets(sender: Any, user: User | None = None, **kwargs: Any) -> None:
    if user is not None:
        close_sockets_of(user.id)
