"""The tick: every sweep of the house, each idempotent, so that two beats or a lost task do no harm."""

from __future__ import annotations

import logging

from celery import shared_task

from mendly.ops.services import beat
from mendly.ops.sweeps import SWEEPS

log = logging.getLogger("mendly.ops")


@shared_task
def sweep() -> None:
    for name, run in SWEEPS.items():
        try:
            run()
        except Exception:
            log.exception("a sweep failed", extra={"room": name})
    beat("sweep")
