"""Power cuts: the database opens whole, and every transaction that was acknowledged is in it."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from mendly.settings.env import database_from_url
from tests.e2e.power_cut import NAME, Findings, Replay
from tests.e2e.servers import filled_clinic
from tests.prepared import ROOT, environment_of

PRAGMAS = tuple(
    part.removeprefix("PRAGMA ")
    for part in database_from_url(f"sqlite:{NAME}", data=Path())["OPTIONS"]["init_command"].split(";")  # type: ignore[index]
)
"""The product's own."""


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo clinic's database, all of it in one file."""
    data = tmp_path_factory.mktemp("power")
    filled_clinic(data)
    with closing(sqlite3.connect(data / NAME)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("PRAGMA journal_mode=DELETE")
    return data


def captured(before: Path, folder: Path, acts: int) -> list[str]:
    """The statements of a mixed workload that ran on a copy."""
    data = folder / "captured"
    shutil.copytree(before, data)
    command = [sys.executable, "-m", "tests.e2e.mixed_writes", str(acts)]
    environment = environment_of(data)
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def cut_often(
    before: Path, folder: Path, *, acts: int, cuts: int, pragmas: Sequence[str] = PRAGMAS
) -> Findings:
    statements = captured(before, folder, acts)
    replay = Replay(before / NAME, pragmas, folder)
    chance = random.Random(7)
    writes = replay.count_writes(statements)
    assert writes >= cuts, f"only {writes} writes to cut at"
    found = replay.cut(statements, chance.sample(range(1, writes + 1), cuts), chance)
    assert found.cuts == cuts
    return found


def assert_nothing_lost(found: Findings) -> None:
    assert (found.corrupt, found.lost, found.invented) == (0, 0, 0), found
    assert found.torn_in_flight > found.cuts // 2
    print(found)


def test_nothing_acknowledged_is_lost_in_thirty_power_cuts(before: Path, tmp_path: Path) -> None:
    assert_nothing_lost(cut_often(before, tmp_path, acts=8, cuts=30))


def test_a_database_that_does_not_sync_is_caught(before: Path, tmp_path: Path) -> None:
    careless = [*PRAGMAS, "synchronous=OFF"]
    found = cut_often(before, tmp_path, acts=8, cuts=30, pragmas=careless)
    assert found.lost + found.corrupt > 0


@pytest.mark.long
def test_nothing_acknowledged_is_lost_in_two_thousand_power_cuts(before: Path, tmp_path: Path) -> None:
    assert_nothing_lost(cut_often(before, tmp_path, acts=400, cuts=2000))
