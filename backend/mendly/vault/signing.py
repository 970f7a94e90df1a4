"""Signatures of the server (Ed25519) over what is kept outside of its databases: tombstones, checkpoints, backups.

The key is a secret apart from those that seal: who can read data cannot sign, who can sign cannot read.
"""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from mendly.vault import crypto


def sign(purpose: str, content: bytes) -> str:
    """The signature in Base64. `purpose` is part of what is signed: one kind of line never stands for another."""
    return base64.b64encode(_key().sign(crypto.bind(purpose) + content)).decode()


def is_signed(purpose: str, content: bytes, signature: str) -> bool:
    """Whether this server, or the one whose key this is, signed exactly this for exactly this purpose."""
    try:
        public: Ed25519PublicKey = _key().public_key()
        public.verify(base64.b64decode(signature, validate=True), crypto.bind(purpose) + content)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(settings.SIGNING_KEY)
