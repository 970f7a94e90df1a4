from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from mendly.accounts.actors import actor_of_request
from mendly.accounts.identity import identities_held
from mendly.accounts.models import User


class ActorMiddleware:
    """Puts `request.actor` (lazy) on every request and speaks the signed-in person's language, by their clock."""

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
                return self.get_response(request)
        finally:
            timezone.deactivate()
