"""What is to be told at a minute to come: planned ahead, kept in buckets, moved into the ledger when it is time.

A bucket holds one minute of one shard of the patients. A worker leases it, copies its rows into the ledger and
marks it done in one transaction; the ledger takes each row once, so a lease that ran out, a worker that died or a
second beat costs nothing but the time.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from mendly.clock import now
from mendly.notify.models import Delivery, DueBucket, PlannedDelivery
from mendly.notify.services.deliveries import Wanted

SHARDS = 64
LEASE = timedelta(minutes=2)
MINUTE = timedelta(minutes=1)
KEPT = timedelta(days=1)
"""For how long a bucket that is done is remembered."""
OFFERED = 16
"""Buckets that a worker looks at to find one that nobody has."""
TICK_SECONDS = 45.0


@dataclass(frozen=True, slots=True)
class Planned:
    """Something to tell from a moment on."""

    at: datetime
    wanted: Wanted


def shard_of(patient_id: UUID) -> int:
    """Stable: the random end of the id decides."""
    return patient_id.int % SHARDS


def plan_deliveries(planned: Mapping[UUID, Collection[Planned]], *, since: datetime) -> int:
    """Set what is to be told about these patients from `since` on, and forget what no longer is; gives the new rows.

    Call it inside the transaction that decides about the plans. What was moved into the ledger already is not told
    again.
    """
    kept = {
        _name(row): row.id
        for row in PlannedDelivery.objects.filter(patient__in=planned, minute__gte=minute_of(since))
    }
    wanted = {_name(row): row for about, ahead in planned.items() for row in _rows(about, ahead)}
    PlannedDelivery.objects.filter(id__in=[id for name, id in kept.items() if name not in wanted]).delete()
    new = [row for name, row in wanted.items() if name not in kept]
    PlannedDelivery.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    stay = [row for name, row in wanted.items() if name in kept]
    _open_buckets((row.minute, row.shard) for row in [*new, *_taken_back(stay)])
    return len(new)


def fire_due_buckets() -> int:
    """Sweep: move what is due into the ledger; gives how many rows that were."""
    fired, stop_at = 0, time.monotonic() + TICK_SECONDS
    while time.monotonic() < stop_at:
        at = now()
        bucket = _claimed(at)
        if bucket is None:
            break
        fired += _fire(bucket, at)
    return fired


def forget_old_buckets() -> None:
    """Sweep: what was told, or came too late to be told, is not needed to plan anew."""
    behind = now() - KEPT
    PlannedDelivery.objects.filter(minute__lt=behind).delete()
    DueBucket.objects.filter(minute__lt=behind).delete()


def minute_of(at: datetime) -> datetime:
    """The first full minute that is not before `at`, UTC: nothing is told early."""
    start = at.astimezone(UTC).replace(second=0, microsecond=0)
    return start if start == at else start + MINUTE


def _taken_back(rows: Iterable[PlannedDelivery]) -> list[PlannedDelivery]:
    """Rows whose minute has come, but that the ledger does not hold: they were not wanted then, and are now."""
    at = now()
    behind = [row for row in rows if row.minute <= at]
    told = Delivery.objects.filter(
        user__in={row.user_id for row in behind}, key__in={row.key for row in behind}
    )
    held = set(told.values_list("user", "key", "stage", "channel")) if behind else set()
    return [row for row in behind if (row.user_id, row.key, row.stage, str(row.channel)) not in held]


def _rows(about: UUID, ahead: Iterable[Planned]) -> list[PlannedDelivery]:
    return [
        PlannedDelivery(
            patient_id=about,
            shard=shard_of(about),
            minute=minute_of(each.at),
            user_id=each.wanted.user,
            kind=each.wanted.kind.value,
            key=each.wanted.key,
            stage=each.wanted.stage,
            channel=each.wanted.channel.value,
            bundle=each.wanted.bundle,
            expires_at=each.wanted.expires_at,
        )
        for each in ahead
    ]


def _name(row: PlannedDelivery) -> tuple[object, ...]:
    return (
        row.patient_id,
        row.user_id,
        row.key,
        row.stage,
        str(row.channel),
        str(row.kind),
        row.minute,
        row.expires_at,
        row.bundle,
    )


def _open_buckets(places: Iterable[tuple[datetime, int]]) -> None:
    """In one order for everyone, so that no two wait for each other."""
    rows = [
        DueBucket(minute=minute, shard=shard, mark=secrets.randbits(62), done=False)
        for minute, shard in sorted(set(places))
    ]
    DueBucket.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["minute", "shard"],
        update_fields=["mark", "done"],
        batch_size=500,
    )


def _claimed(at: datetime) -> DueBucket | None:
    """The lease of a bucket that is due, oldest minutes first; None when none is free."""
    free = DueBucket.objects.filter(Q(lease_until=None) | Q(lease_until__lte=at), done=False, minute__lte=at)
    for bucket in free.order_by("minute", "shard")[:OFFERED]:
        if free.filter(id=bucket.id).update(lease_until=at + LEASE):
            return DueBucket.objects.get(id=bucket.id)
    return None


def _fire(bucket: DueBucket, at: datetime) -> int:
    with transaction.atomic():
        fired = _copy_into_ledger(bucket, at)
        mine = DueBucket.objects.filter(id=bucket.id)
        if not mine.filter(mark=bucket.mark).update(done=True, lease_until=None):
            mine.update(lease_until=None)
    return fired


_AS_PLANNED = ("id", "user_id", "kind", "key", "stage", "channel", "bundle", "expires_at")


def _copy_into_ledger(bucket: DueBucket, at: datetime) -> int:
    """One statement of the database: at a full minute this is by far most of the work."""
    columns = ", ".join(_AS_PLANNED)
    moment, minute = (connection.ops.adapt_datetimefield_value(value) for value in (at, bucket.minute))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Delivery._meta.db_table} ({columns}, created_at, attempts)"  # noqa: S608 # nosec B608
            f" SELECT {columns}, %s, 0 FROM {PlannedDelivery._meta.db_table}"
            " WHERE minute = %s AND shard = %s AND expires_at > %s ON CONFLICT DO NOTHING",
            [moment, minute, bucket.shard, moment],
        )
        return int(cursor.rowcount)
