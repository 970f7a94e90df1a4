"""Notifications by e-mail: the fixed sentence of a kind, and where to sign in. No name, no health detail."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail

from mendly.accounts.models import User
from mendly.accounts.sign_in_letters import is_exempt
from mendly.care.selectors import NO_MAIL
from mendly.notify.kinds import Kind
from mendly.notify.push import Outcome
from mendly_core.words import say

SENTENCE = {Kind.DOSE: "notices.reminder", Kind.HELP: "notices.help"}
"""The kinds that people can have by e-mail."""


def mail(user_id: UUID, kind: Kind) -> Outcome:
    """Send one letter. An account that can have no mail counts as told: trying again would change nothing."""
    user = User.objects.get(id=user_id)
    if user.email.endswith(NO_MAIL) or is_exempt(user):
        return Outcome.SENT
    told = say(SENTENCE[kind], user.language)
    where, why, never = (
        say(f"notices.{key}", user.language) for key in ("email_open", "email_why", "email_never_asks")
    )
    body = f"{told}\n\n{where} {settings.PUBLIC_URL}/home/\n\n{why}\n\n{never}\n"
    try:
        send_mail(told, body, None, [user.email])
    except OSError:
        return Outcome.FAILED
    return Outcome.SENT
