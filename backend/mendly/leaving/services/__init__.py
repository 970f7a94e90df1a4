"""The way out: taking everything along, being erased, and closing the house."""

from mendly.leaving.services.closing import announce_wind_down, finish_wind_down
from mendly.leaving.services.erasure import (
    Asked,
    ask_account_erasure,
    ask_erasure,
    cancel_account_erasure,
    cancel_erasure,
    erase_again,
    erase_due,
    erase_now,
    forget_old_receipts,
    think_again,
)
from mendly.leaving.services.export import (
    ExportAsked,
    ask_export,
    build_export,
    fetch_export,
    stop_export,
    sweep_exports,
)

__all__ = [
    "Asked",
    "ExportAsked",
    "announce_wind_down",
    "ask_account_erasure",
    "ask_erasure",
    "ask_export",
    "build_export",
    "cancel_account_erasure",
    "cancel_erasure",
    "erase_again",
    "erase_due",
    "erase_now",
    "fetch_export",
    "finish_wind_down",
    "forget_old_receipts",
    "stop_export",
    "sweep_exports",
    "think_again",
]
