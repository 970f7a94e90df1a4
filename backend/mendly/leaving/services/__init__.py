"""The way out: taking everything along, being erased, and closing the house."""

from mendly.leaving.services.erasure import (
    Asked,
    ask_erasure,
    cancel_erasure,
    erase_due,
    erase_now,
    forget_old_receipts,
)

__all__ = [
    "Asked",
    "ask_erasure",
    "cancel_erasure",
    "erase_due",
    "erase_now",
    "forget_old_receipts",
]
