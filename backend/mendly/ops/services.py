"""Running the house: heartbeats of background parts."""

from __future__ import annotations

from mendly.clock import now
from mendly.ops.models import Heartbeat


def beat(name: str) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now()})
