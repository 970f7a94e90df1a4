"""Is the house well? Answers for load balancers and operators; they tell no data."""

from __future__ import annotations

from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from mendly.clock import now
from mendly.ops.models import Heartbeat

STALE = timedelta(minutes=3)


def faults() -> list[str]:
    """Names of parts that are not ready: a database, its migrations, the broker, the background worker."""
    found = [f"database:{alias}" for alias in settings.DATABASES if not _answers(alias)]
    if found:
        return found
    if settings.REDIS_URL and not _broker_answers():
        found.append("broker")
    latest = Heartbeat.objects.order_by("-at").first()
    if latest is not None and latest.at < now() - STALE:
        found.append("worker")
    return found


def heartbeats() -> dict[str, datetime]:
    """When each background part last did its work."""
    return dict(Heartbeat.objects.order_by("name").values_list("name", "at"))


def _answers(alias: str) -> bool:
    try:
        executor = MigrationExecutor(connections[alias])
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _broker_answers() -> bool:
    try:
        return bool(redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2).ping())
    except redis.RedisError:
        return False
