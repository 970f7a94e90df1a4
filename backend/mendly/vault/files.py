"""Files sealed while they stream: 1 MiB chunks, each bound to its file, its place and whether it is the last.

Plain bytes never touch the disk. Flat memory at any size. A missing, moved or cut chunk does not open.
A blob is stored before its row is committed and deleted after, so that what a kill leaves behind is a blob
without a row, and `sweep_orphan_blobs` finds it.
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from types import TracebackType
from typing import BinaryIO, Self
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from mendly.clock import new_id, now
from mendly.vault import crypto, services
from mendly.vault.models import SealedFile

CHUNK = 1 << 20
ORPHAN_AGE = timedelta(days=1)
"""Longer than any upload and its transaction take."""


class SealingWriter:
    """Write plain bytes, then `finish()` for the row. Leaving the `with` block without it leaves nothing behind."""

    def __init__(self, subject: UUID) -> None:
        self.file_id = new_id()
        self.subject = subject
        self.size = 0
        self._chunks = 0
        self._pending = bytearray()
        self._key = crypto.subkey(services.key_of(subject), f"file {self.file_id}")
        self._spool = tempfile.TemporaryFile()  # noqa: SIM115

    def write(self, data: bytes) -> None:
        self._pending += data
        self.size += len(data)
        while len(self._pending) > CHUNK:
            self._put(bytes(self._pending[:CHUNK]), last=False)
            del self._pending[:CHUNK]

    def finish(self) -> SealedFile:
        """Seal the last chunk and put the file into the store. The row is not saved yet: that is for the
        transaction that refers to it.
        """
        self._put(bytes(self._pending), last=True)
        self._spool.seek(0)
        blob = default_storage.save(f"{self.file_id.hex[-2:]}/{self.file_id.hex}", File(self._spool))
        return SealedFile(
            id=self.file_id, subject=self.subject, blob=blob, size=self.size, chunks=self._chunks
        )

    def _put(self, plain: bytes, *, last: bool) -> None:
        sealed = crypto.seal(self._key, plain, _place(self.file_id, self._chunks, last=last))
        self._spool.write(struct.pack(">I", len(sealed)) + sealed)
        self._chunks += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._spool.close()


def opened_chunks(row: SealedFile) -> Iterator[bytes]:
    """Yield the plain bytes, chunk by chunk. Raises `crypto.SealBroken` at the first sign of damage."""
    key = crypto.subkey(services.key_of(row.subject, may_make=False), f"file {row.id}")
    with default_storage.open(row.blob, "rb") as stored:
        for index in range(row.chunks):
            sealed = _read_block(stored)
            yield crypto.unseal(key, sealed, _place(row.id, index, last=index == row.chunks - 1))


def remove(row: SealedFile) -> None:
    """Delete the row in the caller's transaction, and the blob once that is committed."""
    blob = row.blob
    row.delete()
    transaction.on_commit(lambda: default_storage.delete(blob), robust=True)


def sweep_orphan_blobs() -> int:
    """Delete blobs that have had no row for a day.

    Looks into one of the 256 folders, another one every 10 seconds, so that a tick of the sweeps stays quick.
    """
    folder = f"{int(now().timestamp()) // 10 % 256:02x}"
    try:
        names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    except FileNotFoundError:
        return 0
    known = set(SealedFile.objects.filter(blob__in=names).values_list("blob", flat=True))
    orphans = [
        name
        for name in names
        if name not in known and default_storage.get_modified_time(name) < now() - ORPHAN_AGE
    ]
    for name in orphans:
        default_storage.delete(name)
    return len(orphans)


def _read_block(stored: BinaryIO | File) -> bytes:  # type: ignore[type-arg]
    head = stored.read(4)
    if len(head) != 4:
        raise crypto.SealBroken("the file ends early")
    length = struct.unpack(">I", head)[0]
    if length > CHUNK + 64:
        raise crypto.SealBroken("not a sealed file")
    return bytes(stored.read(length))


def _place(file_id: UUID, index: int, *, last: bool) -> bytes:
    return crypto.bind("vault.file", str(file_id), str(index), "last" if last else "more")
