"""SIGKILL to any part of the production size while clients write and read: nothing acknowledged is lost or doubled."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg
import pytest

from tests.e2e.clients_under_fire import TABLES, Client, clients_of
from tests.e2e.ledger import FAILED, OK, READ, UNKNOWN, Entry, Ledger, Verdict, judge
from tests.e2e.parts import Production, killable_production

TOKENS_LAST = 200.0
"""Seconds; the access tokens of the clients live five minutes."""
EARLY_ANSWER = "tests.e2e.planted_early_answer"


def rows_by_id(address: str) -> dict[str, list[str]]:
    """Every id in the three tables, and in which tables it stands; read with PostgreSQL alone."""
    found: dict[str, list[str]] = {}
    with psycopg.connect(address) as database:
        for kind, table in TABLES.items():
            for (identifier,) in database.execute(f"SELECT id::text FROM {table}"):  # type: ignore[arg-type]
                found.setdefault(identifier, []).append(kind)
    return found


def fire(
    data: Path,
    targets: Sequence[str],
    *,
    pause: tuple[float, float] = (1.0, 5.0),
    operations: int = 0,
    database: Mapping[str, str] | None = None,
    web: str = "",
) -> tuple[Verdict, list[float]]:
    """Kill the `targets` in turn; go on writing until `operations` are noted. Gives the seconds of each recovery."""
    ledger, chance = Ledger(data / "ledger"), random.Random(9)
    with killable_production(data / "server", database=database, web=web) as production:
        clients = clients_of(production.server, ledger)
        for client in clients:
            client.start()
        recoveries = _kill_in_turn(production, targets, chance, pause)
        while len(ledger.entries()) < operations:
            time.sleep(5)
            production.server.new_tokens()
        time.sleep(1.0)
        _stop(clients)
        kept = rows_by_id(production.server.environment["MENDLY_DATABASE_URL"])
    return judge(ledger.entries(), kept), recoveries


def _kill_in_turn(
    production: Production, targets: Sequence[str], chance: random.Random, pause: tuple[float, float]
) -> list[float]:
    recoveries, tokens_made = [], time.monotonic()
    for target in targets:
        time.sleep(chance.uniform(*pause))
        production.parts[target].kill_and_start()
        recoveries.append(production.wait_until_well())
        if time.monotonic() - tokens_made > TOKENS_LAST:
            production.server.new_tokens()
            tokens_made = time.monotonic()
    return recoveries


def _stop(clients: Sequence[Client]) -> None:
    for client in clients:
        client.stopping.set()
    for client in clients:
        client.join(60)
        if client.failure is not None:
            raise client.failure


def random_parts(number: int) -> list[str]:
    chance = random.Random(number)
    names = ("serve", "sockets", "worker", "beat", "redis", "postgresql")
    return [chance.choice(names) for _ in range(number)]


def test_the_checker_tells_what_is_lost_doubled_refused_or_stale() -> None:
    kept = {"b": ["dose", "message"], "c": ["reading"], "d": ["dose"]}
    entries = [
        Entry("x", "message", "a", OK),
        Entry("x", "dose", "b", OK),
        Entry("x", "reading", "c", FAILED),
        Entry("x", "message", "d", OK),
        Entry("x", "message", "e", UNKNOWN),
        Entry("x", READ, "4/5", OK),
        Entry("x", READ, "6/5", OK),
    ]
    verdict = judge(entries, kept)
    assert [entry.identifier for entry in verdict.lost] == ["a", "d"]
    assert [entry.identifier for entry in verdict.doubled] == ["b"]
    assert [entry.identifier for entry in verdict.appeared] == ["c"]
    assert [entry.identifier for entry in verdict.stale] == ["4/5"]
    assert not verdict.is_clean


@pytest.mark.both_databases
@pytest.mark.long
def test_nothing_is_lost_in_five_hundred_kills(tmp_path: Path) -> None:
    verdict, recoveries = fire(tmp_path, random_parts(500), operations=100_000)
    print(f"{len(recoveries)} kills, slowest recovery {max(recoveries):.1f} s; {verdict}")
    assert verdict.is_clean, verdict
    assert verdict.operations >= 100_000


@pytest.mark.both_databases
@pytest.mark.long
@pytest.mark.parametrize("part", ["serve", "redis", "postgresql", "worker"])
def test_nothing_is_lost_when_one_part_is_killed_often(tmp_path: Path, part: str) -> None:
    verdict, _ = fire(tmp_path, [part] * 5, pause=(0.5, 1.5))
    print(part, verdict)
    assert verdict.is_clean, verdict


@pytest.mark.both_databases
@pytest.mark.long
def test_an_answer_before_the_commit_is_caught(tmp_path: Path) -> None:
    verdict, _ = fire(tmp_path, ["serve"] * 6, pause=(0.5, 1.5), web=EARLY_ANSWER)
    assert verdict.lost, verdict


@pytest.mark.both_databases
@pytest.mark.long
def test_a_database_that_does_not_wait_for_its_disk_is_caught(tmp_path: Path) -> None:
    careless = {"synchronous_commit": "off", "wal_writer_delay": "10000"}
    verdict, _ = fire(tmp_path, ["postgresql"] * 6, pause=(0.5, 1.5), database=careless)
    assert verdict.lost, verdict
