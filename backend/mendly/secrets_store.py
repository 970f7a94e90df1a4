"""Secrets of the embedded size: made once, kept beside the data with mode 0600, handed on by environment.

Production gives its own secrets; nothing is ever made up for it.
"""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import MutableMapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

MAKERS = {
    "MENDLY_SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "MENDLY_KEK": lambda: "1:" + base64.b64encode(os.urandom(32)).decode(),
    "MENDLY_SIGNING_KEY": lambda: base64.b64encode(os.urandom(32)).decode(),
    "MENDLY_VAPID_KEY": lambda: _vapid_key(),
}


def ensure_embedded_secrets(env: MutableMapping[str, str], data: Path) -> None:
    """Point `NAME_FILE` at a private file for each secret that the environment does not give."""
    folder = data / "secrets"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    for name, make in MAKERS.items():
        if env.get(name) or env.get(f"{name}_FILE"):
            continue
        path = folder / name.lower()
        if not path.exists():
            _write_private(path, make())
        env[f"{name}_FILE"] = str(path)


def _write_private(path: Path, text: str) -> None:
    """Write beside, then link into place: two starting processes agree on the first one's secret."""
    beside = path.with_suffix(f".{secrets.token_hex(8)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def _vapid_key() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return base64.urlsafe_b64encode(der).decode().rstrip("=")
