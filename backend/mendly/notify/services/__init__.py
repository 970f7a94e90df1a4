"""Telling people that something waits: browsers subscribe, rooms queue, the ledger is delivered."""

from mendly.notify.services.deliveries import (
    Wanted,
    deliver_due,
    deliver_one,
    forget_old_deliveries,
    queue_deliveries,
    queue_delivery,
)
from mendly.notify.services.planned import (
    Planned,
    fire_due_buckets,
    forget_old_buckets,
    plan_deliveries,
    shard_of,
)
from mendly.notify.services.subscriptions import subscribe, unsubscribe

__all__ = [
    "Planned",
    "Wanted",
    "deliver_due",
    "deliver_one",
    "fire_due_buckets",
    "forget_old_buckets",
    "forget_old_deliveries",
    "plan_deliveries",
    "queue_deliveries",
    "queue_delivery",
    "shard_of",
    "subscribe",
    "unsubscribe",
]
