"""T16: what is left of an erased patient in the raw files, and what an old backup brings back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.backend.leaving.shredding import CANARY
from tests.prepared import ROOT, copy_of_empty_data, environment_of

DATABASES = ("mendly.sqlite3", "keys.sqlite3")


def step(data: Path, name: str) -> dict[str, Any]:
    """One step in a process of its own; what it logs is kept beside its data, to be searched as well."""
    log, out = data / f"{name.split()[0]}.log", data / f"{name.split()[0]}.out"
    with begun(data, name) as process:
        assert process.wait() == 0, log.read_text()
    found: dict[str, Any] = json.loads(out.read_text().strip().splitlines()[-1])
    out.unlink()
    return found


@contextmanager
def begun(data: Path, name: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**environment_of(data), "MENDLY_DEMO": "no", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "tests.backend.leaving.shredding", *name.split()]
    log, out = data / f"{name.split()[0]}.log", data / f"{name.split()[0]}.out"
    with log.open("wb") as errors, out.open("wb") as answer:
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=answer, stderr=errors)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def hits(data: Path, needles: Iterable[bytes]) -> list[str]:
    """Every file under the folder that holds one of them: databases, their logs of writes, media, log files."""
    wanted = list(needles)
    found = []
    for path in data.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found += [f"{path.relative_to(data)}: {needle[:12]!r}" for needle in wanted if needle in content]
    return found


def test_nothing_is_left_and_no_backup_brings_it_back(tmp_path: Path) -> None:
    data, backup = tmp_path / "data", tmp_path / "backup"
    copy_of_empty_data(data)
    lived = step(data, "live")
    assert lived["filled"] == lived["fields"] > 25
    marks = [bytes.fromhex(mark) for mark in lived["marks"]]
    sealed, key = [*marks, bytes.fromhex(lived["key"])], bytes.fromhex(lived["key"])
    blob = data / "sealed" / lived["blob"]
    piece = blob.read_bytes()[40:72]
    ids = [lived["patient"].encode(), bytes.fromhex(lived["patient"].replace("-", "")).hex().encode()]

    clear = [b"canary7-text", b"canary7-json", b"canary7-bytes", b"canary7-file", b"777777.77", b"1999-09-09"]
    assert hits(data, clear) == [], "sealed values never stand in the open"
    assert all(hits(data, [mark]) for mark in sealed), "the search finds what is there"
    shutil.copytree(data, backup)

    assert step(data, "erase") == {"erased": 1}
    left = hits(data, [*clear, *sealed, piece, CANARY.encode()])
    print(f"\nshredding: {lived['filled']} sealed fields, {len(left)} hits in raw files afterwards")
    assert left == []
    assert not blob.exists()
    assert not [hit for hit in hits(data, ids) if not hit.startswith(DATABASES)], "only the log's bare ids"

    for name in DATABASES:
        shutil.copyfile(backup / name, data / name)
        for rest in ("-wal", "-shm"):
            (data / f"{name}{rest}").unlink(missing_ok=True)
            if (backup / f"{name}{rest}").exists():
                shutil.copyfile(backup / f"{name}{rest}", data / f"{name}{rest}")
    shutil.copytree(backup / "sealed", data / "sealed", dirs_exist_ok=True)
    assert hits(data, [key]), "the old backup did bring the key back"
    assert step(data, "again") == {"erased": 1}
    assert hits(data, [*clear, *sealed, piece, CANARY.encode()]) == []
    assert step(data, "again") == {"erased": 0}
