"""Putting a backup into an empty house; seeing that all is there and opens, and nobody is back who was erased."""

from __future__ import annotations

import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pyrage
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connections

from mendly.accounts.models import PairingCode, Patient, StaffInvitation, User
from mendly.audit.checkpoints import lost_since, read_checkpoint
from mendly.audit.verification import breaks
from mendly.care.models import CareInvitation, HandOver, ProxyInvitation
from mendly.clock import now
from mendly.leaving.services import begin_days_to_think_anew, erase_again
from mendly.leaving.tombstones import keep_all, stones_in
from mendly.ops.backups import (
    CHECKPOINT,
    DATABASE,
    FILES,
    KEYS,
    TOMBSTONES,
    BackupRefused,
    Manifest,
    postgresql_environment,
    read_manifest,
    rows_by_table,
)
from mendly.ops.sessions import end_sessions
from mendly.vault.crypto import SealBroken
from mendly.vault.files import opened_chunks
from mendly.vault.models import SealedFile
from mendly.vault.services import forget_held_keys

SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Restored:
    """`differing`: tables whose count is not the backup's, `files_missing`: packed but not here, both before anyone
    was erased again. `opened` of `sampled`. `asked_anew`: people whose days to think about leaving begin anew.
    """

    made_at: str
    rows: int
    differing: tuple[str, ...]
    erased_again: int
    broken_chains: int
    lost_since_checkpoint: int
    sampled: int
    opened: int
    files_missing: int
    asked_anew: int

    @property
    def is_whole(self) -> bool:
        amiss = self.differing or self.broken_chains or self.lost_since_checkpoint or self.files_missing
        return not amiss and self.opened == self.sampled


def restore_backup(folder: Path, keys_folder: Path, identity: str, keys_identity: str) -> Restored:
    """Restore, erase again, verify. Raises `BackupRefused` before anything is changed.

    Nothing else may be serving meanwhile. Tombstones of this house, of the backup, and of the restored keys all count.
    Sign-ins, codes and open letters of the backup's day end: who ended one since must not find it open again.
    A restore that was killed is started again in the same way; until then `mendly prepare` refuses the house.
    """
    manifest = read_manifest(folder, keys_folder)
    for_data, for_keys = _identity(identity), _identity(keys_identity)
    _refuse_missing_keys(manifest)
    if not is_unfinished():
        _refuse_if_inhabited()
    _mark().touch()
    with tempfile.TemporaryDirectory(dir=settings.DATA) as scratch:
        plain = Path(scratch, "plain")
        for alias, path, key in (
            ("keys", keys_folder / KEYS, for_keys),
            ("default", folder / DATABASE, for_data),
        ):
            _decrypt(path, plain, key)
            _load(alias, plain)
        _decrypt(folder / FILES, plain, for_data)
        _unpack_files(plain)
    for alias in settings.DATABASES:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    forget_held_keys()
    if (folder / TOMBSTONES).exists():
        keep_all(stones_in(folder / TOMBSTONES))
    done = _looked_over(manifest, folder)
    _mark().unlink()
    return done


def is_unfinished() -> bool:
    """Whether a restore into this house was cut off: it holds part of a backup."""
    return _mark().exists()


def _mark() -> Path:
    return Path(settings.DATA, "restore-unfinished")


def _refuse_missing_keys(manifest: Manifest) -> None:
    missing = sorted(set(manifest.key_versions) - set(settings.KEY_ENCRYPTION_KEYS))
    if missing:
        versions = ", ".join(map(str, missing))
        raise BackupRefused(f"MENDLY_KEK must hold version {versions}: keys of this backup need it.")


def _looked_over(manifest: Manifest, folder: Path) -> Restored:
    rows = rows_by_table()
    differing = tuple(
        sorted(name for name, count in manifest.rows.items() if rows.get(name) != count and name != STONES)
    )
    broken, lost = len(list(breaks())), len(list(lost_since(read_checkpoint(folder / CHECKPOINT))))
    missing = sum(not default_storage.exists(blob) for blob in manifest.files)
    _end_ways_in()
    asked_anew = begin_days_to_think_anew()
    erased = erase_again()
    broken += len(list(breaks()))
    tried = list(_sample())
    return Restored(
        manifest.made_at,
        sum(rows.values()),
        differing,
        erased,
        broken,
        lost,
        len(tried),
        sum(tried),
        missing,
        asked_anew,
    )


def _end_ways_in() -> None:
    """Whoever ended a sign-in, a phone or a letter since the backup must not find it open again."""
    end_sessions()
    PairingCode.objects.all().delete()
    StaffInvitation.objects.filter(accepted_at=None).delete()
    for letters in (CareInvitation, ProxyInvitation, HandOver):
        letters.objects.filter(answered_at=None).update(answered_at=now())


STONES = "vault.tombstone"
"""May be more than in the backup: that is what they are for."""


def _blobs() -> Iterator[str]:
    return SealedFile.objects.values_list("blob", flat=True).iterator()


def _sample() -> Iterator[bool]:
    """Do names open, and files from end to end? Up to 200 of each, spread over all."""
    for model in (Patient, SealedFile):
        total = model._base_manager.count()
        ids = list(model._base_manager.order_by("pk").values_list("pk", flat=True))[
            :: max(1, total // SAMPLE)
        ]
        for row in model._base_manager.filter(pk__in=ids[:SAMPLE]):
            if isinstance(row, Patient) or default_storage.exists(row.blob):
                yield _opens(row)


def _opens(row: Patient | SealedFile) -> bool:
    try:
        if isinstance(row, Patient):
            return bool(row.name)
        return sum(len(part) for part in opened_chunks(row)) == row.size
    except SealBroken:
        return False


def _refuse_if_inhabited() -> None:
    try:
        inhabited = User.objects.exists()
    except DatabaseError:
        return
    if inhabited:
        raise BackupRefused("There are people in this house already. Restore into an empty one.")


def _identity(text: str) -> pyrage.x25519.Identity:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        return pyrage.x25519.Identity.from_str(lines[0] if lines else "")
    except pyrage.IdentityError:
        raise BackupRefused("An identity file holds a line such as AGE-SECRET-KEY-1….") from None


def _decrypt(source: Path, plain: Path, identity: pyrage.x25519.Identity) -> None:
    plain.unlink(missing_ok=True)
    try:
        pyrage.decrypt_file(str(source), str(plain), [identity])
    except pyrage.DecryptError:
        raise BackupRefused(f"{source.name} does not open with this identity.") from None


def _load(alias: str, plain: Path) -> None:
    connection = connections[alias]
    connection.close()
    if connection.vendor == "sqlite":
        target = str(connection.settings_dict["NAME"])
        with closing(sqlite3.connect(plain)) as copy, closing(sqlite3.connect(target)) as live:
            copy.backup(live)
        return
    options = connection.settings_dict
    command = [
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        "--exit-on-error",
    ]
    command += [f"--dbname={options['NAME']}", str(plain)]
    subprocess.run(command, env=postgresql_environment(options), check=True)  # noqa: S603


def _unpack_files(plain: Path) -> None:
    known = set(_blobs())
    with tarfile.open(plain) as packed:
        for entry in packed:
            content = packed.extractfile(entry)
            if content is None or entry.name not in known or default_storage.exists(entry.name):
                continue
            default_storage.save(entry.name, File(content))
