"""Letters that tell somebody of a new way into their account. Fixed texts; they keep nobody out."""

from __future__ import annotations

import logging

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from mendly.accounts.actors import is_demo_person
from mendly.accounts.models import User

log = logging.getLogger("mendly.accounts")


def is_exempt(user: User) -> bool:
    """Demo people on loopback can receive no mail."""
    return bool(settings.SECOND_FACTOR_EXEMPT_DEMO and is_demo_person(user))


def tell_of_new_browser(user: User) -> None:
    _tell(user, "new_browser")


def tell_of_new_phone(user: User) -> None:
    _tell(user, "new_phone")


def _tell(user: User, what: str) -> None:
    """Whoever is in by then stays in, should the mail not go out; the log says so."""
    if is_exempt(user):
        return
    link = f"{settings.PUBLIC_URL}{reverse('portal:devices')}"
    try:
        with translation.override(user.language):
            get_adapter().send_mail(f"account/email/{what}", user.email, {"devices_url": link})
    except OSError:
        log.error("an e-mail about a new way in was not sent")
