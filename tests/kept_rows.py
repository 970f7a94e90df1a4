"""Rows that many tests begin with: made once by the product's own services, then written back as they were."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pickle import dumps, loads
from typing import Any, Generic, TypeVar

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from mendly.clock import now

T = TypeVar("T")
Row = tuple[Any, ...]
Tables = dict[str, dict[str, set[Row]]]
"""By database and table."""

STAYS_TRUE = timedelta(minutes=10)
"""Rows that were made longer ago, or under another clock, are made anew."""


@dataclass(frozen=True, slots=True)
class Made:
    made_at: datetime
    result: bytes
    rows: Tables


class KeptRows(Generic[T]):
    """What `make` writes, and what it gives back, for each test anew."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._kept: list[Made] = []

    def lay_out(self) -> T:
        made = next((made for made in self._kept if timedelta(0) <= now() - made.made_at < STAYS_TRUE), None)
        if made is None:
            return self._make_and_keep()
        for alias, tables in made.rows.items():
            with transaction.atomic(using=alias):
                for table, rows in tables.items():
                    _write(connections[alias], table, list(rows))
        result: T = loads(made.result)
        return result

    def _make_and_keep(self) -> T:
        made_at, before = now(), _rows()
        result = self._make()
        rows = {
            alias: {table: rows - before[alias][table] for table, rows in tables.items()}
            for alias, tables in _rows().items()
        }
        kept = {alias: _not_empty(tables) for alias, tables in rows.items()}
        self._kept.append(Made(made_at, dumps(result), kept))
        return result


def _not_empty(tables: dict[str, set[Row]]) -> dict[str, set[Row]]:
    return {table: rows for table, rows in tables.items() if rows}


def _rows() -> Tables:
    return {connection.alias: _rows_of(connection) for connection in connections.all()}


def _rows_of(connection: BaseDatabaseWrapper) -> dict[str, set[Row]]:
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = set(cursor.fetchall())
    return found


def _write(connection: BaseDatabaseWrapper, table: str, rows: list[Row]) -> None:
    places = ", ".join(["%s"] * len(rows[0]))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} VALUES ({places})", rows)
