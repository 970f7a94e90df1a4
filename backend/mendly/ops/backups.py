"""Backups: database, sealed files and, apart from them, the keys; each encrypted with age for its own recipient.

Who keeps only one of the two folders can read nothing: sealed values need the keys, keys need MENDLY_KEK, and that is
in neither. The folder with the keys should live 30 days at most, so that an erased person's key ends everywhere.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connections, router, transaction
from django.db.models import Model

from mendly.audit.checkpoints import write_checkpoint
from mendly.clock import now
from mendly.vault.models import SealedFile
from mendly.vault.rotation import versions_in_use
from mendly.vault.signing import is_signed, sign

DATABASE, FILES, KEYS, MANIFEST, CHECKPOINT = (
    *("database.age", "files.age", "keys.age"),
    *("manifest.json", "checkpoint.json"),
)
TOMBSTONES = "tombstones.jsonl"
PURPOSE = "backup"
COPY = 1 << 20


class BackupRefused(Exception):
    """The backup is incomplete, changed, of another server, or cannot be made here. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a finished backup holds.

    `rows` by table as they are in the dumps, the SHA-256 of every file of the backup by name, the sealed files that
    were packed, and the versions of MENDLY_KEK that its keys need.
    """

    made_at: str
    rows: Mapping[str, int]
    digests: Mapping[str, str]
    files: Sequence[str]
    key_versions: Sequence[int]

    def content(self) -> bytes:
        return json.dumps(self.told(), sort_keys=True).encode()

    def told(self) -> dict[str, Any]:
        return {
            "made_at": self.made_at,
            "rows": dict(self.rows),
            "digests": dict(self.digests),
            "files": list(self.files),
            "key_versions": list(self.key_versions),
        }


def make_backup(folder: Path, keys_folder: Path, recipient: str, keys_recipient: str) -> Manifest:
    """Write a backup while the house runs. The manifest comes last: without it a folder is no backup.

    The checkpoint of the log comes first, so that restored chains can only be longer. Rows are counted in the very
    state that is dumped. Files are copied after the database, the keys after both: no row lacks its key, and a file
    that is missing was removed meanwhile. Raises `BackupRefused` for a folder in use or a recipient that is none.
    """
    to_data, to_keys = _recipient(recipient), _recipient(keys_recipient)
    for each in {folder, keys_folder}:
        each.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(each.iterdir()):
            raise BackupRefused(f"{each} is not empty.")
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        plain = Path(scratch, "plain")
        write_checkpoint(folder / CHECKPOINT)
        rows = dump("default", plain)
        _encrypt(plain, folder / DATABASE, to_data)
        files = _pack_files(plain)
        _encrypt(plain, folder / FILES, to_data)
        rows |= dump("keys", plain)
        key_versions = sorted(versions_in_use())
        _encrypt(plain, keys_folder / KEYS, to_keys)
    if settings.TOMBSTONES.exists():
        (folder / TOMBSTONES).write_bytes(settings.TOMBSTONES.read_bytes())
    digests = {name: digest_of(folder / name) for name in (DATABASE, FILES, CHECKPOINT)}
    digests[KEYS] = digest_of(keys_folder / KEYS)
    manifest = Manifest(now().isoformat(), rows, digests, files, key_versions)
    _write_manifest(folder / MANIFEST, manifest)
    return manifest


def read_manifest(folder: Path, keys_folder: Path) -> Manifest:
    """Check the signature and every file. Raises `BackupRefused`."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        signature = str(told.pop("signature"))
        manifest = Manifest(**told)
    except (OSError, ValueError, KeyError, TypeError):
        raise BackupRefused(f"{folder} holds no finished backup.") from None
    if not is_signed(PURPOSE, manifest.content(), signature):
        raise BackupRefused("This backup was changed, or made with another MENDLY_SIGNING_KEY.")
    for name, digest in manifest.digests.items():
        path = (keys_folder if name == KEYS else folder) / name
        if not path.exists() or digest_of(path) != digest:
            raise BackupRefused(f"{name} is missing or not the one of this backup.")
    return manifest


def rows_by_table(aliases: Collection[str] = ("default", "keys")) -> dict[str, int]:
    """How many rows each table of these databases has."""
    return {model._meta.label_lower: model._base_manager.count() for model in _models_in(aliases)}


def _models_in(aliases: Collection[str]) -> Iterator[type[Model]]:
    for model in apps.get_models():
        if model._meta.label_lower != "ops.heartbeat" and router.db_for_read(model) in aliases:
            yield model


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def postgresql_environment(options: Mapping[str, Any]) -> dict[str, str]:
    """How its own programs reach the database, as safely as we do; the password is in no list of processes."""
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    given = {name: str(options[part]) for name, part in names.items() if options.get(part)}
    secured = {
        f"PG{part.upper()}": str(value)
        for part, value in options.get("OPTIONS", {}).items()
        if part.startswith("ssl")
    }
    return {**os.environ, **given, **secured}


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


def dump(alias: str, target: Path) -> dict[str, int]:
    """One consistent state of a running database; gives the rows by table of that very state."""
    if connections[alias].vendor == "sqlite":
        return _dump_sqlite(alias, target)
    return _dump_postgresql(alias, target)


def _dump_sqlite(alias: str, target: Path) -> dict[str, int]:
    source = str(connections[alias].settings_dict["NAME"])
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        return {model._meta.label_lower: _count(copy, model) for model in _models_in((alias,))}


def _count(copy: sqlite3.Connection, model: type[Model]) -> int:
    [number] = copy.execute(f'SELECT count(*) FROM "{model._meta.db_table}"').fetchone()  # noqa: S608 - our own name
    return int(number)


def _dump_postgresql(alias: str, target: Path) -> dict[str, int]:
    connection = connections[alias]
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        command = ["pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}"]
        subprocess.run(command, env=postgresql_environment(connection.settings_dict), check=True)  # noqa: S603
        return rows_by_table((alias,))


def _pack_files(target: Path) -> list[str]:
    """Gives the names of those that were there."""
    names: list[str] = []
    with tarfile.open(target, "w") as packed:
        for blob in SealedFile.objects.order_by("blob").values_list("blob", flat=True).iterator():
            with _opened(blob) as file:
                if file is not None:
                    entry = tarfile.TarInfo(blob)
                    entry.size = default_storage.size(blob)
                    packed.addfile(entry, file)
                    names.append(blob)
    return names


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
        json.dump({**manifest.told(), "signature": sign(PURPOSE, manifest.content())}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
