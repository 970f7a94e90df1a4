"""Telling people that something waits: browsers subscribe, rooms queue, the ledger is delivered."""

from mendly.notify.services.deliveries import (
    Wanted,
    deliver_due,
    deliver_one,
    forget_old_deliveries,
    queue_deliveries,
    queue_delivery,
)
from mendly.notify.services.subscriptions import subscribe, unsubscribe

__all__ = [
    "Wanted",
    "deliver_due",
    "deliver_one",
    "forget_old_deliveries",
    "queue_deliveries",
    "queue_delivery",
    "subscribe",
    "unsubscribe",
]
