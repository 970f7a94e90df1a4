"""Putting a backup into an empty house; seeing that all is there and opens, and nobody is back who was erased.

Whatever cuts it short, the house keeps a mark by which it refuses to serve, and the next restore starts over.
"""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyrage
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError

from mendly.accounts.models import Patient, User
from mendly.audit.checkpoints import lost_since, read_checkpoint
from mendly.audit.verification import breaks
from mendly.leaving.services import erase_again
from mendly.leaving.tombstones import keep_all, stones_in
from mendly.ops.backups import (
    CHECKPOINT,
    DATABASE,
    FILES,
    KEYS,
    TOMBSTONES,
    BackupRefused,
    Manifest,
    read_manifest,
    rows_by_table,
)
from mendly.ops.dumps import load
from mendly.ops.returning import Ended, end_what_was_open
from mendly.ops.unfinished import is_unfinished, mark_finished, mark_unfinished
from mendly.vault.crypto import SealBroken
from mendly.vault.files import opened_chunks
from mendly.vault.models import SealedFile
from mendly.vault.services import forget_held_keys

SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Restored:
    """`differing`: tables whose count is not the backup's, before anyone was erased again. `opened` of `sampled`.

    `files_missing`: packed and not there now. `files_gone`: removed while the backup was made; no fault of it.
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
    files_gone: int
    ended: Ended

    @property
    def is_whole(self) -> bool:
        lost = self.broken_chains or self.lost_since_checkpoint or self.files_missing
        return not (self.differing or lost) and self.opened == self.sampled


def restore_backup(folder: Path, keys_folder: Path, identity: str, keys_identity: str) -> Restored:
    """Restore, erase again, verify, and end what people may have ended since. Raises `BackupRefused` before anything
    is changed.

    Nothing else may be serving meanwhile. Tombstones of this house, of the backup, and of the restored keys all count.
    """
    manifest = read_manifest(folder, keys_folder)
    for_data, for_keys = _identity(identity), _identity(keys_identity)
    _refuse_missing_versions(manifest)
    if not is_unfinished():
        _refuse_if_inhabited()
    with _scratch() as scratch:
        dumps = {"keys": scratch / "keys", "default": scratch / "default"}
        _decrypt(keys_folder / KEYS, dumps["keys"], for_keys)
        _decrypt(folder / DATABASE, dumps["default"], for_data)
        mark_unfinished()
        for alias, dump in dumps.items():
            load(alias, dump)
            dump.unlink()
        _decrypt(folder / FILES, scratch / "files", for_data)
        _unpack_files(scratch / "files")
    for alias in settings.DATABASES:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    forget_held_keys()
    if (folder / TOMBSTONES).exists():
        keep_all(stones_in(folder / TOMBSTONES))
    restored = _looked_over(manifest, folder)
    mark_finished()
    return restored


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder for what is decrypted. One that a kill left behind goes first: it holds what should be sealed."""
    folder = Path(settings.DATA, "restoring")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _looked_over(manifest: Manifest, folder: Path) -> Restored:
    """Everything is counted as it came; then who was erased goes again, and what was open ends."""
    rows = rows_by_table()
    differing = tuple(
        sorted(name for name, count in manifest.rows.items() if rows.get(name) != count and name != STONES)
    )
    absent = {blob for blob in {*manifest.files, *_blobs()} if not default_storage.exists(blob)}
    missing = len(absent.intersection(manifest.files))
    broken, lost = len(list(breaks())), len(list(lost_since(read_checkpoint(folder / CHECKPOINT))))
    erased = erase_again()
    ended = end_what_was_open()
    broken += len(list(breaks()))
    tried = list(_sample())
    return Restored(
        made_at=manifest.made_at,
        rows=sum(rows.values()),
        differing=differing,
        erased_again=erased,
        broken_chains=broken,
        lost_since_checkpoint=lost,
        sampled=len(tried),
        opened=sum(tried),
        files_missing=missing,
        files_gone=len(absent) - missing,
        ended=ended,
    )


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


def _refuse_missing_versions(manifest: Manifest) -> None:
    missing = sorted(set(manifest.kek_versions) - set(settings.KEY_ENCRYPTION_KEYS))
    if missing:
        versions = ", ".join(map(str, missing))
        raise BackupRefused(
            f"The keys of this backup are wrapped by version {versions} of MENDLY_KEK, which the settings do not hold."
        )


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


def _unpack_files(plain: Path) -> None:
    """One that is there already may be the half that a kill left, so each is written anew."""
    known = set(_blobs())
    with tarfile.open(plain) as packed:
        for entry in packed:
            content = packed.extractfile(entry)
            if content is not None and entry.name in known:
                default_storage.delete(entry.name)
                default_storage.save(entry.name, File(content))
