"""Where notifications go, and the one ledger of what was sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mendly.accounts.models import User
from mendly.clock import new_id
from mendly.notify.kinds import Kind


class Channel(models.TextChoices):
    PUSH = "push"


class PushSubscription(models.Model):
    """One browser that may show notifications for this account. The push service made `endpoint`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.CharField(max_length=1000)
    endpoint_digest = models.CharField(max_length=64, unique=True)
    p256dh = models.CharField(max_length=88)
    auth = models.CharField(max_length=24)
    created_at = models.DateTimeField()


class Delivery(models.Model):
    """One thing to tell one person on one channel, once: `key` names it, `stage` counts repeats on purpose.

    A sender leases the row before it sends, so that a dead sender's row returns; rows of one `bundle` go out
    as one notification. Nothing here says what it is about.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    key = models.CharField(max_length=64)
    stage = models.PositiveSmallIntegerField(default=0)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.PUSH)
    bundle = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key", "stage", "channel"], name="notify_once_each")
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(sent_at=None), name="notify_unsent"),
            models.Index(fields=["created_at"], name="notify_by_age"),
        ]
