"""Sign-out, an ended session and a new password close the sockets that the session opened."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete
from django.dispatch import receiver

from mendly.accounts.models import User
from mendly.live.services import close_sockets_of


@receiver([user_logged_out, password_changed, password_reset])
def close_sockets(sender: Any, user: User | None = None, **kwargs: Any) -> None:
    if user is not None:
        close_sockets_of(user.id)


@receiver(post_delete, sender=UserSession)
def close_sockets_of_ended_session(sender: Any, instance: UserSession, **kwargs: Any) -> None:
    """Someone ended another of their sessions from the list, or an old one was found to be over."""
    close_sockets_of(instance.user_id)
