"""T14: a backup put into an empty house: rows, chains, seals, and whom it must not bring back."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.db import connections

from mendly.accounts.models import Clinic
from mendly.ops.backups import dump, postgresql_environment
from mendly.ops.restores import Restored
from mendly.settings.env import database_from_url
from tests.backend.conftest import People
from tests.backend.leaving.test_shredding import step
from tests.prepared import ROOT, copy_of_empty_data, environment_of

pytestmark = pytest.mark.xdist_group("backups")


def mendly(data: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("mendly")), *map(str, arguments)]
    environment = {**environment_of(data), "MENDLY_DEMO": "no"}
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


class Drill:
    """A house (a new one, or the one given), identities for data and keys, an empty house with the same secrets."""

    def __init__(self, folder: Path, house: Path | None = None) -> None:
        self.folder, self.lived = folder, dict[str, Any]()
        self.house, self.empty = house or folder / "house", folder / "empty"
        self.backup, self.keys = folder / "backup", folder / "kept-elsewhere"
        if house is None:
            copy_of_empty_data(self.house)
        copy_of_empty_data(self.empty)
        shutil.rmtree(self.empty / "secrets")
        shutil.copytree(self.house / "secrets", self.empty / "secrets")
        self.ways = []
        for name in ("data", "keys"):
            identity = pyrage.x25519.Identity.generate()
            (folder / name).write_text(f"# made for the drill\n{identity}\n")
            self.ways += [str(identity.to_public()), folder / name]

    def copied(self, folder: Path) -> Drill:
        """The same in another place, to be harmed there."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        other = copy(self)
        other.folder, other.ways = folder, [*self.ways]
        for name in ("house", "empty", "backup", "keys"):
            setattr(other, name, folder / getattr(self, name).name)
        return other

    def keep(self) -> subprocess.CompletedProcess[str]:
        to, _, keys_to, _ = self.ways
        return mendly(
            self.house, "backup", self.backup, "--keys", self.keys, "--to", to, "--keys-to", keys_to
        )

    def restore(self, into: Path | None = None) -> subprocess.CompletedProcess[str]:
        _, identity, _, keys_identity = self.ways
        more = ("--keys", self.keys, "--identity", identity, "--keys-identity", keys_identity)
        return mendly(into or self.empty, "restore", self.backup, *more)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Drill:
    """People have lived in the house, and a backup of it was kept."""
    drill = Drill(tmp_path_factory.mktemp("drill"))
    drill.lived = step(drill.house, "live")
    done = drill.keep()
    assert done.returncode == 0, done.stderr
    return drill


@pytest.fixture
def drill(kept: Drill, tmp_path: Path) -> Drill:
    return kept.copied(tmp_path)


def test_a_backup_brings_everything_into_an_empty_house_but_the_erased(drill: Drill) -> None:
    assert step(drill.house, "erase") == {"erased": 1}
    shutil.copyfile(drill.house / "tombstones.jsonl", drill.empty / "tombstones.jsonl")

    done = drill.restore()
    print(f"\n{done.stdout}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "tables that differ: none" in done.stdout
    assert "broken chains: 0; lost since the checkpoint: 0" in done.stdout
    assert "erased again: 1" in done.stdout
    sampled = re.search(r"opened: (\d+) of (\d+)", done.stdout)
    assert sampled
    assert sampled[1] == sampled[2] != "0"
    wanted = bytes.fromhex(drill.lived["key"])
    assert not any(wanted in path.read_bytes() for path in drill.empty.rglob("*") if path.is_file())
    assert "already" in drill.restore().stderr
    whole = mendly(drill.empty, "audit", "verify", "--checkpoint", drill.backup / "checkpoint.json")
    assert whole.returncode == 0, whole.stdout


def test_neither_folder_shows_anything_and_without_a_tombstone_everyone_is_back(drill: Drill) -> None:
    key = bytes.fromhex(drill.lived["key"])
    needles = [*map(bytes.fromhex, drill.lived["marks"]), b"canary7", b"SQLite format", key]
    for path in (*drill.backup.rglob("*"), *drill.keys.rglob("*")):
        assert not any(needle in path.read_bytes() for needle in needles), path
    assert not list(drill.backup.glob("keys*"))
    assert drill.keep().returncode == 1, "a folder in use is refused"
    done = drill.restore()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "erased again: 0" in done.stdout
    assert any(key in path.read_bytes() for path in drill.empty.rglob("*") if path.is_file())
    blob = drill.empty / "sealed" / drill.lived["blob"]
    assert blob.read_bytes() == (drill.house / "sealed" / drill.lived["blob"]).read_bytes()


def test_a_damaged_backup_is_refused_and_changes_nothing(drill: Drill, tmp_path: Path) -> None:
    before = (drill.empty / "mendly.sqlite3").read_bytes()
    whole, keys = drill.backup, drill.keys
    for number, harm in enumerate((_change, _cut, _lose_manifest, _forge, _swap_keys)):
        drill.backup, drill.keys = tmp_path / f"harmed-{number}", tmp_path / f"harmed-{number}-keys"
        shutil.copytree(whole, drill.backup)
        shutil.copytree(keys, drill.keys)
        harm(drill)
        done = drill.restore()
        assert (done.returncode, "Traceback" in done.stderr) == (1, False), (harm.__name__, done.stderr)
        assert (drill.empty / "mendly.sqlite3").read_bytes() == before


def _change(drill: Drill) -> None:
    content = bytearray((drill.backup / "database.age").read_bytes())
    content[len(content) // 2] ^= 1
    (drill.backup / "database.age").write_bytes(content)


def _cut(drill: Drill) -> None:
    (drill.backup / "files.age").write_bytes((drill.backup / "files.age").read_bytes()[:-1])


def _lose_manifest(drill: Drill) -> None:
    (drill.backup / "manifest.json").unlink()


def _forge(drill: Drill) -> None:
    manifest = drill.backup / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "rows": {}}))


def _swap_keys(drill: Drill) -> None:
    (drill.keys / "keys.age").write_bytes((drill.backup / "database.age").read_bytes())


def test_a_wrong_recipient_or_identity_is_told(drill: Drill) -> None:
    refused = mendly(drill.house, "backup", drill.backup, "--to", "age1nonsense")
    assert (refused.returncode, "age1" in refused.stderr) == (1, True)
    drill.ways[1], drill.ways[3] = drill.ways[3], drill.ways[1]
    assert "does not open" in drill.restore().stderr


@pytest.mark.long
def test_a_drill_with_ten_thousand_patients(tmp_path: Path) -> None:
    drill, patients = Drill(tmp_path), 10_000
    step(drill.house, f"crowd {patients}")
    started = time.monotonic()
    assert drill.keep().returncode == 0
    kept = time.monotonic()
    done = drill.restore()
    restored = time.monotonic()
    assert done.returncode == 0, done.stdout + done.stderr
    print(
        f"\n{patients} patients: kept in {(kept - started) / 60:.1f}, restored in {(restored - kept) / 60:.1f} min"
    )
    print(done.stdout)


def test_ways_in_of_the_backups_day_are_closed(drill: Drill) -> None:
    assert count(drill.house, *WAYS_IN) > 3
    assert drill.restore().returncode == 0
    assert count(drill.empty, *WAYS_IN) == 0


WAYS_IN = (
    "django_session",
    "accounts_pairingcode",
    "accounts_devicetoken",
    "accounts_staffinvitation WHERE accepted_at IS NULL",
    "care_careinvitation WHERE answered_at IS NULL",
    "care_proxyinvitation WHERE answered_at IS NULL",
)


def count(data: Path, *tables: str) -> int:
    with closing(sqlite3.connect(data / "mendly.sqlite3")) as database:
        return sum(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


def test_a_restore_that_was_cut_off_is_done_again_and_the_house_waits_for_it(drill: Drill) -> None:
    assert drill.restore().returncode == 0
    mark = drill.empty / "restore-unfinished"
    assert not mark.exists()
    mark.touch()
    refused = mendly(drill.empty, "prepare")
    assert (refused.returncode, "restore" in refused.stderr) == (2, True)
    assert drill.restore().returncode == 0
    assert mendly(drill.empty, "prepare").returncode == 0


def test_a_backup_of_a_busy_house_is_whole(drill: Drill) -> None:
    """Somebody measures all the while: what is counted and what is dumped is one state, and no link seems lost."""
    shutil.rmtree(drill.backup)
    shutil.rmtree(drill.keys)
    with somebody_measuring(drill.house):
        before = count(drill.house, MEASURED)
        kept = drill.keep()
        after = count(drill.house, MEASURED)
    assert (kept.returncode, before < after) == (0, True), kept.stderr
    done = drill.restore()
    assert done.returncode == 0, done.stdout + done.stderr
    assert before <= count(drill.empty, MEASURED) <= after


MEASURED = "vitals_observation"


@contextmanager
def somebody_measuring(data: Path) -> Iterator[None]:
    environment = {**environment_of(data), "MENDLY_DEMO": "no", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "tests.backend.leaving.shredding", "busy"]
    before = count(data, MEASURED)
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        while count(data, MEASURED) == before and process.poll() is None:
            time.sleep(0.1)
        yield
    finally:
        process.kill()
        process.wait()


def test_a_file_that_does_not_come_back_makes_a_restore_not_whole() -> None:
    whole = Restored("today", 1, (), 0, 0, 0, 1, 1, 0, 0)
    assert whole.is_whole
    assert not replace(whole, files_missing=1).is_whole


def test_a_backup_whose_keys_need_a_version_that_we_lack_is_refused_before_anything_is_changed(
    drill: Drill,
) -> None:
    secret = next(path for path in (drill.empty / "secrets").iterdir() if "kek" in path.name.lower())
    before = (drill.empty / "mendly.sqlite3").read_bytes()
    secret.write_text(secret.read_text().replace("1:", "2:", 1))
    done = drill.restore()
    assert (done.returncode, "version 1" in done.stderr) == (1, True), done.stderr
    assert (drill.empty / "mendly.sqlite3").read_bytes() == before


def test_the_databases_own_programs_connect_as_safely_as_we_do() -> None:
    url = "postgresql://u:p@db/mendly?sslmode=verify-full&sslrootcert=/etc/ca.pem"
    environment = postgresql_environment(database_from_url(url, data=Path("/")))
    wanted = {
        "PGSSLMODE": "verify-full",
        "PGSSLROOTCERT": "/etc/ca.pem",
        "PGHOST": "db",
        "PGDATABASE": "mendly",
    }
    assert wanted.items() <= environment.items()


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_rows_are_counted_in_the_very_state_that_is_dumped(
    people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL: a clinic that is added after the dump and before the count is in neither."""
    run, clinics = subprocess.run, Clinic.objects.count()

    def and_a_clinic_comes(*args: Any, **kwargs: Any) -> Any:
        done = run(*args, **kwargs)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(_add_clinic).result()
        return done

    monkeypatch.setattr("mendly.ops.backups.subprocess.run", and_a_clinic_comes)
    rows = dump("default", tmp_path / "dump")
    assert rows["accounts.clinic"] == clinics
    assert (tmp_path / "dump").stat().st_size > 10_000
    assert "vault.subjectkey" not in rows
    assert "vault.subjectkey" in dump("keys", tmp_path / "keys")


def _add_clinic() -> None:
    try:
        Clinic.objects.create(name="Late")
    finally:
        connections.close_all()
