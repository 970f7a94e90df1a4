"""An upgrade in a real process that is killed with SIGKILL several times: each told once, and the way back."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mendly_core.knowledge_pack import knowledge_from
from tests import knowledge_people
from tests.e2e.servers import embedded_environment
from tests.planted_changes import planted_pack
from tests.prepared import ROOT, copy_of_empty_data

MENDLY = "import sys; from mendly.cli import main; sys.exit(main())"
KILLS = (0.1, 0.35, 0.6, 0.85)
"""Shares of the people that are through when the process dies."""


class Clinic:
    """A data folder of its own, and the commands that work on it."""

    def __init__(self, data: Path) -> None:
        self.database = data / "mendly.sqlite3"
        paths = os.pathsep.join(str(ROOT / part) for part in ("", "backend", "web"))
        self.environment: Mapping[str, str] = {
            **embedded_environment(data, 1),
            "PYTHONPATH": paths,
            "DJANGO_SETTINGS_MODULE": "mendly.settings",
        }

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", MENDLY, *words],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str) -> str:
        process = self.start(*words)
        told, _ = process.communicate()
        assert process.returncode == 0, told
        return told

    def people(self, *words: str) -> Any:
        command = [sys.executable, "-m", "tests.knowledge_people", *words]
        told = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True).stdout
        return json.loads(told) if told else None

    def steps_of_newest_run(self) -> int:
        query = (
            "SELECT count(*) FROM insights_knowledgestep WHERE run_id = "
            "(SELECT id FROM insights_knowledgerun ORDER BY number DESC LIMIT 1)"
        )
        with closing(sqlite3.connect(self.database, timeout=20)) as database:
            return int(database.execute(query).fetchone()[0])

    def kill_upgrade_at(self, steps: int, target: str) -> None:
        process = self.start("knowledge", "upgrade", "--to", target)
        while process.poll() is None and self.steps_of_newest_run() < steps:
            time.sleep(0.01)
        assert process.poll() is None, "it was through before it could be killed"
        process.send_signal(signal.SIGKILL)
        process.communicate()


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    copy_of_empty_data(tmp_path / "data")
    return Clinic(tmp_path / "data")


@pytest.mark.parametrize(
    ("count", "kills"), [(36, KILLS[2:3]), pytest.param(10_000, KILLS, marks=pytest.mark.long)]
)
def test_an_upgrade_killed_several_times_tells_each_once_and_can_be_taken_back(
    count: int, kills: Sequence[float], clinic: Clinic, tmp_path: Path
) -> None:
    pack, started = planted_pack(tmp_path / "planted"), time.monotonic()
    everyone = knowledge_people.people(count)
    clinic.people("build", str(count))
    before = clinic.people("state")
    minutes = {"build": _minutes(started)}
    with_results = len([person for person in everyone if person.dna is not None or person.lab_pair])
    wanted = _difference(everyone, pack)

    started = time.monotonic()
    clinic.run("knowledge", "upgrade", "--to", "shipped")
    for share in kills:
        clinic.kill_upgrade_at(int(share * with_results) + 1, str(pack))
    print(clinic.run("knowledge", "upgrade", "--to", str(pack)).splitlines()[-1])
    minutes[f"upgrade with {len(kills)} kills"] = _minutes(started)
    told = clinic.people("told")
    assert clinic.steps_of_newest_run() == with_results
    assert told["pushed"] == told["events"] == told["steps"] == wanted
    assert told["items"][0] == told["items"][1] > 0
    assert clinic.people("state") != before

    started = time.monotonic()
    back = [clinic.start("knowledge", "upgrade", "--to", "shipped") for _ in range(2 if count < 1000 else 1)]
    print([process.communicate()[0].splitlines()[-1] for process in back])
    minutes["way back"] = _minutes(started)
    assert [process.returncode for process in back] == [0] * len(back)
    assert clinic.people("state") == before
    assert clinic.people("told")["pushed"] == wanted
    print(f"{count:,} patients, {len(wanted):,} told. Minutes: {minutes}")


def _difference(everyone: list[knowledge_people.Person], pack: Path) -> list[int]:
    before = knowledge_people.answers_by_brute_force(everyone)
    with knowledge_from(pack):
        after = knowledge_people.answers_by_brute_force(everyone)
    return [person.number for person in everyone if before[person.number] != after[person.number]]


def _minutes(started: float) -> float:
    return round((time.monotonic() - started) / 60, 1)
