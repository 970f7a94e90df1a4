"""Who an account is at this moment. One page asks this a dozen times; while it is read, the first answer holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from mendly.accounts.models import Provider, User


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
_held: ContextVar[dict[UUID, Identity] | None] = ContextVar("identities held for one request", default=None)


def identity_of(user_id: UUID | None) -> Identity:
    if user_id is None:
        return NOBODY
    held = _held.get()
    if held is None:
        return _read(user_id)
    if user_id not in held:
        held[user_id] = _read(user_id)
    return held[user_id]


@contextmanager
def identities_held() -> Iterator[None]:
    """Each account is read once until the end. Only for work that changes nothing, so that no answer grows old."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def _read(user_id: UUID) -> Identity:
    rows = User.objects.select_related("provider__clinic").annotate(own_record=F("patient__id"))
    user = rows.filter(id=user_id).first()
    if user is None:
        return NOBODY
    return Identity(user.is_active, user.own_record, getattr(user, "provider", None))
