"""The ledger: queued once, sent once, nothing said."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction
from pytest_django import Settings

from mendly.clock import new_id, now
from mendly.notify import kinds
from mendly.notify.kinds import PAYLOAD_BYTES, Kind, StillWanted
from mendly.notify.models import Delivery, PushSubscription
from mendly.notify.push import Outcome, Push, PushClient, Target
from mendly.notify.services import (
    Wanted,
    deliver_due,
    forget_old_deliveries,
    queue_deliveries,
    queue_delivery,
)
from mendly.notify.services.deliveries import LEASE, MOST_ATTEMPTS
from tests.backend.conftest import People, Persona
from tests.backend.notify.browsers import Browser, PushService, let_show


@pytest.fixture(autouse=True)
def still_wanted(monkeypatch: pytest.MonkeyPatch) -> dict[Kind, StillWanted]:
    """What upper rooms registered stays out of these tests; a test may register its own check."""
    checks: dict[Kind, StillWanted] = {}
    monkeypatch.setattr(kinds, "_still_wanted", checks)
    return checks


def queue(person: Persona, kind: Kind = Kind.MESSAGE, key: str | None = None) -> None:
    queue_delivery(person.user.id, kind, key or str(new_id()))


@pytest.mark.parametrize("kind", list(Kind))
def test_what_leaves_is_a_constant(
    people: People, push_service: PushService, own_browser: Browser, kind: Kind
) -> None:
    let_show(people.amara, own_browser)
    queue_deliveries(
        [Wanted(people.amara.user.id, kind, "secret-key", "secret-bundle", now() + timedelta(hours=1))]
    )
    assert deliver_due() == 1
    (received,) = push_service.received
    plain = own_browser.read(received.body)
    assert json.loads(plain) == {"k": kind.value, "u": "/home/"}
    assert len(plain) == PAYLOAD_BYTES
    assert received.headers["content-encoding"] == "aes128gcm"
    assert received.headers["authorization"].startswith("vapid t=")
    assert received.headers["urgency"] in {"high", "normal"}
    assert 0 < int(received.headers["ttl"]) <= 3600
    assert len(received.headers["topic"]) == 24
    shown = json.dumps(received.headers) + received.path
    for marker in ("secret", kind.value, str(people.amara.user.id), "Amara"):
        assert marker not in shown


def test_a_key_is_told_once(people: People, push_service: PushService, own_browser: Browser) -> None:
    let_show(people.amara, own_browser)
    for _ in range(3):
        queue(people.amara, key="message-1")
        deliver_due()
    assert len(push_service.received) == 1


def test_every_browser_of_the_account_shows_it_and_nobody_elses(
    people: People, push_service: PushService
) -> None:
    own, second, foreign = (Browser(push_service, name) for name in ("own", "second", "foreign"))
    let_show(people.amara, own)
    let_show(people.amara, second)
    let_show(people.bo, foreign)
    queue(people.amara)
    assert deliver_due() == 1
    assert [len(push_service.arrived_at(each)) for each in (own, second, foreign)] == [1, 1, 0]


def test_an_account_without_a_browser_is_left_alone(people: People, push_service: PushService) -> None:
    queue(people.amara)
    assert deliver_due() == 0
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(
    people: People, push_service: PushService, own_browser: Browser, status: int
) -> None:
    let_show(people.amara, own_browser)
    push_service.status = status
    queue(people.amara)
    assert deliver_due() == 0
    assert not PushSubscription.objects.exists()
    assert deliver_due() == 0
    assert len(push_service.received) == 1


def test_a_push_service_in_trouble_is_tried_again_later_and_not_for_ever(
    people: People, push_service: PushService, own_browser: Browser
) -> None:
    push_service.status = 503
    with time_machine.travel(datetime(2026, 11, 2, 8, tzinfo=UTC), tick=False) as clock:
        let_show(people.amara, own_browser)
        queue(people.amara)
        assert [deliver_due(), deliver_due()] == [0, 0]
        assert len(push_service.received) == 1
        for _ in range(2 * MOST_ATTEMPTS):
            clock.shift(timedelta(minutes=40))
            deliver_due()
    assert len(push_service.received) == MOST_ATTEMPTS


def test_one_browser_in_trouble_costs_the_other_nothing(people: People, push_service: PushService) -> None:
    good, bad = Browser(push_service, "good"), Browser(push_service, "bad")
    let_show(people.amara, good)
    let_show(people.amara, bad)
    push_service.status_of["/push/bad"] = 500
    queue(people.amara)
    assert [deliver_due(), deliver_due()] == [1, 0]
    assert len(push_service.arrived_at(good)) == 1


def test_what_has_expired_is_not_sent(
    people: People, push_service: PushService, own_browser: Browser
) -> None:
    with time_machine.travel(datetime(2026, 11, 2, 8, tzinfo=UTC), tick=False) as clock:
        let_show(people.amara, own_browser)
        queue(people.amara)
        clock.shift(timedelta(days=1))
        assert deliver_due() == 0
        clock.shift(timedelta(days=30))
        assert forget_old_deliveries() == 1
    assert push_service.received == []


def test_the_row_of_a_sender_that_died_returns(
    people: People, push_service: PushService, own_browser: Browser
) -> None:
    with time_machine.travel(datetime(2026, 11, 2, 8, tzinfo=UTC), tick=False) as clock:
        let_show(people.amara, own_browser)
        queue(people.amara)
        Delivery.objects.update(lease_until=now() + LEASE, attempts=1)
        assert deliver_due() == 0
        clock.shift(LEASE)
        assert deliver_due() == 1


def test_what_nobody_needs_to_be_told_any_more_is_taken_out(
    people: People,
    push_service: PushService,
    own_browser: Browser,
    still_wanted: dict[Kind, StillWanted],
) -> None:
    let_show(people.amara, own_browser)
    still_wanted[Kind.MESSAGE] = lambda user, keys: [key for key in keys if key != "read"]
    queue(people.amara, key="read")
    queue(people.amara, key="unread")
    assert deliver_due() == 1
    assert list(Delivery.objects.values_list("key", flat=True)) == ["unread"]


def test_a_room_that_fails_keeps_back_nobody_else(
    people: People,
    push_service: PushService,
    own_browser: Browser,
    still_wanted: dict[Kind, StillWanted],
) -> None:
    def broken(user: UUID, keys: Collection[str]) -> Collection[str]:
        raise RuntimeError("marker")

    let_show(people.amara, own_browser)
    still_wanted[Kind.INSIGHT] = broken
    for kind in (Kind.INSIGHT, Kind.MESSAGE, Kind.INSIGHT):
        queue(people.amara, kind)
    assert [deliver_due(), deliver_due()] == [1, 0]


def test_a_closed_account_gets_nothing(
    people: People, push_service: PushService, own_browser: Browser
) -> None:
    let_show(people.amara, own_browser)
    queue(people.amara)
    people.amara.user.is_active = False
    people.amara.user.save()
    assert deliver_due() == 0


def in_threads(work: Callable[[], int], count: int = 2) -> list[int]:
    barrier = Barrier(count)

    def run() -> int:
        barrier.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(count)]]


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_send_each_bundle_once(people: People, push_service: PushService) -> None:
    accounts = [people.amara, people.bo, people.carmen, people.dario]
    browsers = [Browser(push_service, person.user.email) for person in accounts]
    wanted = []
    for person, browser in zip(accounts, browsers, strict=True):
        let_show(person, browser)
        wanted += [
            Wanted(
                person.user.id,
                Kind.ALERT,
                f"{person.user.id}"[:30] + part,
                "bundle",
                now() + timedelta(hours=1),
            )
            for part in "abc"
        ]
    queue_deliveries(wanted)
    assert sum(in_threads(deliver_due)) == len(accounts)
    assert [len(push_service.arrived_at(browser)) for browser in browsers] == [1, 1, 1, 1]
    assert not Delivery.objects.filter(sent_at=None).exists()


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_workers_queue_one_row(people: People, push_service: PushService, own_browser: Browser) -> None:
    let_show(people.amara, own_browser)

    def work() -> int:
        with transaction.atomic():
            queue_delivery(people.amara.user.id, Kind.ALERT, "alert-1")
        return 0

    in_threads(work, 3)
    deliver_due()
    assert (Delivery.objects.count(), len(push_service.received)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_it_leaves_right_after_the_commit_and_never_inside_a_transaction(
    people: People, push_service: PushService, own_browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_show(people.amara, own_browser)
    seen: list[bool] = []
    submit = ThreadPoolExecutor.submit

    def spying(*args: object, **kwargs: object) -> object:
        seen.append(connection.in_atomic_block)
        return submit(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(ThreadPoolExecutor, "submit", spying)
    with transaction.atomic():
        queue(people.amara)
        assert push_service.received == []
    assert len(push_service.received) == 1
    assert seen == [False]


@pytest.mark.django_db(transaction=True)
def test_a_fact_that_is_rolled_back_tells_nobody(
    people: People, push_service: PushService, own_browser: Browser
) -> None:
    let_show(people.amara, own_browser)
    with transaction.atomic():
        queue(people.amara)
        transaction.set_rollback(True)
    assert deliver_due() == 0
    assert push_service.received == []


def test_logs_tell_nothing(
    people: People, push_service: PushService, own_browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    let_show(people.amara, own_browser)
    push_service.status = 500
    with caplog.at_level(logging.DEBUG):
        queue(people.amara, Kind.DOSE, "marker-key")
        deliver_due()
    ours = [record for record in caplog.records if record.name.startswith("mendly")]
    assert ours
    text = "\n".join(f"{record.getMessage()} {vars(record)}" for record in ours)
    for marker in ("marker-key", own_browser.endpoint, str(people.amara.user.id), people.amara.user.email):
        assert marker not in text


def push() -> Push:
    return Push(payload=b"{}", topic="t", urgency="normal", ttl=60)


def target(browser: Browser, endpoint: str) -> Target:
    keys = browser.subscription["keys"]
    assert isinstance(keys, dict)
    return Target(endpoint, keys["p256dh"], keys["auth"])


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "::1", "::ffff:127.0.0.1", "fd00::1", "0.0.0.0"]
)
def test_a_public_name_that_leads_to_our_own_network_is_not_reached(
    own_browser: Browser, monkeypatch: pytest.MonkeyPatch, settings: Settings, address: str
) -> None:
    settings.PUSH_ALLOW_LOOPBACK = False
    connected: list[object] = []
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *a, **k: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]
    )
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: connected.append(a))
    assert PushClient().post(target(own_browser, "https://push.example.com/a"), push()) is Outcome.FAILED
    assert connected == []


def test_redirects_are_not_followed(own_browser: Browser, push_service: PushService) -> None:
    push_service.status = 307
    assert PushClient().post(target(own_browser, own_browser.endpoint), push()) is Outcome.FAILED
    assert len(push_service.received) == 1


def test_a_push_service_that_does_not_answer_is_a_failure(own_browser: Browser) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}/a"
        assert PushClient().post(target(own_browser, endpoint), push()) is Outcome.FAILED


def test_ids_of_the_ledger_are_of_the_account(people: People, own_browser: Browser) -> None:
    """The same key told to two accounts is two rows: each account is told once."""
    let_show(people.amara, own_browser)
    users: list[UUID] = [people.amara.user.id, people.bo.user.id]
    queue_deliveries([Wanted(user, Kind.ALERT, "k", "k", now() + timedelta(hours=1)) for user in users])
    assert Delivery.objects.count() == 2
