"""Sealing: every body on the phone's disk is encrypted and bound to the row that it stands in."""

from __future__ import annotations

import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12

Body = dict[str, Any]
"""One JSON object."""


class Unreadable(Exception):
    """A sealed body cannot be opened: another key, another row, or damage."""


class Seal:
    """Closes and opens JSON bodies with AES-256-GCM; "kind|id" of the row is the associated data."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("the key has to have 32 bytes")
        self._cipher = AESGCM(key)

    def close(self, kind: str, identifier: str, body: Body) -> bytes:
        """Encrypt a body: nonce, then ciphertext with its tag."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        plain = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        return nonce + self._cipher.encrypt(nonce, plain, _row(kind, identifier))

    def open(self, kind: str, identifier: str, sealed: bytes) -> Body:
        """Decrypt a body. Raises `Unreadable`."""
        try:
            plain = self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _row(kind, identifier))
        except (InvalidTag, ValueError) as error:
            raise Unreadable(kind) from error
        body: Body = json.loads(plain)
        return body


def _row(kind: str, identifier: str) -> bytes:
    return f"{kind}|{identifier}".encode()
