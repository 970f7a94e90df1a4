"""How allauth speaks in this house."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mendly.accounts.actors import proved_recently
from mendly.accounts.browsers import cookie_name, known_owner
from mendly.accounts.models import User
from mendly.accounts.signing_out import sign_out_phones
from mendly.vault.services import seal_text, unseal_text

SECOND_FACTORS = UUID("00000000-0000-7000-8000-000000000001")
"""The key subject of all second-factor secrets: they belong to sign-in, not to one patient's record."""


class SignInsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]
    """The list of where somebody is signed in, from which they end all but the browser that shows it."""

    def end_sessions(self, sessions: list[UserSession]) -> None:
        """Everywhere else means phones too."""
        super().end_sessions(sessions)
        sign_out_phones(context.request.user)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up takes an e-mail and a password; the name comes later, into the sealed patient record."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("The e-mail address or the password is not right.")
    }

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """There is no user name to fill in."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
        return super().save_user(request, user, form, commit)  # type: ignore[no-any-return]

    def get_login_stages(self) -> list[str]:
        return [*super().get_login_stages(), "mendly.accounts.entry.NewBrowserStage"]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords count by account; in a browser that the account knows, by that browser alone.

        So what others try elsewhere does not keep the owner out. The limit by network address holds for all.
        """
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        known = known_owner(request, str(credentials.get("email", "")))
        return key if known is None else f"{key}:{request.COOKIES[cookie_name(known)]}"

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show once more that it is them, in the house's words: who has a second factor uses it."""
        words = {
            "reauthenticate": _("Use my password"),
            "mfa_reauthenticate": _("Use an app code or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        ways = [method | {"description": words[method["id"]]} for method in methods]
        return [way for way in ways if way["id"] != "reauthenticate"] or ways

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """One notion of a recent proof in the whole house: who signed in just now is not asked once more."""
        user = context.request.user
        return not (isinstance(user, User) and proved_recently(context.request.session, user))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """TOTP secrets and recovery seeds are sealed like everything else that must not be read from a backup."""

    def encrypt(self, text: str) -> str:
        return seal_text(SECOND_FACTORS, text, "mfa").hex()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Mendly"}

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        """For a passkey that was given no name."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def decrypt(self, encrypted_text: str) -> str:
        return unseal_text(SECOND_FACTORS, bytes.fromhex(encrypted_text), "mfa")
