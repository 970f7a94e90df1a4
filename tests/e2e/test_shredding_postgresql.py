"""T16 on PostgreSQL and Redis: what is left of an erased patient in the cluster's own files, a dump and the broker."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.backend.leaving.shredding import CANARY
from tests.backend.leaving.test_shredding import hits
from tests.prepared import ROOT, environment_of, run_mendly

sys.path.insert(0, str(ROOT / "infra"))
from private_services import PrivateServer, postgresql_server, redis_server

CLEAR = [b"canary7-text", b"canary7-json", b"canary7-bytes", b"canary7-file", b"777777.77", b"1999-09-09"]
LOG_OF_WRITES = "data/pg_wal/"
KEEPS_NO_OLD_LOG = {"wal_recycle": "off", "min_wal_size": "32MB"}
"""As SECURITY.md asks of a production database: else segments that are put by for reuse keep what was in them."""


def step(environment: Mapping[str, str], name: str, log: Path) -> dict[str, Any]:
    with log.open("ab") as errors:
        command = [sys.executable, "-m", "tests.backend.leaving.shredding", name]
        done = subprocess.run(
            command, env=dict(environment), cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, check=False
        )
    assert done.returncode == 0, log.read_text()
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def tell(database: str, *statements: str) -> None:
    for statement in statements:
        subprocess.run(["psql", database, "-qtc", statement], check=True, stdout=subprocess.DEVNULL)


def keep_all(redis: PrivateServer, address: str) -> None:
    """Write what the broker holds in memory to its folder."""
    port = address.rsplit(":", 1)[1].split("/")[0]
    secret = address.split("//:")[1].split("@")[0]
    subprocess.run(
        ["redis-cli", "-p", port, "SAVE"],
        env={**os.environ, "REDISCLI_AUTH": secret},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    assert list(redis.folder.glob("*.rdb"))


@pytest.mark.long
def test_nothing_in_the_clear_and_no_key_is_left_in_the_cluster(tmp_path: Path) -> None:
    data, log = tmp_path / "data", tmp_path / "steps.log"
    data.mkdir()
    with ExitStack() as stack:
        cluster = stack.enter_context(postgresql_server(KEEPS_NO_OLD_LOG))
        broker = stack.enter_context(redis_server())
        database, keys = (
            cluster.addresses[name] for name in ("MENDLY_TEST_DATABASE_URL", "MENDLY_TEST_KEYS_DATABASE_URL")
        )
        redis = broker.addresses["MENDLY_TEST_REDIS_URL"]
        environment = {
            **environment_of(data),
            "MENDLY_DEMO": "no",
            "MENDLY_DATABASE_URL": f"{database}?sslmode=disable",
            "MENDLY_KEYS_DATABASE_URL": f"{keys}?sslmode=disable",
            "MENDLY_REDIS_URL": redis,
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        run_mendly(environment, "prepare")
        lived = step(environment, "live", log)
        marks, key = [bytes.fromhex(mark) for mark in lived["marks"]], bytes.fromhex(lived["key"])
        tell(database, "CHECKPOINT")
        assert lived["filled"] == lived["fields"] > 25
        sealed_before = [mark for mark in [*marks, key] if hits(cluster.folder, [mark])]
        assert len(sealed_before) == len(marks) + 1, "the search finds what is there"
        keep_all(broker, redis)
        places = (tmp_path, cluster.folder, broker.folder)
        assert [hit for place in places for hit in hits(place, CLEAR)] == [], "never in the open"

        assert step(environment, "erase", log) == {"erased": 1}
        tell(database, "CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT")
        dumps = tmp_path / "dumps"
        dumps.mkdir()
        for number, address in enumerate((database, keys)):
            subprocess.run(["pg_dump", address, "-f", str(dumps / f"{number}.sql")], check=True)
        keep_all(broker, redis)
        left = [hit for place in places for hit in hits(place, [*CLEAR, CANARY.encode(), key])]
        old = [hit for place in places for hit in hits(place, marks)]
    where = Counter("log of writes" if hit.startswith(LOG_OF_WRITES) else "elsewhere" for hit in old)
    print(f"\nshredding on PostgreSQL: {lived['filled']} sealed fields, {len(left)} hits afterwards")
    print(f"sealed remains whose key is gone: {dict(where)}")
    assert left == []
