"""What is planned ahead reaches the ledger once: whoever works, dies, comes twice or comes late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from mendly.clock import now
from mendly.notify.kinds import Kind
from mendly.notify.models import Delivery, DueBucket, PlannedDelivery
from mendly.notify.services import Planned, Wanted, fire_due_buckets, plan_deliveries
from mendly.notify.services import planned as planning
from mendly.notify.services.planned import LEASE, forget_old_buckets
from tests.backend.conftest import People
from tests.backend.notify.test_deliveries import in_threads

MINUTE = timedelta(minutes=1)


def ring(user: UUID, key: str, minutes: float = 5) -> Planned:
    at = now() + timedelta(minutes=minutes)
    return Planned(at, Wanted(user, Kind.DOSE, key, "bundle", at + timedelta(hours=1)))


def plan(people: People, rings: Iterable[Planned]) -> int:
    assert people.amara.patient is not None
    return plan_deliveries({people.amara.patient.id: list(rings)}, since=now() - 10 * MINUTE)


def told() -> list[str]:
    return sorted(Delivery.objects.values_list("key", flat=True))


@pytest.fixture
def user(people: People) -> UUID:
    return people.amara.user.id


def test_nothing_is_told_before_its_minute(people: People, user: UUID) -> None:
    with time_machine.travel("2026-11-02 07:00:30+00:00", tick=False) as clock:
        plan(people, [ring(user, "a")])
        clock.move_to("2026-11-02 07:05:59+00:00")
        assert fire_due_buckets() == 0
        clock.move_to("2026-11-02 07:06:00+00:00")
        assert (fire_due_buckets(), fire_due_buckets()) == (1, 0)


def test_a_plan_made_anew_replaces_the_one_before(people: People, user: UUID) -> None:
    with time_machine.travel("2026-11-02 07:00+00:00", tick=False) as clock:
        stays = ring(user, "stays")
        assert plan(people, [stays, ring(user, "goes")]) == 2
        assert plan(people, [stays, ring(user, "comes")]) == 1
        clock.shift(6 * MINUTE)
        fire_due_buckets()
        assert told() == ["comes", "stays"]


def test_what_was_told_is_not_told_again_by_a_plan_made_anew(people: People, user: UUID) -> None:
    with time_machine.travel("2026-11-02 07:00+00:00", tick=False) as clock:
        rings = [ring(user, "a")]
        plan(people, rings)
        clock.shift(6 * MINUTE)
        fire_due_buckets()
        plan(people, rings)
        assert fire_due_buckets() == 0


def test_a_ring_that_joins_a_minute_which_was_fired_is_told(people: People, user: UUID) -> None:
    with time_machine.travel("2026-11-02 07:00+00:00", tick=False) as clock:
        first = ring(user, "first")
        second = Planned(first.at, ring(user, "second").wanted)
        plan(people, [first])
        clock.shift(6 * MINUTE)
        fire_due_buckets()
        plan(people, [first, second])
        assert fire_due_buckets() == 1
        assert told() == ["first", "second"]


def test_a_ring_that_joins_while_its_bucket_is_fired_is_told(
    people: People, user: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel("2026-11-02 07:00+00:00", tick=False) as clock:
        first = ring(user, "first")
        second = Planned(first.at, ring(user, "second").wanted)
        plan(people, [first])
        clock.shift(6 * MINUTE)
        copy = planning._copy_into_ledger

        def copy_then_join(*bucket_and_moment: object) -> int:
            fired = copy(*bucket_and_moment)  # type: ignore[arg-type]
            monkeypatch.setattr(planning, "_copy_into_ledger", copy)
            plan(people, [first, second])
            return fired

        monkeypatch.setattr(planning, "_copy_into_ledger", copy_then_join)
        fire_due_buckets()
        assert told() == ["first", "second"]


def test_a_worker_that_died_loses_nothing(
    people: People, user: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*bucket_and_moment: object) -> int:
        raise Killed

    with time_machine.travel("2026-11-02 07:00+00:00", tick=False) as clock:
        plan(people, [ring(user, "a")])
        clock.shift(6 * MINUTE)
        with monkeypatch.context() as patched:
            patched.setattr(planning, "_copy_into_ledger", die)
            with pytest.raises(Killed):
                fire_due_buckets()
        assert fire_due_buckets() == 0, "its lease still holds"
        clock.shift(LEASE)
        assert fire_due_buckets() == 1


def test_what_has_expired_meanwhile_stays_out(people: People, user: UUID) -> None:
    with time_machine.travel("2026-11-02 07:00+00:00", tick=False) as clock:
        plan(people, [ring(user, "a")])
        clock.shift(timedelta(hours=2))
        assert fire_due_buckets() == 0
        assert not DueBucket.objects.filter(done=False).exists()


def test_old_buckets_are_forgotten(people: People, user: UUID) -> None:
    with time_machine.travel("2026-11-02 07:00+00:00", tick=False) as clock:
        plan(people, [ring(user, "a"), ring(user, "later", 60 * 40)])
        clock.shift(timedelta(hours=25))
        forget_old_buckets()
        assert (PlannedDelivery.objects.count(), DueBucket.objects.count()) == (1, 1)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_three_workers_at_once_tell_each_ring_once(people: People, user: UUID) -> None:
    plan(people, [ring(user, f"{number}", -number % 8) for number in range(80)])

    with time_machine.travel(now() + 9 * MINUTE, tick=True):
        fired = in_threads(fire_due_buckets, 3)
    assert sum(fired) == 80 == Delivery.objects.count()
