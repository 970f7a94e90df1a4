from __future__ import annotations

from django.db import models


class Inbox(models.Model):
    """The newest sequence number of one person. Its row lock makes commit order equal to number order."""

    user = models.UUIDField(primary_key=True)
    seq = models.PositiveBigIntegerField()


class Event(models.Model):
    """One hint to one person: "look at this". Ids only; the content is fetched and decided anew by who asks."""

    user = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=24)
    ids = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("user", "seq", name="live_one_event_per_number")]
        indexes = [models.Index(fields=["at"], name="live_event_at")]
