"""Lets a test empty the database between cases although the access log and consents refuse deletion, and quickly."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.core.management.commands import flush
from django.db.models.signals import post_migrate

from mendly.audit import guards as audit
from mendly.consent import guards as consent

_sql_flush = flush.sql_flush


def _unguarded(style: Any, connection: Any, **options: Any) -> list[str]:
    statements = _sql_flush(style, connection, **options)
    if connection.alias != "default" or not statements:
        return statements
    vendor = connection.vendor
    guards = (audit, consent)
    return [
        *(statement for each in guards for statement in each.unguard_statements(vendor)),
        *statements,
        *(statement for each in guards for statement in each.guard_statements(vendor)),
    ]


def allow_flushing() -> None:
    """Nothing of ours asks for the framework's content types and permissions, so they are not written anew."""
    flush.sql_flush = _unguarded
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(
        create_permissions, dispatch_uid="django.contrib.auth.management.create_permissions"
    )
