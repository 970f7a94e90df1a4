"""Tombstones: signed lines that say who was erased, so that a restored backup does not bring anyone back.

Written before anything of a person is destroyed: into the `keys` database, and as a line of a file that can be kept
elsewhere (`MENDLY_TOMBSTONES`). Each is written as often as asked and stands there once.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from mendly.clock import now
from mendly.vault.models import Tombstone
from mendly.vault.signing import is_signed, sign

PURPOSE = "tombstone"


class TombstonesDamaged(Exception):
    """A line is cut, changed, or signed by another key. The text names the line and nobody."""


@dataclass(frozen=True, slots=True)
class Stone:
    """One line: the digest of a patient's id, when (ISO 8601, UTC), and the server's signature over both."""

    who: str
    erased_at: str
    signature: str

    @property
    def is_ours(self) -> bool:
        return is_signed(PURPOSE, _content(self.who, self.erased_at), self.signature)

    def line(self) -> str:
        return json.dumps({"who": self.who, "erased_at": self.erased_at, "signature": self.signature})


def who_is(patient_id: UUID) -> str:
    return hashlib.sha256(b"mendly patient " + patient_id.bytes).hexdigest()


def set_tombstone(patient_id: UUID) -> None:
    """Say that this person is erased, in both places. What is said already is not said again."""
    who, at = who_is(patient_id), now()
    signature = sign(PURPOSE, _content(who, at.isoformat()))
    row, _ = Tombstone.objects.get_or_create(who=who, defaults={"erased_at": at, "signature": signature})
    _append(Stone(row.who, row.erased_at.isoformat(), row.signature))


def stones_kept() -> Iterator[Stone]:
    """Those of the database, each checked. Raises `TombstonesDamaged` for one that this server did not sign."""
    for row in Tombstone.objects.order_by("who").iterator():
        stone = Stone(row.who, row.erased_at.isoformat(), row.signature)
        if not stone.is_ours:
            raise TombstonesDamaged("A tombstone in the keys database is not signed by this server.")
        yield stone


def stones_in(path: Path) -> Iterator[Stone]:
    """Those of a file. Raises `TombstonesDamaged`; a last line that a power cut left half is not one."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for number, line in enumerate(lines, start=1):
        if number == len(lines) and not line.endswith("\n"):
            return
        try:
            stone = Stone(**json.loads(line))
        except (ValueError, TypeError):
            raise TombstonesDamaged(f"Line {number} of the tombstones cannot be read.") from None
        if not stone.is_ours:
            raise TombstonesDamaged(f"Line {number} of the tombstones is not signed by this server.")
        yield stone


def keep_all(stones: Iterable[Stone]) -> int:
    """Bring tombstones from outside into the database and the file of this server. Gives how many were new."""
    new = 0
    for stone in stones:
        at = datetime.fromisoformat(stone.erased_at)
        _, created = Tombstone.objects.get_or_create(
            who=stone.who, defaults={"erased_at": at, "signature": stone.signature}
        )
        _append(stone)
        new += created
    return new


def _append(stone: Stone) -> None:
    """Add the line unless it is there, and sync: the stone must outlast a power cut right after."""
    path: Path = settings.TOMBSTONES
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        text = file.read()
        if f'"{stone.who}"' in text:
            return
        file.truncate(len(text[: text.rfind("\n") + 1].encode()))
        file.write(f"{stone.line()}\n")
        file.flush()
        os.fsync(file.fileno())


def _content(who: str, erased_at: str) -> bytes:
    return f"{who} {erased_at}".encode()
