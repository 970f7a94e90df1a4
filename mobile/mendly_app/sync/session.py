"""The sign-in of this phone: who it speaks for, and the tokens that prove it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol
from urllib.parse import urlsplit

from mendly_app.sync.store import Store

_SESSION = "session"
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1", "10.0.2.2"})
"""10.0.2.2 is how the Android emulator names the machine that it runs on."""


class UnsafeAddress(ValueError):
    """The text is no address of a server that health data may be sent to."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the server gives at pairing and at each refresh. Opaque texts."""

    access: str
    refresh: str


@dataclass(frozen=True, slots=True)
class Session:
    """A paired phone. `ended` means that the server signed it out: data stay, nothing is sent."""

    server: str
    device: str
    user: str
    patient: str
    language: str
    zone: str
    tokens: Tokens
    ended: bool = False

    def with_tokens(self, tokens: Tokens) -> Session:
        return replace(self, tokens=tokens)

    def as_ended(self) -> Session:
        return replace(self, ended=True)


class SessionKeeper(Protocol):
    """Where the session outlives the app."""

    def load(self) -> Session | None: ...

    def save(self, session: Session) -> None: ...


class StoredSession:
    """Keeps the session sealed in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def load(self) -> Session | None:
        saved: dict[str, Any] | None = self._store.kept(_SESSION)
        return Session(**{**saved, "tokens": Tokens(**saved["tokens"])}) if saved else None

    def save(self, session: Session) -> None:
        with self._store.transaction():
            self._store.keep(_SESSION, asdict(session))


def server_address(text: str) -> str:
    """Read an address that a person typed: "mendly.example" becomes "https://mendly.example".

    Only https is let through, but for this machine itself. Raises `UnsafeAddress`.
    """
    typed = text.strip()
    parts = urlsplit(typed if "://" in typed else f"https://{typed}")
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise UnsafeAddress("port") from None
    host = parts.hostname or ""
    plain_but_near = parts.scheme == "http" and host in _THIS_MACHINE
    if not host or any(c.isspace() for c in typed) or not (parts.scheme == "https" or plain_but_near):
        raise UnsafeAddress("scheme")
    if parts.username or parts.query or parts.fragment or parts.path not in {"", "/"}:
        raise UnsafeAddress("only the address itself")
    return f"{parts.scheme}://[{host}]{port}" if ":" in host else f"{parts.scheme}://{host}{port}"
