"""The arithmetic of the hash chain: pure, so that anyone can verify an exported log."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Sequence

FIRST = b"\x00" * 32


def digest_of(previous: bytes, fields: Sequence[str]) -> bytes:
    """SHA-256 over the previous digest and the length-prefixed fields of a link."""
    total = hashlib.sha256(previous)
    for field in fields:
        encoded = field.encode()
        total.update(struct.pack(">I", len(encoded)) + encoded)
    return total.digest()


def first_break(links: Iterable[tuple[bytes, bytes, Sequence[str]]]) -> int | None:
    """Return the index of the first link that does not fit, or None. Each link: previous, digest, fields."""
    expected = FIRST
    for index, (previous, digest, fields) in enumerate(links):
        if previous != expected or digest != digest_of(previous, fields):
            return index
        expected = digest
    return None
