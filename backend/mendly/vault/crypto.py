"""Sealing with AES-256-GCM: pure functions over bytes and keys, no database.

A sealed value is `version (1 byte) || nonce (12) || ciphertext and tag`. The context (table, column, subject, row) is
bound as associated data, so a value moved to another place does not open.
"""

from __future__ import annotations

import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = 1


class SealBroken(Exception):
    """The value does not open with this key in this place: damaged, moved, or its key was destroyed."""


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def bind(*parts: str) -> bytes:
    """Join parts of a context without ambiguity: each is prefixed by its length."""
    encoded = [part.encode() for part in parts]
    return b"".join(struct.pack(">I", len(part)) + part for part in encoded)


def seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return bytes([VERSION]) + nonce + AESGCM(key).encrypt(nonce, plain, context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    if len(sealed) < 1 + NONCE_BYTES + 16 or sealed[0] != VERSION:
        raise SealBroken("not a sealed value")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], context)
    except InvalidTag:
        raise SealBroken("the seal does not fit") from None


def subkey(key: bytes, purpose: str) -> bytes:
    """Derive an independent key for one file or one purpose (HKDF-SHA256)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(key)
