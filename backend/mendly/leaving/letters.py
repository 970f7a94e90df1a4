"""The letters of the way out: fixed texts, no name, nothing about health."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.core.mail import send_mail
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mendly.accounts.models import User


def say_it_was_asked(user: User, due_at: datetime, receipt_token: str) -> None:
    """To the account's own address: it may not have been them who asked."""
    with override(user.language):
        subject = _("You asked us to erase your Mendly account")
        day = date_format(due_at.astimezone(user.zone_info).date(), "DATE_FORMAT")
        body = [
            _("We will erase your account and all your data on this day: %(day)s.") % {"day": day},
            _("Was this not you? Did you change your mind? Sign in and press “Keep my account”:"),
            f"{settings.PUBLIC_URL}/leaving/",
            _("After that day, this link shows what was erased. It has no name and nothing about health:"),
            f"{settings.PUBLIC_URL}/receipt/{receipt_token}/",
        ]
    send_mail(subject, "\n\n".join(body) + "\n", None, [user.email])


def say_it_is_done(email: str, language: str) -> None:
    with override(language):
        subject = _("Your Mendly account is erased")
        body = _("Your account and your data are gone. We do not have your address any more.")
    send_mail(subject, f"{body}\n", None, [email])


def say_we_close(user: User, closes_on: date) -> None:
    with override(user.language):
        subject = _("Mendly closes")
        day = date_format(closes_on, "DATE_FORMAT")
        body = [
            _("Mendly closes on this day: %(day)s. After it we erase all data.") % {"day": day},
            _("Until then, please take your data with you. Sign in here:"),
            f"{settings.PUBLIC_URL}/leaving/",
        ]
    send_mail(subject, "\n\n".join(body) + "\n", None, [user.email])
