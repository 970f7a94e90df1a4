"""How a lower room tells upper rooms, inside its own transaction.

A subscriber writes only its own to-do row; its task and sweep do the work later. Announcements are not live events.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import transaction

Subscriber = Callable[..., None]
_subscribers: dict[str, list[Subscriber]] = defaultdict(list)


def subscribe(topic: str) -> Callable[[Subscriber], Subscriber]:
    """Register for a topic such as `medicine.started`. The keyword arguments are ids, never content."""

    def register(subscriber: Subscriber) -> Subscriber:
        _subscribers[topic].append(subscriber)
        return subscriber

    return register


def announce(topic: str, **ids: Any) -> None:
    """Tell every subscriber now. Must run inside a transaction, so that the to-do rows live and die with the fact."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{topic} was announced outside a transaction")
    for subscriber in _subscribers[topic]:
        subscriber(**ids)
