"""T14: a backup put into an empty house: rows, chains, seals, and whom it must not bring back."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from copy import copy
from pathlib import Path
from typing import Any

import pyrage
import pytest

from mendly.secrets_store import ensure_embedded_secrets
from tests.backend.leaving.test_shredding import begun, step
from tests.prepared import ROOT, copy_of_empty_data, environment_of

pytestmark = pytest.mark.xdist_group("backups")


def mendly(data: Path, *arguments: object, fault: str = "") -> subprocess.CompletedProcess[str]:
    """The command in a process of its own; `fault` is done to it beforehand, in Python."""
    command = [str(Path(sys.executable).with_name("mendly"))]
    if fault:
        setup = "import os, django; django.setup(); from mendly.ops import restores"
        command = [
            sys.executable,
            "-c",
            f"{setup}; {fault}; from mendly.cli import main; raise SystemExit(main())",
        ]
    command += map(str, arguments)
    environment = {**environment_of(data), "MENDLY_DEMO": "no", **secrets_of(data)}
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


def secrets_of(data: Path) -> dict[str, str]:
    """Those that the house made for itself, for whoever sets Django up before the command does."""
    found: dict[str, str] = {}
    ensure_embedded_secrets(found, data)
    return found


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

    def restore(self, *, fault: str = "") -> subprocess.CompletedProcess[str]:
        _, identity, _, keys_identity = self.ways
        more = ("--keys", self.keys, "--identity", identity, "--keys-identity", keys_identity)
        return mendly(self.empty, "restore", self.backup, *more, fault=fault)

    def keep_once_more(self) -> None:
        self.backup, self.keys = self.folder / "newer", self.folder / "newer-keys"
        done = self.keep()
        assert done.returncode == 0, done.stderr


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


def test_a_busy_house_is_kept_as_it_was_at_one_moment(drill: Drill) -> None:
    """People go on adding while it is copied: what comes back is one state, and says so."""
    with begun(drill.house, "bustle") as people:
        waited = time.monotonic() + 60
        while not (drill.house / "busy").exists() and time.monotonic() < waited:
            time.sleep(0.05)
        drill.keep_once_more()
        (drill.house / "quiet").touch()
        assert people.wait(timeout=60) == 0, (drill.house / "bustle.log").read_text()
    done = drill.restore()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "tables that differ: none" in done.stdout
    assert "broken chains: 0; lost since the checkpoint: 0" in done.stdout


def test_a_restored_house_ends_what_people_may_have_ended_since(drill: Drill) -> None:
    """They may have thought better of leaving, signed out, and taken invitations back: the backup knows of none."""
    assert step(drill.house, "ask") == {"asked": 1}
    before = step(drill.house, "look")
    assert all(before["open"].values()), before
    drill.keep_once_more()
    done = drill.restore()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "You asked us to erase your Mendly account" in done.stdout, "the letter goes out again"
    assert (
        "waiting to be erased, with 7 more days to say no: 1; letters that could not be sent: 0"
        in done.stdout
    )
    for word in ("the day of the backup", "consents", "care", "passwords"):
        assert word in done.stdout
    after = step(drill.empty, "look")
    assert not any(after["open"].values()), after
    assert (before["hours"], after["hours"]) == ([-1], [7 * 24])


def test_a_restore_that_was_cut_short_is_not_served_and_starts_over(drill: Drill) -> None:
    killed = drill.restore(fault="restores._unpack_files = lambda plain: os._exit(9)")
    assert killed.returncode == 9, killed.stderr
    for command in (("prepare",), ("serve", "--port", "1"), ("backup", drill.folder / "none")):
        refused = mendly(drill.empty, *command)
        assert (refused.returncode, "Traceback" in refused.stderr) == (2, False), refused.stderr
        assert "cut short" in refused.stderr
    done = drill.restore()
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (drill.empty / "restoring").exists()
    assert mendly(drill.empty, "prepare").returncode == 0
    assert "already" in drill.restore().stderr


def test_half_a_file_of_a_restore_that_was_cut_short_is_written_anew(drill: Drill) -> None:
    blob = drill.empty / "sealed" / drill.lived["blob"]
    blob.parent.mkdir(parents=True, exist_ok=True)
    half = f"open({str(blob)!r}, 'wb').write(b'half')"
    assert drill.restore(fault=f"{half}; restores._unpack_files = lambda plain: os._exit(9)").returncode == 9
    assert drill.restore().returncode == 0
    assert blob.read_bytes() == (drill.house / "sealed" / drill.lived["blob"]).read_bytes()


def test_a_file_that_was_packed_and_is_not_there_is_a_fault(drill: Drill) -> None:
    done = drill.restore(fault="restores._unpack_files = lambda plain: None")
    assert done.returncode == 1, done.stderr
    missing = re.search(r"files missing: (\d+)", done.stdout)
    assert missing
    assert missing[1] != "0"


def test_a_file_that_was_removed_before_it_could_be_packed_is_none(drill: Drill) -> None:
    (drill.house / "sealed" / drill.lived["blob"]).unlink()
    drill.keep_once_more()
    done = drill.restore()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "files missing: 0\nfiles removed while the backup was made: 1" in done.stdout


def test_without_the_version_that_wraps_its_keys_a_backup_is_refused_and_nothing_changed(
    drill: Drill,
) -> None:
    before = (drill.empty / "keys.sqlite3").read_bytes()
    secret = drill.empty / "secrets" / "mendly_kek"
    secret.write_text("2:" + secret.read_text().partition(":")[2])
    refused = drill.restore()
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False), refused.stderr
    assert "version 1 of MENDLY_KEK" in refused.stderr
    assert (drill.empty / "keys.sqlite3").read_bytes() == before
    assert not (drill.empty / "restore-unfinished").exists()


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
