"""Accounts of former colleagues once they are erased: a shell that names nobody and opens to nobody.

The rows of a professional stay, because what they wrote in the records of others keeps their name; and those rows
need an account.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from mendly.accounts.models import User

ADDRESS = "erased.invalid"
"""No mail is ever delivered under .invalid, and nobody can sign up with it."""


def accounts_here() -> models.QuerySet[User]:
    """All but the shells."""
    return User.objects.exclude(email__endswith=f"@{ADDRESS}")


def empty_account(user: User) -> None:
    user.email = f"{user.pk.hex}@{ADDRESS}"
    user.language, user.zone, user.theme = settings.LANGUAGE_CODE, "UTC", "auto"
    user.is_active, user.last_login = False, None
    user.set_unusable_password()
    user.save()
