"""Which sweeps run at each tick, by name."""

from __future__ import annotations

from collections.abc import Callable

from mendly.live.services import sweep_old_events

SWEEPS: dict[str, Callable[[], object]] = {
    "live": sweep_old_events,
}
