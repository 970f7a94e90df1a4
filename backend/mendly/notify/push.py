"""Web push over the wire: sealed for one browser, signed with our key, to public addresses only.

RFC 8030 (delivery), 8291 (encryption), 8292 (VAPID).
"""

from __future__ import annotations

import base64
import binascii
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from enum import Enum, auto
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

import httpcore
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid

from mendly.clock import now

LONGEST_ENDPOINT = 1000
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
NO_PUBLIC_DOMAINS = frozenset({"localhost", "local", "internal", "lan", "arpa", "test", "invalid", "onion"})
"""Last labels of names that never lead to the public internet (RFC 6761 and custom)."""
TIMEOUTS = {"connect": 4.0, "read": 6.0, "write": 6.0, "pool": 30.0}
TOKEN_LIFE = timedelta(hours=12)


class Outcome(Enum):
    SENT = auto()
    GONE = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class Target:
    """A browser's address and keys, base64url as the browser gives them."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class Push:
    """One notification on its way. It replaces an undelivered one of the same `topic`; `ttl` in seconds."""

    payload: bytes
    topic: str
    urgency: str
    ttl: int


def has_usable_endpoint(endpoint: str) -> bool:
    """Whether the address is https to a public name (or loopback where the setting allows it, for tests)."""
    if len(endpoint) > LONGEST_ENDPOINT or not endpoint.isascii() or not endpoint.isprintable():
        return False
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    if (
        parts.username is not None
        or parts.password is not None
        or parts.fragment
        or set(endpoint) & set(" \\")
    ):
        return False
    if settings.PUSH_ALLOW_LOOPBACK and parts.hostname in LOOPBACK_NAMES:
        return parts.scheme in {"http", "https"}
    return parts.scheme == "https" and port in {None, 443} and _is_public_name(parts.hostname or "")


def has_usable_keys(p256dh: str, auth: str) -> bool:
    """Whether they are a point on P-256 and 16 bytes of secret (RFC 8291)."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decoded(p256dh))
        return len(_decoded(auth)) == 16
    except (ValueError, binascii.Error):
        return False


def public_key() -> str | None:
    """Our public key as a browser wants it, base64url; None where this server has no key."""
    if not settings.VAPID_PRIVATE_KEY:
        return None
    point = _vapid(settings.VAPID_PRIVATE_KEY).public_key.public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


class PushClient:
    """Posts to push services. One client may serve many threads; close it when done."""

    def __init__(self) -> None:
        self._pool = httpcore.ConnectionPool(network_backend=_PublicOnly(), max_connections=32)

    def post(self, target: Target, push: Push) -> Outcome:
        """Send, and tell how it went. Of the answer only the status is read; a bad peer raises nothing."""
        if not has_usable_endpoint(target.endpoint):
            return Outcome.GONE
        parts = urlsplit(target.endpoint)
        body = _sealed_for(target, push.payload)
        try:
            with self._pool.stream(
                "POST",
                target.endpoint,
                headers=_headers(parts, push),
                content=body,
                extensions={"timeout": TIMEOUTS},
            ) as answer:
                return _outcome(answer.status)
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError):
            return Outcome.FAILED

    def close(self) -> None:
        self._pool.close()


def _sealed_for(target: Target, payload: bytes) -> bytes:
    """Encrypt for one browser (RFC 8291)."""
    from pywebpush import WebPusher  # here: it loads two HTTP clients, 20 MB that most processes never need

    subscription = {"endpoint": target.endpoint, "keys": {"p256dh": target.p256dh, "auth": target.auth}}
    body: bytes = WebPusher(subscription).encode(payload)["body"]
    return body


def _headers(parts: SplitResult, push: Push) -> dict[bytes | str, bytes | str]:
    claims = {
        "sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now() + TOKEN_LIFE).timestamp()),
    }
    return {
        **_vapid(settings.VAPID_PRIVATE_KEY).sign(claims),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(push.ttl),
        "Topic": push.topic,
        "Urgency": push.urgency,
    }


def _outcome(status: int) -> Outcome:
    if 200 <= status < 300:
        return Outcome.SENT
    return Outcome.GONE if status in {404, 410} else Outcome.FAILED


class _PublicOnly(httpcore.SyncBackend):
    """Looks the name up once, and connects to that very address only if it is public.

    So no subscription reaches our own network, whatever its name resolves to, now or a moment later.
    """

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        address = next((str(info[4][0]) for info in found if _may_connect(str(info[4][0]))), None)
        if address is None:
            raise httpcore.ConnectError("the address is not public")
        return super().connect_tcp(address, port, timeout, local_address, socket_options)


def _may_connect(text: str) -> bool:
    address = ip_address(text.partition("%")[0])
    if settings.PUSH_ALLOW_LOOPBACK and address.is_loopback:
        return True
    return address.is_global and not address.is_multicast


def _is_public_name(name: str) -> bool:
    try:
        return _may_connect(name)
    except ValueError:
        labels = name.rstrip(".").split(".")
        return len(labels) > 1 and all(labels) and labels[-1] not in NO_PUBLIC_DOMAINS


def _decoded(text: str) -> bytes:
    padded = text + "=" * (-len(text) % 4)
    return base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)


@lru_cache(maxsize=2)
def _vapid(private_key: str) -> Vapid:
    return Vapid.from_string(private_key)
