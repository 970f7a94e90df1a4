"""Who an account is at this moment. One request asks this a dozen times; for a second the first answer holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final, cast
from uuid import UUID

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from mendly.accounts.models import Patient, Provider, User
from mendly.policy import Question

HOLDS_FOR: Final = 1.0
"""Seconds: an account that is closed meanwhile is closed to the rest of a long upload too."""


@dataclass(frozen=True, slots=True)
class Identity:
    """`patient`: their own record. `provider`: also one who has left their clinic; `working` leaves those out."""

    active: bool
    patient: UUID | None
    provider: Provider | None

    @property
    def working(self) -> Provider | None:
        return self.provider if self.provider is not None and self.provider.ended_at is None else None


NOBODY = Identity(active=False, patient=None, provider=None)
Held = dict[UUID, tuple[float, Identity]]
_held: ContextVar[Held | None] = ContextVar("identities held for one request", default=None)


def identity_of(user_id: UUID | None) -> Identity:
    if user_id is None:
        return NOBODY
    held, at = _held.get(), monotonic()
    if held is None:
        return _read(user_id)
    if user_id not in held or at - held[user_id][0] > HOLDS_FOR:
        held[user_id] = (at, _read(user_id))
    return held[user_id][1]


def identity_behind(question: Question) -> Identity:
    """Of the person who asks the policy; one question reads it once, also outside of a request."""
    known = question.looked_up.get("identity")
    if known is None:
        known = question.looked_up["identity"] = identity_of(question.actor.user_id)
    return cast(Identity, known)


@contextmanager
def identities_held() -> Iterator[None]:
    """Read each account once within this request. What the request itself saves is read anew.

    Whoever changes an account by UPDATE, which sends no signal, calls `forget_identities` after it.
    """
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


@receiver([post_save, post_delete], sender=User)
@receiver([post_save, post_delete], sender=Patient)
@receiver([post_save, post_delete], sender=Provider)
def forget_identities(sender: Any = None, **kwargs: Any) -> None:
    held = _held.get()
    if held is not None:
        held.clear()


def _read(user_id: UUID) -> Identity:
    rows = User.objects.filter(id=user_id).values_list("is_active", "patient__id", "provider__id")
    for active, patient, provider in rows:
        known = Provider.objects.select_related("clinic").get(id=provider) if provider else None
        return Identity(active, patient, known)
    return NOBODY
