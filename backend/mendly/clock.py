"""The one place of the server that reads the clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from mendly_core.ids import uuid7

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    return _moment.get() or timezone.now()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Inside the block it is `moment`: how the demo clinic gets a past, written by the same services as the present."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def new_id() -> UUID:
    return uuid7(int(now().timestamp() * 1000))
