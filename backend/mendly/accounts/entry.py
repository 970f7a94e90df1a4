"""A password from a browser that its account has not used before: a code by e-mail comes between.

It stands in the allauth login between the password and the session. Accounts with a second factor have their own
second step instead.
"""

from __future__ import annotations

import logging
import secrets
import time
from enum import Enum
from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage, LoginStageController
from allauth.core.internal import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from mendly.accounts.browsers import is_known
from mendly.accounts.models import User
from mendly.accounts.services import PAIRING_ALPHABET
from mendly.accounts.sign_in_letters import is_exempt

log = logging.getLogger("mendly.accounts")
CODE_LENGTH: Final = 8
CODE_LIFE: Final = 600
"""Seconds."""
TRIES: Final = 5
LIMITS: Final = {"try": f"{TRIES}/{CODE_LIFE}s/key", "send": "6/600s/key"}
"""Tries of one code; codes sent to one account. Counted in the cache, so that two tries at once are two."""
SALT: Final = "mendly.accounts.entry"


class Answer(Enum):
    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"


class NewBrowserStage(LoginStage):  # type: ignore[misc]
    key = "new_browser"
    urlname = "portal:new_browser"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        if user is None or not needs_code(self.request, user):
            return None, True
        if not _within("send", self.request, str(user.pk)):
            messages.error(
                self.request, _("We sent you many codes just now. Please try again in ten minutes.")
            )
            return HttpResponseRedirect(reverse("account_login")), False
        self.state.update(send_code(user))
        return HttpResponseRedirect(reverse(self.urlname)), True


def needs_code(request: HttpRequest, user: User) -> bool:
    return not (is_exempt(user) or is_mfa_enabled(user) or is_known(request, user))


def send_code(user: User) -> dict[str, Any]:
    """Send a new code to the account's address. Returns what the session keeps of it: never the code."""
    code = "".join(secrets.choice(PAIRING_ALPHABET) for _ in range(CODE_LENGTH))
    name = secrets.token_hex(16)
    with translation.override(user.language):
        shown = f"{code[:4]} {code[4:]}"
        get_adapter().send_mail("account/email/new_browser_code", user.email, {"code": shown})
    return {"name": name, "digest": _digest(name, code), "sent_at": time.time()}


def pending_entry(request: HttpRequest) -> NewBrowserStage | None:
    """The sign-in that waits for a code in this browser."""
    stage = LoginStageController.enter(request, NewBrowserStage.key)
    return stage if isinstance(stage, NewBrowserStage) and "digest" in stage.state else None


def try_code(stage: NewBrowserStage, typed: str) -> Answer:
    """A wrong code costs a try; a right one works once; after five tries or ten minutes none does."""
    kept = stage.state
    if time.time() - kept["sent_at"] > CODE_LIFE or not _within("try", stage.request, kept["name"]):
        return Answer.OVER
    code = "".join(typed.upper().split()).replace("-", "")
    if not constant_time_compare(_digest(kept["name"], code), kept["digest"]):
        return Answer.WRONG
    first = cache.add(f"mendly:entry:used:{kept['name']}", True, CODE_LIFE)
    return Answer.RIGHT if first else Answer.OVER


def leave_entry(request: HttpRequest) -> None:
    """Forget the password that was given here; the next sign-in begins anew."""
    clear_login(request)


def _digest(name: str, code: str) -> str:
    return salted_hmac(SALT, f"{name}:{code}", algorithm="sha256").hexdigest()


def _within(action: str, request: HttpRequest, key: str) -> bool:
    usage = ratelimit.consume(
        request, app="mendly.accounts.entry", action=action, config=LIMITS, key=key, limit_get=True
    )
    return usage is not None
