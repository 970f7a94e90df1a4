"""Browsers that an account has used before."""

from __future__ import annotations

from django.test import Client

from mendly.accounts.browsers import cookie_name, cookie_value
from mendly.accounts.models import User


def known_browser(email: str, **defaults: str) -> Client:
    """A signed-out browser in which this person signed in some days ago."""
    client, user = Client(**defaults), User.objects.get(email=email)  # type: ignore[arg-type]
    client.cookies[cookie_name(user)] = cookie_value(user)
    return client
