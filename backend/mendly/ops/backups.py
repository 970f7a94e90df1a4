"""Backups: database, sealed files and, apart from them, the keys; each encrypted with age for its own recipient.

Who keeps only one of the two folders can read nothing: sealed values need the keys, keys need MENDLY_KEK, and that is
in neither. The folder with the keys should live 30 days at most, so that an erased person's key ends everywhere.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyrage
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, router

from mendly.audit.checkpoints import write_checkpoint
from mendly.clock import now
from mendly.ops.dumps import Ask, dumped
from mendly.vault.models import SealedFile, SubjectKey
from mendly.vault.signing import is_signed, sign

DATABASE, FILES, KEYS, MANIFEST, CHECKPOINT = (
    *("database.age", "files.age", "keys.age"),
    *("manifest.json", "checkpoint.json"),
)
TOMBSTONES = "tombstones.jsonl"
PURPOSE = "backup"


class BackupRefused(Exception):
    """The backup is incomplete, changed, of another server, or cannot be made here. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a finished backup holds: rows by table, and the SHA-256 of every part, by name.

    `files`: the sealed files that were packed. `kek_versions`: those of MENDLY_KEK without which its keys do not open.
    """

    made_at: str
    rows: Mapping[str, int]
    digests: Mapping[str, str]
    files: tuple[str, ...]
    kek_versions: tuple[int, ...]

    def content(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True).encode()


def make_backup(folder: Path, keys_folder: Path, recipient: str, keys_recipient: str) -> Manifest:
    """Write a backup while the house runs. The manifest comes last: without it a folder is no backup.

    The checkpoint comes first: the chains that are dumped after it can only be longer. Files are copied after the
    database, the keys after both: no row lacks its key, and a file that is not there any more was removed meanwhile.
    Raises `BackupRefused` for a folder in use or a recipient that is none.
    """
    to_data, to_keys = _recipient(recipient), _recipient(keys_recipient)
    for each in {folder, keys_folder}:
        each.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(each.iterdir()):
            raise BackupRefused(f"{each} is not empty.")
    at = now()
    write_checkpoint(folder / CHECKPOINT)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        plain = Path(scratch, "plain")
        with dumped("default", plain) as ask:
            rows, blobs = _rows_in(ask, "default"), _blobs_in(ask)
        _encrypt(plain, folder / DATABASE, to_data)
        files = tuple(_pack_files(plain, blobs))
        _encrypt(plain, folder / FILES, to_data)
        with dumped("keys", plain) as ask:
            rows |= _rows_in(ask, "keys")
            versions = _versions_in(ask)
        _encrypt(plain, keys_folder / KEYS, to_keys)
    if settings.TOMBSTONES.exists():
        (folder / TOMBSTONES).write_bytes(settings.TOMBSTONES.read_bytes())
    digests = {name: digest_of(folder / name) for name in (DATABASE, FILES, CHECKPOINT)}
    digests[KEYS] = digest_of(keys_folder / KEYS)
    manifest = Manifest(at.isoformat(), rows, digests, files, versions)
    _write_manifest(folder / MANIFEST, manifest)
    return manifest


def read_manifest(folder: Path, keys_folder: Path) -> Manifest:
    """Check the signature and every file. Raises `BackupRefused`."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        signature = str(told.pop("signature"))
        lists = {name: tuple(told[name]) for name in ("files", "kek_versions")}
        manifest = Manifest(**told | lists)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise BackupRefused(f"{folder} holds no finished backup.") from None
    if not is_signed(PURPOSE, manifest.content(), signature):
        raise BackupRefused("This backup was changed, or made with another MENDLY_SIGNING_KEY.")
    for name, digest in manifest.digests.items():
        path = (keys_folder if name == KEYS else folder) / name
        if not path.exists() or digest_of(path) != digest:
            raise BackupRefused(f"{name} is missing or not the one of this backup.")
    return manifest


def rows_by_table() -> dict[str, int]:
    """How many rows each table has now, of both databases."""
    return {model._meta.label_lower: model._base_manager.count() for model in _counted_models()}


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _counted_models() -> Iterator[type[models.Model]]:
    yield from (model for model in apps.get_models() if model._meta.label_lower != "ops.heartbeat")


def _rows_in(ask: Ask, alias: str) -> dict[str, int]:
    """How many rows each table of this database has in a dump."""
    return {
        model._meta.label_lower: ask(f'SELECT count(*) FROM "{model._meta.db_table}"')[0][0]  # noqa: S608 # nosec B608
        for model in _counted_models()
        if router.db_for_read(model) == alias
    }


def _blobs_in(ask: Ask) -> list[str]:
    return [blob for (blob,) in ask(f"SELECT blob FROM {SealedFile._meta.db_table} ORDER BY blob")]  # noqa: S608 # nosec B608


def _versions_in(ask: Ask) -> tuple[int, ...]:
    table = SubjectKey._meta.db_table
    rows = ask(f"SELECT DISTINCT kek_version FROM {table} WHERE destroyed_at IS NULL ORDER BY 1")  # noqa: S608 # nosec B608
    return tuple(version for (version,) in rows)


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise BackupRefused("A recipient looks like age1…; make one with age-keygen.") from None


def _encrypt(plain: Path, target: Path, recipient: pyrage.x25519.Recipient) -> None:
    pyrage.encrypt_file(str(plain), str(target), [recipient])
    plain.unlink()
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _pack_files(target: Path, blobs: Iterable[str]) -> Iterator[str]:
    """Give the name of each that is still there and was packed."""
    with tarfile.open(target, "w") as packed:
        for blob in blobs:
            with _opened(blob) as file:
                if file is not None:
                    entry = tarfile.TarInfo(blob)
                    entry.size = default_storage.size(blob)
                    packed.addfile(entry, file)
                    yield blob


@contextmanager
def _opened(blob: str) -> Iterator[Any]:
    try:
        file = default_storage.open(blob, "rb")
    except FileNotFoundError:
        yield None
        return
    with file:
        yield file


def _write_manifest(path: Path, manifest: Manifest) -> None:
    beside = path.with_suffix(".part")
    with beside.open("w", encoding="utf-8") as file:
        json.dump({**asdict(manifest), "signature": sign(PURPOSE, manifest.content())}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
