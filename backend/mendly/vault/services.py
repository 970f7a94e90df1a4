"""Keys of people: made before the first sealed write, held briefly in memory, destroyed on erasure."""

from __future__ import annotations

import time
from threading import Lock
from uuid import UUID

from django.conf import settings

from mendly.clock import now
from mendly.errors import BadInput
from mendly.vault import crypto
from mendly.vault.models import SubjectKey

HOLD_SECONDS = 30.0
"""How long an opened key may stay in memory: the longest time a destroyed key still opens in another process."""
_held: dict[UUID, tuple[float, bytes]] = {}
_lock = Lock()


def ensure_key(subject: UUID) -> None:
    """Make the subject's key if there is none. Safe to repeat and to race; an orphan key is harmless."""
    version = max(settings.KEY_ENCRYPTION_KEYS)
    wrapped = _wrap(subject, crypto.new_key(), version)
    SubjectKey.objects.get_or_create(subject=subject, defaults={"wrapped": wrapped, "kek_version": version})


def key_of(subject: UUID, *, may_make: bool = True) -> bytes:
    """Open the subject's key, making it at first use. Raises `crypto.SealBroken` once it was destroyed.

    `may_make=False` for reading: where a key is missing, a new one would open nothing and stand in the way of the
    right one, when that comes back from a backup.
    """
    held = _held.get(subject)
    if held and held[0] > time.monotonic():
        return held[1]
    row = SubjectKey.objects.filter(subject=subject).first()
    if row is None and not may_make:
        raise crypto.SealBroken("there is no key")
    if row is None:
        ensure_key(subject)
        row = SubjectKey.objects.get(subject=subject)
    if row.destroyed_at is not None:
        raise crypto.SealBroken("the key was destroyed")
    key = crypto.unseal(
        settings.KEY_ENCRYPTION_KEYS[row.kek_version], bytes(row.wrapped), key_context(subject)
    )
    with _lock:
        if len(_held) > 5000:
            _held.clear()
        _held[subject] = (time.monotonic() + HOLD_SECONDS, key)
    return key


def destroy_key(subject: UUID) -> None:
    """Make everything sealed under this key unreadable. There is no way back but a backup of the keys."""
    ensure_key(subject)
    SubjectKey.objects.filter(subject=subject, destroyed_at=None).update(wrapped=b"", destroyed_at=now())
    forget_held_keys()


def forget_held_keys() -> None:
    with _lock:
        _held.clear()


def seal_bytes(subject: UUID, plain: bytes, *place: str) -> bytes:
    return crypto.seal(key_of(subject), plain, crypto.bind(*place, str(subject)))


def unseal_bytes(subject: UUID, sealed: bytes, *place: str) -> bytes:
    return crypto.unseal(key_of(subject, may_make=False), sealed, crypto.bind(*place, str(subject)))


def seal_text(subject: UUID, text: str, *place: str) -> bytes:
    """Raises `BadInput` for text that is half a character: JSON can spell it, UTF-8 cannot keep it."""
    try:
        plain = text.encode()
    except UnicodeEncodeError:
        raise BadInput("This text has a character that we cannot keep.") from None
    return seal_bytes(subject, plain, *place)


def unseal_text(subject: UUID, sealed: bytes, *place: str) -> str:
    return unseal_bytes(subject, sealed, *place).decode()


def _wrap(subject: UUID, key: bytes, version: int) -> bytes:
    return crypto.seal(settings.KEY_ENCRYPTION_KEYS[version], key, key_context(subject))


def key_context(subject: UUID) -> bytes:
    return crypto.bind("vault.subjectkey", str(subject))
