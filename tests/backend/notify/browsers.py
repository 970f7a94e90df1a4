"""A push service on this machine, and browsers that subscribe to it."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pytest_django import Settings

from mendly.notify.services import subscribe
from tests.backend.conftest import Persona


@dataclass(frozen=True, slots=True)
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class PushService:
    """Keeps what arrives. `status` is what it answers, also per path."""

    address: str = ""
    received: list[Received] = field(default_factory=list)
    status: int = 201
    status_of: dict[str, int] = field(default_factory=dict)

    def arrived_at(self, browser: Browser) -> list[Received]:
        return [each for each in self.received if browser.endpoint.endswith(each.path)]


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Browser:
    """What a browser holds of its subscription; only it can read what is sent to it."""

    def __init__(self, service: PushService, name: str) -> None:
        self.endpoint = f"{service.address}/push/{name}"
        self.private_key = ec.generate_private_key(ec.SECP256R1())
        self.secret = os.urandom(16)

    @property
    def subscription(self) -> dict[str, object]:
        point = self.private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": _base64url(point), "auth": _base64url(self.secret)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    def read(self, body: bytes) -> bytes:
        plain: bytes = http_ece.decrypt(
            body, private_key=self.private_key, auth_secret=self.secret, version="aes128gcm"
        )
        return plain


def let_show(person: Persona, browser: Browser) -> None:
    """The person turns notifications on in this browser."""
    keys = browser.subscription["keys"]
    assert isinstance(keys, dict)
    subscribe(person.actor, endpoint=browser.endpoint, **keys)


@contextmanager
def running_push_service() -> Iterator[PushService]:
    """Takes what is sent to it, until the block ends."""
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            service.received.append(Received(self.path, headers, body))
            self.send_response(service.status_of.get(self.path, service.status))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.address = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def push_service(settings: Settings) -> Iterator[PushService]:
    settings.PUSH_ALLOW_LOOPBACK = True
    with running_push_service() as service:
        yield service


@pytest.fixture
def own_browser(push_service: PushService) -> Browser:
    return Browser(push_service, "first")
