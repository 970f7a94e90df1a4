"""From a request or a socket to an `Actor`: who it is, for what purpose, and how surely they signed in."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from mendly.accounts import tokens
from mendly.accounts.identity import identity_of
from mendly.accounts.models import User
from mendly.policy import Actor, Purpose

PROOFS_OF_SESSION_KEY = "account_authentication_methods_user"
"""Where the sign-in library notes whose proofs the session holds; it gives the name to nobody."""
SECOND_STEP = "mfa"
"""What the sign-in library calls a proof by a passkey, an app's code or a recovery code."""
DEMO_DOMAIN = "@demo.mendly.example"


def actor_of_user(user: User, *, second_factor: bool, via: str, fresh: bool = False) -> Actor:
    """The purpose is fixed here: providers treat, everyone else looks after themself or someone close."""
    purpose = Purpose.SELF_CARE if identity_of(user.id).working is None else Purpose.TREATMENT
    return Actor(user_id=user.id, purpose=purpose, second_factor=second_factor, fresh=fresh, via=via)


def actor_of_request(request: HttpRequest) -> Actor | None:
    """The actor of a browser session, or None when nobody is signed in."""
    user = request.user
    if not isinstance(user, User):
        return None
    return actor_of_session(request.session, user)


def actor_of_session(session: SessionBase, user: User) -> Actor:
    """How surely this person is in this browser, by the record that signing in and confirming left there."""
    second_factor, fresh = proved_second_factor(session, user), proved_recently(session, user)
    return actor_of_user(user, second_factor=second_factor, fresh=fresh, via="portal")


def proved_second_factor(session: SessionBase, user: User) -> bool:
    """True when this very sign-in used a second factor; demo people on loopback are exempt (a banner says so)."""
    if settings.SECOND_FACTOR_EXEMPT_DEMO and is_demo_person(user):
        return True
    return proved_by_second_step(proofs_in(session, user))


def proved_recently(session: SessionBase, user: User) -> bool:
    """True when the newest proof in this browser is at most five minutes old.

    Of who has a second factor only its own proofs count: a password that somebody reused proves little.
    """
    proofs = proofs_in(session, user)
    recent = {proof.get("method") for proof in proofs if _is_recent(proof)}
    if not recent or SECOND_STEP in recent:
        return bool(recent)
    return not proved_by_second_step(proofs) and not owns_second_factor(user.pk)


def proved_by_second_step(proofs: list[dict[str, Any]]) -> bool:
    return any(proof.get("method") == SECOND_STEP for proof in proofs)


def _is_recent(proof: dict[str, Any]) -> bool:
    return 0 <= time.time() - float(proof.get("at", 0)) <= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def owns_second_factor(user_id: UUID | None) -> bool:
    return Authenticator.objects.filter(user_id=user_id).exists()


def proofs_in(session: SessionBase, user: User) -> list[dict[str, Any]]:
    """What this person has shown in this browser since they signed in; nothing that another person showed here."""
    whose = session.get(PROOFS_OF_SESSION_KEY, str(user.pk))
    return list(session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])) if whose == str(user.pk) else []


def is_demo_person(user: User) -> bool:
    """Demo people live under a domain that can receive no mail, so nobody else can sign up there."""
    return user.email.endswith(DEMO_DOMAIN)


async def actor_of_scope(scope: dict[str, Any]) -> Actor | None:
    """Identify a socket: a phone by its header, or a browser by cookie from our own origin."""
    headers = dict(scope.get("headers") or ())
    authorization = headers.get(b"authorization", b"").decode("latin-1")
    if authorization.startswith("Bearer "):
        return await database_sync_to_async(_actor_of_bearer)(authorization.removeprefix("Bearer ").strip())
    if not _is_own_origin(headers):
        return None
    return await database_sync_to_async(_actor_of_cookie)(headers.get(b"cookie", b"").decode("latin-1"))


def _actor_of_bearer(access_token: str) -> Actor | None:
    device = tokens.device_of_access_token(access_token)
    if device is None:
        return None
    return actor_of_user(device.user, second_factor=device.second_factor, via="phone")


def _is_own_origin(headers: dict[bytes, bytes]) -> bool:
    """A browser always sends Origin; without it, or with a foreign one, a cookie proves nothing."""
    origin = headers.get(b"origin", b"").decode("latin-1")
    host = headers.get(b"host", b"").decode("latin-1")
    try:
        sent_from = urlsplit(origin).netloc
    except ValueError:
        return False
    return bool(origin) and (sent_from == host or origin in settings.CSRF_TRUSTED_ORIGINS)


def _actor_of_cookie(cookie_header: str) -> Actor | None:
    cookies = dict(part.strip().partition("=")[::2] for part in cookie_header.split(";"))
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    session = SessionStore(key)
    user = User.objects.filter(id=session.get(SESSION_KEY), is_active=True).first()
    if user is None or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
        return None
    return actor_of_session(session, user)
