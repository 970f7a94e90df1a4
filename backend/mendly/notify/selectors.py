"""Reading: how a browser subscribes, and whom a sweep needs to look at."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from mendly.notify import push
from mendly.notify.models import PushSubscription


def push_public_key() -> str | None:
    """The key that a browser subscribes with, base64url; None where this server sends no notifications."""
    return push.public_key()


def users_with_push() -> QuerySet[PushSubscription, UUID]:
    """Accounts that any browser shows notifications for, to use inside a query."""
    return PushSubscription.objects.order_by().values_list("user", flat=True)
