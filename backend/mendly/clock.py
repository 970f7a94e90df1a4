"""The one place of the server that reads the clock; tests travel with it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from mendly_core.ids import uuid7


def now() -> datetime:
    return timezone.now()


def new_id() -> UUID:
    return uuid7(int(now().timestamp() * 1000))
