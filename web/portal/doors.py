"""How people come in to pages: signed in, with the number of their last event read before anything else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from mendly.accounts.selectors import provider_of_user
from mendly.errors import NotFound
from mendly.live.selectors import newest_seq
from mendly.policy import Action, Actor, Category, Purpose, may
from mendly.problems import confirm_url

if TYPE_CHECKING:
    from mendly.accounts.models import User

OPENS_A_RECORD = (Category.PROFILE, Category.MESSAGES)
"""Who may see one of these has at least one page of a patient's record; each page asks for what it shows."""

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in actor. Only for views behind one of the doors below."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def user_of(request: HttpRequest) -> User:
    """The signed-in account. Only for views behind one of the doors below."""
    return cast("User", request.user)


def signed_in(view: View) -> View:
    """Only for someone who signed in. Reads their newest event number first, so that no change is missed."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.live_seq = newest_seq(user_of(request).pk)  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded


def providers_only(view: View) -> View:
    """Pages of a clinic: for anyone else they do not exist. A provider without a second factor sets one up first."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if provider_of_user(user_of(request).pk) is None:
            raise NotFound
        if not actor_of(request).second_factor:
            return redirect("portal:second_factor")
        return view(request, *args, **kwargs)

    return guarded


def patients_only(view: View) -> View:
    """Pages of one patient's record, for them and for their proxies. Providers have pages of their own."""

    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, patient: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = actor_of(request)
        if actor.purpose is not Purpose.SELF_CARE:
            raise NotFound
        if not any(may(actor, Action.VIEW, patient, category) for category in OPENS_A_RECORD):
            raise NotFound
        return view(request, patient, *args, **kwargs)

    return guarded


def confirm_first(request: HttpRequest) -> str:
    """Where to show once more that it is them, and back to this page; nothing for who has just done so.

    Pages whose form opens something offer this in its place, so that nobody fills it in for nothing.
    """
    return "" if actor_of(request).fresh else confirm_url(request.get_full_path())


def is_fragment(request: HttpRequest) -> bool:
    """True when htmx asks for a part of a page instead of the whole."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")
