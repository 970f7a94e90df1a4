from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from mendly.accounts.actors import actor_of_request
from mendly.accounts.browsers import write_cookie
from mendly.accounts.identity import identities_held
from mendly.accounts.models import User


class ActorMiddleware:
    """Puts `request.actor` (lazy) on every request and speaks the signed-in person's language, by their clock.

    The answer takes the cookie of a browser that an account has just come to know.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of_request(request))  # type: ignore[attr-defined]
        if not request.path.startswith(("/api/", "/healthz", "/readyz", "/metrics")) and isinstance(
            request.user, User
        ):
            translation.activate(request.user.language)
            timezone.activate(request.user.zone)
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
        try:
            with identities_held():
                response = self.get_response(request)
            write_cookie(request, response)
            return response
        finally:
            timezone.deactivate()
