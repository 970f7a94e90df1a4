"""Sign-out, an ended session and a new password close the sockets that the session opened.

Signing in, and whatever proves the mailbox or the password, makes the browser known to the account.
"""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, password_changed, password_reset, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import HttpRequest

from mendly.accounts.actors import SECOND_STEP
from mendly.accounts.browsers import is_known, remember
from mendly.accounts.models import User
from mendly.accounts.sign_in_letters import tell_of_new_browser
from mendly.accounts.signing_out import sign_out_phones
from mendly.live.services import close_sockets_of


@receiver([user_logged_out, password_changed, password_reset])
def close_sockets(sender: Any, user: User | None = None, **kwargs: Any) -> None:
    if user is not None:
        close_sockets_of(user.id)


@receiver(post_delete, sender=UserSession)
def close_sockets_of_ended_session(sender: Any, instance: UserSession, **kwargs: Any) -> None:
    """Someone ended another of their sessions from the list, or an old one was found to be over."""
    close_sockets_of(instance.user_id)


@receiver(user_logged_in)
def know_browser_and_tell(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    if not is_known(request, user):
        tell_of_new_browser(user)
    remember(request, user)


@receiver([password_changed, password_reset])
def know_browser(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A reset came by the mailbox; a change by the old password. Every other browser is unknown from now on.

    Whoever knew the old password may have paired a phone with it, so every phone is paired anew.
    """
    remember(request, user)
    sign_out_phones(user)


@receiver(authenticator_added)
def count_as_proof(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Who has just set up an app or a passkey has used it: they are not asked for it at once."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, method=SECOND_STEP, id=authenticator.pk, type=authenticator.type)


@receiver(email_confirmed)
def know_browser_of_mailbox(
    sender: Any, request: HttpRequest, email_address: EmailAddress, **kwargs: Any
) -> None:
    """The link that was opened here went to the same mailbox as a code would."""
    remember(request, email_address.user)
