"""Numbers that go up by one and never leave a gap in a committed order: a row per counter, moved in one statement."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import connection, models


def next_numbers(counter: type[models.Model], keys: Collection[UUID]) -> dict[UUID, int]:
    """Move the counters of these keys on by one and return where they stand; a new one starts at 1.

    `counter` has a UUID primary key and a whole number `seq`. The row locks are taken in the order of `keys` and held
    until the caller's transaction ends, so that the order of commits is the order of numbers.
    """
    meta = counter._meta
    quoted = connection.ops.quote_name
    key, table, seq = quoted(meta.pk.column), quoted(meta.db_table), quoted("seq")  # type: ignore[union-attr]
    stored = {key_ if connection.vendor == "postgresql" else key_.hex: key_ for key_ in keys}
    rows = ", ".join(["(%s, 1)"] * len(stored))
    sql = (
        f"INSERT INTO {table} ({key}, {seq}) VALUES {rows} "  # noqa: S608 # nosec B608 (names of our own model)
        f"ON CONFLICT ({key}) DO UPDATE SET {seq} = {table}.{seq} + 1 RETURNING {key}, {seq}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, list(stored))
        return {stored[row[0]]: int(row[1]) for row in cursor.fetchall()}
