"""Lets a test empty the database between cases although the access log refuses deletion."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush

from mendly.audit.guards import guard_statements, unguard_statements

_sql_flush = flush.sql_flush


def _unguarded(style: Any, connection: Any, **options: Any) -> list[str]:
    statements = _sql_flush(style, connection, **options)
    if connection.alias != "default" or not statements:
        return statements
    vendor = connection.vendor
    return [*unguard_statements(vendor), *statements, *guard_statements(vendor)]


def allow_flushing() -> None:
    flush.sql_flush = _unguarded
