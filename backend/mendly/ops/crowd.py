"""A crowd of people who do not exist, all with doses due in the same minute: how fast the ledger takes them.

Everything happens in a scratch database beside the configured one, which is made and dropped here.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier

from django.db import connection

from mendly.accounts.models import Patient, User
from mendly.clock import standing_at
from mendly.notify.models import Delivery, DueBucket, PlannedDelivery
from mendly.notify.services import fire_due_buckets
from mendly.notify.services.planned import LEASE, SHARDS
from mendly.ops.crowd_worker import work_beside

MINUTE = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)
DOSES_EACH = 4
WORKERS = 2
HASTE = 10
"""The crowd's clock runs so many times as fast as ours: a dead worker's lease is waited for in seconds."""
PATIENCE = 60
"""Seconds until a worker that never stood ready is an error."""

_USERS = User._meta.db_table
_PATIENTS = Patient._meta.db_table
_PLANNED = PlannedDelivery._meta.db_table
_BUCKETS = DueBucket._meta.db_table
_LEDGER = Delivery._meta.db_table


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds for the same rows: one bare UPDATE … RETURNING, and the workers from bucket to ledger."""

    doses: int
    bare: float
    ledger: float

    @property
    def ratio(self) -> float:
        """The workers' doses per second, as part of the bare statement's."""
        return self.bare / self.ledger


@dataclass(frozen=True, slots=True)
class Tally:
    """What the ledger held after a worker was killed in the middle."""

    planned: int
    held_at_kill: int
    told: int
    lost: int
    doubled: int


@contextmanager
def scratch_database() -> Iterator[None]:
    """A fresh database on the same server, with our tables; dropped at the end."""
    configured = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"crowd_{configured}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(configured, verbosity=0)


def fill(doses: int) -> None:
    """Plan `doses` rings of this one minute, four for each person, a bucket for each shard."""
    people = -(-doses // DOSES_EACH)
    someone = "('00000000-0000-7000-8000-' || lpad(to_hex({0}), 12, '0'))::uuid"
    one, same = someone.format("n"), someone.format(f"n / {DOSES_EACH}")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_USERS} (id, password, email, language, zone, theme, is_active, date_joined) SELECT {one},"  # noqa: S608 # nosec B608
            f" '!', n || '@crowd.invalid', 'en', 'UTC', 'auto', true, now() FROM generate_series(0, {people - 1}) n"
        )
        cursor.execute(
            f"INSERT INTO {_PATIENTS} (id, user_id, name, created_at) SELECT {one}, {one}, '', now()"  # noqa: S608 # nosec B608
            f" FROM generate_series(0, {people - 1}) n"
        )
        cursor.execute(
            f"INSERT INTO {_PLANNED} (id, patient_id, shard, minute, user_id, kind, key, stage, channel, bundle,"  # noqa: S608 # nosec B608
            f" expires_at) SELECT {one}, {same}, mod(n / {DOSES_EACH}, {SHARDS}), %s, {same}, 'dose', md5(n::text), 0,"
            f" 'push', {same} || ':29631720', %s FROM generate_series(0, {doses - 1}) n",
            [MINUTE, MINUTE + timedelta(hours=4)],
        )
        cursor.execute(f"ANALYZE {_PLANNED}")
    DueBucket.objects.bulk_create(DueBucket(minute=MINUTE, shard=shard, mark=1) for shard in range(SHARDS))


def measure(doses: int) -> Pace:
    """One run of each way over the same rows, from the same state."""
    _empty_ledger()
    bare = _timed(_bare_update)
    _empty_ledger()
    ledger = _worked_together()
    told = Delivery.objects.count()
    if told != doses:
        raise RuntimeError(f"{doses} doses were due, but the ledger holds {told}")
    return Pace(doses, bare, ledger)


def kill_in_the_middle(doses: int) -> Tally:
    """Kill one of the workers with SIGKILL once a third is in the ledger, and count what it holds in the end."""
    _empty_ledger()
    workers, start = _started()
    start.wait(PATIENCE)
    while Delivery.objects.count() < doses // 3:
        time.sleep(0.02)
    killed = workers.pop()
    os.kill(killed.pid or 0, signal.SIGKILL)
    killed.join()
    held_at_kill = Delivery.objects.count()
    for worker in workers:
        worker.join()
    with connection.cursor() as cursor:
        names = "user_id, key, stage, channel"
        cursor.execute(f"SELECT count(*), count(DISTINCT ({names})) FROM {_LEDGER}")  # noqa: S608 # nosec B608
        told, different = cursor.fetchone()
        cursor.execute(
            f"SELECT count(*) FROM (SELECT {names} FROM {_PLANNED} EXCEPT SELECT {names} FROM {_LEDGER}) x"  # noqa: S608 # nosec B608
        )
        [lost] = cursor.fetchone()
    return Tally(doses, held_at_kill, told, lost, told - different)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _bare_update() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_PLANNED} SET expires_at = expires_at WHERE minute <= %s RETURNING id",  # noqa: S608 # nosec B608
            [MINUTE],
        )
        cursor.fetchall()


def _worked_together() -> float:
    """Seconds from the moment when all workers stand ready until the last one finds nothing more."""
    workers, start = _started()
    start.wait(PATIENCE)
    return _timed(lambda: [worker.join() for worker in workers])


def _started() -> tuple[list[BaseProcess], Barrier]:
    """Processes of their own, as in production: they share nothing but the database."""
    fresh = multiprocessing.get_context("spawn")
    name, start = str(connection.settings_dict["NAME"]), fresh.Barrier(WORKERS + 1)
    workers = [fresh.Process(target=work_beside, args=(name, start)) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    return list(workers), start


def work_in(database: str, start: Barrier) -> None:
    """One worker in a process of its own: fire buckets until none is left, with the crowd's clock going on."""
    connection.settings_dict["NAME"] = database
    connection.ensure_connection()
    start.wait(PATIENCE)
    started = time.monotonic()
    while True:
        at = MINUTE + HASTE * timedelta(seconds=time.monotonic() - started)
        with standing_at(at):
            fire_due_buckets()
        if not DueBucket.objects.filter(done=False).exists() or at > MINUTE + 3 * LEASE:
            break
        time.sleep(0.5)
    connection.close()


def _empty_ledger() -> None:
    """The state before the minute, with nothing left over from the run before."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {_LEDGER}")
        cursor.execute(f"UPDATE {_BUCKETS} SET done = false, lease_until = NULL")  # noqa: S608 # nosec B608
        cursor.execute(f"VACUUM (ANALYZE) {_PLANNED}")
        cursor.execute("CHECKPOINT")
