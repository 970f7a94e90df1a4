"""Reading the event log of one person."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from mendly.live.models import Event, Inbox

PAGE = 200


def newest_seq(user: UUID) -> int:
    """Read this before the data of a page, so that nothing between the two is missed."""
    row = Inbox.objects.filter(user=user).first()
    return row.seq if row else 0


def newest_seqs(users: Iterable[UUID]) -> dict[UUID, int]:
    return dict(Inbox.objects.filter(user__in=list(users)).values_list("user", "seq"))


def events_after(user: UUID, seq: int, *, limit: int = PAGE) -> list[Event]:
    return list(Event.objects.filter(user=user, seq__gt=seq).order_by("seq")[:limit])


def can_replay_from(user: UUID, seq: int) -> bool:
    """False when the client is ahead of us (a restored database) or its next event was already forgotten."""
    newest = newest_seq(user)
    if seq > newest:
        return False
    return seq == newest or Event.objects.filter(user=user, seq=seq + 1).exists()
