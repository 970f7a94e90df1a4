"""The ledger of what is to be told: queued once, leased by one sender, sent outside any transaction, marked.

A crash between sending and marking costs at most a repeat, which replaces the first one on the device.
"""

from __future__ import annotations

import base64
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac
from kombu.exceptions import OperationalError

from mendly.clock import now
from mendly.notify.kinds import LIFE, URGENCY, Kind, payload_of, still_wanted
from mendly.notify.letters import mail
from mendly.notify.models import Channel, Delivery, PushSubscription
from mendly.notify.push import Outcome, Push, PushClient, Target

log = logging.getLogger("mendly.notify")

LEASE = timedelta(minutes=2)
"""Longer than a batch can take: each of its rounds ends with the time limits of one request."""
MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=15)
BATCH = 32
SENDERS = 16
TICK_SECONDS = 45.0
"""A sweep that takes longer leaves the rest to the next one."""
RETENTION = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to tell one account on one channel. Those of one kind and `bundle` go out as one notification."""

    user: UUID
    kind: Kind
    key: str
    bundle: str
    expires_at: datetime
    stage: int = 0
    channel: Channel = Channel.PUSH


@dataclass(frozen=True, slots=True)
class _Claim:
    """Rows that this sender holds the lease of: one notification to one account."""

    user: UUID
    kind: Kind
    channel: Channel
    rows: dict[UUID, str]
    """Key by row id."""
    attempts: int
    expires_at: datetime


def queue_delivery(user: UUID, kind: Kind, key: str) -> None:
    """Tell an account that something waits, once per `key` (at most 64 characters), as soon as possible.

    Call it inside the transaction of the fact: both are kept or neither. An account without a browser that
    shows notifications is left alone.
    """
    at = now()
    if not PushSubscription.objects.filter(user_id=user).exists():
        return
    queue_deliveries([Wanted(user, kind, key, bundle=key, expires_at=at + LIFE[kind])])
    row = Delivery.objects.filter(user_id=user, key=key, stage=0, channel=Channel.PUSH, sent_at=None).first()
    if row is not None:
        row_id = row.id
        transaction.on_commit(lambda: _enqueue(row_id), robust=True)


def queue_deliveries(wanted: Iterable[Wanted]) -> None:
    """Add many at once; those already in the ledger stay as they are. The next sweep sends them."""
    at = now()
    rows = [
        Delivery(
            user_id=each.user,
            kind=each.kind.value,
            key=each.key,
            stage=each.stage,
            channel=each.channel.value,
            bundle=each.bundle,
            created_at=at,
            expires_at=each.expires_at,
        )
        for each in wanted
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def deliver_due() -> int:
    """Sweep: send all that waits; gives how many went out. Two sweeps at once send each only once."""
    return _deliver(_due)


def deliver_one(delivery_id: UUID) -> int:
    """Send one row now, with its bundle, unless someone else has it."""
    return _deliver(lambda at: _due(at).filter(id=delivery_id))


def forget_old_deliveries() -> int:
    """Sweep: the ledger only has to remember as long as something could be queued again."""
    deleted, _ = Delivery.objects.filter(created_at__lt=now() - RETENTION, expires_at__lt=now()).delete()
    return deleted


def _enqueue(delivery_id: UUID) -> None:
    from mendly.notify.tasks import deliver

    try:
        deliver.delay(str(delivery_id))
    except OperationalError:
        log.warning("the broker is away; the sweep will find the delivery")


def _due(at: datetime) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(sent_at=None, expires_at__gt=at, user__is_active=True)
    return rows.filter(_is_open(), _is_free(at), attempts__lt=MOST_ATTEMPTS)


def _is_open() -> Q:
    """Whether the channel leads anywhere now."""
    has_browser = Exists(PushSubscription.objects.filter(user=OuterRef("user")))
    by_push = Q(has_browser, channel=Channel.PUSH) if settings.VAPID_PRIVATE_KEY else Q(pk=None)
    return by_push | Q(channel=Channel.EMAIL)


def _is_free(at: datetime) -> Q:
    return Q(lease_until=None) | Q(lease_until__lte=at)


def _deliver(due: Callable[[datetime], QuerySet[Delivery]]) -> int:
    sent, stop_at = 0, time.monotonic() + TICK_SECONDS
    tried: set[UUID] = set()
    with closing(PushClient()) as client, ThreadPoolExecutor(SENDERS) as senders:
        while time.monotonic() < stop_at:
            leaders = _leaders(due(now()).exclude(id__in=tried))
            if not leaders:
                break
            tried |= {leader.id for leader in leaders}
            claims = [claim for leader in leaders if (claim := _prepared(leader)) is not None]
            sent += _send(claims, client, senders)
    return sent


def _prepared(leader: Delivery) -> _Claim | None:
    """What one room does wrong about its kind must not keep back what others have to tell."""
    try:
        return _claim(leader)
    except Exception:
        log.exception("a notification could not be prepared", extra={"kind": leader.kind})
        return None


def _leaders(due: QuerySet[Delivery]) -> list[Delivery]:
    """The oldest waiting row of each bundle. All senders agree on it, so one lease decides who sends."""
    first: dict[tuple[UUID, str, str, str], Delivery] = {}
    for row in due.order_by("id")[:BATCH]:
        first.setdefault((row.user_id, row.kind, row.channel, row.bundle), row)
    return list(first.values())


def _claim(leader: Delivery) -> _Claim | None:
    """Lease the leader and, in the same transaction, its bundle. None when someone else was first."""
    at = now()
    free = Delivery.objects.filter(_is_free(at), sent_at=None)
    leased = {"lease_until": at + LEASE, "attempts": F("attempts") + 1}
    with transaction.atomic():
        if not free.filter(id=leader.id).update(**leased):
            return None
        same = {"user": leader.user_id, "kind": leader.kind, "channel": leader.channel}
        others = free.filter(**same, bundle=leader.bundle, expires_at__gt=at)
        rows = {leader.id: leader.key, **dict(others.values_list("id", "key"))}
        free.filter(id__in=rows).update(**leased)
    kind, channel = Kind(leader.kind), Channel(leader.channel)
    wanted = set(still_wanted(kind, leader.user_id, rows.values()))
    Delivery.objects.filter(id__in=[row for row, key in rows.items() if key not in wanted]).delete()
    rows = {row: key for row, key in rows.items() if key in wanted}
    if not rows:
        return None
    return _Claim(leader.user_id, kind, channel, rows, leader.attempts + 1, leader.expires_at)


def _send(claims: Iterable[_Claim], client: PushClient, senders: Executor) -> int:
    """The network is used outside any transaction; rows are read before and written after."""
    by_channel: defaultdict[Channel, list[_Claim]] = defaultdict(list)
    for claim in claims:
        by_channel[claim.channel].append(claim)
    pushed = _send_pushes(by_channel[Channel.PUSH], client, senders)
    return pushed + sum(_settle(claim, [mail(claim.user, claim.kind)]) for claim in by_channel[Channel.EMAIL])


def _send_pushes(claims: Iterable[_Claim], client: PushClient, senders: Executor) -> int:
    at = now()
    posts = [
        (claim, subscription.id, senders.submit(client.post, _target(subscription), _push(claim, at)))
        for claim in claims
        for subscription in PushSubscription.objects.filter(user_id=claim.user)
    ]
    outcomes: defaultdict[int, list[Outcome]] = defaultdict(list)
    for claim, subscription_id, post in posts:
        outcome = post.result()
        outcomes[id(claim)].append(outcome)
        if outcome is Outcome.GONE:
            PushSubscription.objects.filter(id=subscription_id).delete()
    return sum(_settle(claim, outcomes[id(claim)]) for claim in claims)


def _settle(claim: _Claim, outcomes: list[Outcome]) -> bool:
    rows = Delivery.objects.filter(id__in=claim.rows)
    if Outcome.SENT in outcomes:
        rows.update(sent_at=now())
        return True
    pause = FIRST_PAUSE * 2 ** (claim.attempts - 1)
    rows.update(lease_until=now() + pause)
    log.warning("a notification did not go out", extra={"count": claim.attempts})
    return False


def _target(subscription: PushSubscription) -> Target:
    return Target(subscription.endpoint, subscription.p256dh, subscription.auth)


def _push(claim: _Claim, at: datetime) -> Push:
    """To the push service the topic only says "the same again": keyed, so it tells no kind or person."""
    digest = salted_hmac("mendly.notify.topic", f"{claim.user}|{claim.kind}", algorithm="sha256").digest()
    return Push(
        payload=payload_of(claim.kind),
        topic=base64.urlsafe_b64encode(digest[:18]).decode(),
        urgency=URGENCY[claim.kind],
        ttl=max(0, int((claim.expires_at - at).total_seconds())),
    )
