"""Browsers that an account has used before: a signed cookie for each account, bound to its password.

A new password makes every other browser unknown. The cookie opens nothing: it only spares the code by e-mail.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from mendly.accounts.models import User

KNOWN_FOR: Final = timedelta(days=365)
MOST_KEPT: Final = 10
"""Cookies of one browser that many people share; more would make its requests too large to be answered."""
SALT: Final = "mendly.accounts.browsers"
TO_REMEMBER: Final = "browser_to_remember"


def cookie_name(user: User) -> str:
    """Tells nobody whose it is, and lies beside those of other accounts."""
    return _prefix() + salted_hmac(f"{SALT}.name", str(user.pk), algorithm="sha256").hexdigest()[:16]


def cookie_value(user: User) -> str:
    return TimestampSigner(salt=SALT).sign(_proof(user))


def is_known(request: HttpRequest, user: User) -> bool:
    """Whether this account signed in here within a year, or proved its mailbox in this very request."""
    return getattr(request, TO_REMEMBER, None) == user or shows_known_cookie(request, user)


def shows_known_cookie(request: HttpRequest, user: User) -> bool:
    try:
        kept = TimestampSigner(salt=SALT).unsign(
            request.COOKIES.get(cookie_name(user), ""), max_age=KNOWN_FOR
        )
    except BadSignature:
        return False
    return constant_time_compare(kept, _proof(user))


def known_owner(request: HttpRequest, email: str) -> User | None:
    """The account of this address, if this browser is known to it; a browser without cookies asks nothing."""
    if not any(name.startswith(_prefix()) for name in request.COOKIES):
        return None
    for user in User.objects.filter(emailaddress__email__iexact=email, emailaddress__verified=True):
        if shows_known_cookie(request, user):
            return user
    return None


def remember(request: HttpRequest, user: User) -> None:
    """The answer to this request will carry the cookie."""
    setattr(request, TO_REMEMBER, user)


def write_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Put the cookie of a remembered account on the answer, in place of the oldest where there are too many."""
    user = getattr(request, TO_REMEMBER, None)
    if not isinstance(user, User):
        return
    others = sorted(
        (name for name in request.COOKIES if name.startswith(_prefix()) and name != cookie_name(user)),
        key=lambda name: _made_at(request.COOKIES[name]),
        reverse=True,
    )
    for name in others[MOST_KEPT - 1 :]:
        response.set_cookie(name, "", max_age=0, secure=settings.HTTPS, httponly=True, samesite="Lax")
    response.set_cookie(
        cookie_name(user),
        cookie_value(user),
        max_age=KNOWN_FOR,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _prefix() -> str:
    return "__Host-known-" if settings.HTTPS else "known-"


def _proof(user: User) -> str:
    return salted_hmac(SALT, f"{user.pk}:{user.get_session_auth_hash()}", algorithm="sha256").hexdigest()


def _made_at(value: str) -> str:
    """When a cookie says it was made; its text sorts as the time does. A forged one is the oldest of all."""
    signer = TimestampSigner(salt=SALT)
    try:
        signer.unsign(value)
    except BadSignature:
        return ""
    return value.rsplit(signer.sep, 2)[1]
