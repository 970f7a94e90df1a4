"""Where notifications go, and the one ledger of what was sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mendly.accounts.models import PatientOwned, User
from mendly.clock import new_id
from mendly.notify.kinds import Kind


class Channel(models.TextChoices):
    PUSH = "push"
    EMAIL = "email"


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


class PlannedDelivery(PatientOwned):
    """One thing that an account is to be told at a minute to come, about a patient. It waits in a bucket.

    When the minute has come, the rows of a bucket go into the ledger as they are, under the same ids.
    """

    shard = models.PositiveSmallIntegerField()
    minute = models.DateTimeField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    key = models.CharField(max_length=64)
    stage = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=8, choices=Channel.choices)
    bundle = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "user", "key", "stage", "channel"], name="notify_planned_once"
            )
        ]
        indexes = [models.Index(fields=["minute", "shard"], name="notify_planned_bucket")]


class DueBucket(models.Model):
    """What is planned for one minute and one shard of the patients: the piece of work that a worker leases.

    `mark` changes with every row that is planned into it, so that one which comes while a worker is at it is not
    taken for done.
    """

    minute = models.DateTimeField()
    shard = models.PositiveSmallIntegerField()
    mark = models.BigIntegerField()
    lease_until = models.DateTimeField(null=True)
    done = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minute", "shard"], name="notify_one_bucket")]
        indexes = [models.Index(fields=["minute"], condition=Q(done=False), name="notify_buckets_to_do")]
