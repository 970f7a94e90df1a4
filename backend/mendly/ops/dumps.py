"""One state of a running database, written to a file, and asked about as it was in that very state.

What is counted a moment later is another state: a busy house has gone on.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connections, transaction

Ask = Callable[[str], list[tuple[Any, ...]]]
"""Gives the rows of a SELECT without parameters."""
LIBPQ = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
LIBPQ_TLS = {
    name: name.removeprefix("PG").lower() for name in ("PGSSLMODE", "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY")
}


@contextmanager
def dumped(alias: str, target: Path) -> Iterator[Ask]:
    """Write a dump of the database; within the block, what was dumped can be asked."""
    if connections[alias].vendor == "sqlite":
        with _copied(alias, target) as ask:
            yield ask
    else:
        with _frozen(alias, target) as ask:
            yield ask


def load(alias: str, dump: Path) -> None:
    """Put a dump in the place of all that the database holds: wholly, or not at all when it is cut short."""
    connection = connections[alias]
    connection.close()
    if connection.vendor == "sqlite":
        target = str(connection.settings_dict["NAME"])
        with closing(sqlite3.connect(dump)) as copy, closing(sqlite3.connect(target)) as live:
            copy.backup(live)
        return
    options = connection.settings_dict
    command = [
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        "--exit-on-error",
    ]
    command += [f"--dbname={options['NAME']}", str(dump)]
    subprocess.run(command, env=postgresql_environment(options), check=True)  # noqa: S603


def postgresql_environment(options: Mapping[str, Any]) -> dict[str, str]:
    """How its own programs reach the database, over the same TLS; the password is in no list of processes."""
    more = options.get("OPTIONS") or {}
    given = {name: options.get(part) for name, part in LIBPQ.items()}
    given |= {name: more.get(part) for name, part in LIBPQ_TLS.items()}
    return {**os.environ, **{name: str(value) for name, value in given.items() if value}}


@contextmanager
def _copied(alias: str, target: Path) -> Iterator[Ask]:
    source = str(connections[alias].settings_dict["NAME"])
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
    unchanging = f"{target.resolve().as_uri()}?immutable=1"
    with closing(sqlite3.connect(unchanging, uri=True)) as copy:
        yield lambda question: copy.execute(question).fetchall()


@contextmanager
def _frozen(alias: str, target: Path) -> Iterator[Ask]:
    """The dump and the questions share one snapshot, which lives as long as the transaction that exported it."""
    connection = connections[alias]
    with transaction.atomic(using=alias), connection.cursor() as cursor:

        def ask(question: str) -> list[tuple[Any, ...]]:
            cursor.execute(question)
            return list(cursor.fetchall())

        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        ((snapshot,),) = ask("SELECT pg_export_snapshot()")
        command = ["pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}"]
        subprocess.run(command, env=postgresql_environment(connection.settings_dict), check=True)  # noqa: S603
        yield ask
