"""Invitations that go out by e-mail: how many, and which still work."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet

from mendly.accounts.services import INVITATION_LIFE
from mendly.clock import now
from mendly.errors import TooMany

Letter = TypeVar("Letter", bound=Model)


def not_too_many(sent: QuerySet[Letter], most: int) -> None:
    """Each invitation is a mail to an address that somebody typed: nobody sends more of them in a day."""
    if sent.filter(expires_at__gt=now() + INVITATION_LIFE - timedelta(days=1)).count() >= most:
        raise TooMany("You sent many invitations today. Please send the next one tomorrow.")
