from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """The last time a named background part did its work; `/readyz` and operators read it."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
