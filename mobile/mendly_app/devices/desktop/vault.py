"""The key in a file that only its owner may read. For development: Android keeps it in its Keystore."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from mendly_app.devices.ports import VaultClosed
from mendly_app.sync.seal import KEY_BYTES

FILE = "mendly.key"
OWNER_ONLY = 0o600


class FileVault:
    """Fits the port `KeyVault`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def key(self) -> bytes:
        try:
            key = self._path.read_bytes()
        except FileNotFoundError:
            return self._made()
        except OSError as problem:
            raise VaultClosed("the key file cannot be read") from problem
        if len(key) != KEY_BYTES:
            raise VaultClosed("the key file is damaged")
        return key

    def forget(self) -> None:
        self._path.unlink(missing_ok=True)

    def _made(self) -> bytes:
        """Write a new key under another name first, so that no crash leaves half a key."""
        key = secrets.token_bytes(KEY_BYTES)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        half = self._path.with_suffix(".new")
        half.unlink(missing_ok=True)
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        try:
            os.write(handle, key)
            os.fsync(handle)
        finally:
            os.close(handle)
        half.replace(self._path)
        return key
