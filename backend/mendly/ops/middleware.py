from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from mendly.ops.metrics import METHODS, OTHER, count_request
from mendly.problems import PROBLEM, problem

log = logging.getLogger("mendly.requests")
GetResponse = Callable[[HttpRequest], HttpResponse]


SIGNS_IN = (
    "accounts/",
    "new-browser/",
    "api/v1/devices/pair/",
    "api/v1/devices/refresh/",
    "api/v1/devices/pairing-codes/",
)
"""Routes whose every POST is an attempt to sign in, or changes how somebody signs in."""


class RequestLog:
    """One line per request: the route's pattern (never the address itself), status and time.

    Kept in production are attempts to sign in, refusals and faults; the rest is for looking into trouble.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request_id = secrets.token_hex(8)
        response = self.get_response(request)
        match = request.resolver_match
        route = match.route if match else "-"
        seconds = time.perf_counter() - started
        fields = {
            "request": request_id,
            "method": request.method if request.method in METHODS else OTHER,
            "route": route,
            "status": response.status_code,
            "ms": round(seconds * 1000, 1),
            "account": _account_of(request),
        }
        log.log(_level(request, route, response.status_code), "request", extra=fields)
        count_request(request.method or "", route, response.status_code, seconds)
        response["X-Request-Id"] = request_id
        return response


def _level(request: HttpRequest, route: str, status: int) -> int:
    if status >= 500:
        return logging.ERROR
    is_attempt = request.method == "POST" and route.startswith(SIGNS_IN)
    return logging.INFO if is_attempt or status >= 400 else logging.DEBUG


def _account_of(request: HttpRequest) -> str:
    """A mark that is the same for all requests of an account and leads back to it only with our secret.

    Empty where this request did not need to know who asks: the log must not cost a query.
    """
    user = vars(request).get("user")
    if isinstance(user, SimpleLazyObject):
        user = vars(request).get("_cached_user")
    account = getattr(user, "pk", None)
    if account is None:
        return ""
    return hmac.new(settings.SECRET_KEY.encode(), f"log {account}".encode(), hashlib.sha256).hexdigest()[:16]


class ProgramsOverTls:
    """A program that talks in the open is refused, not redirected: it would send its token in the open again."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.HTTPS and request.path.startswith("/api/") and not request.is_secure():
            body = problem(403, "insecure", "Please use https.")
            return JsonResponse(body, status=403, content_type=PROBLEM)
        return self.get_response(request)


class PrivateResponses:
    """Pages and answers are never kept by a cache or shown inside another site; signing out empties what was kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault(
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
            "publickey-credentials-get=(self), publickey-credentials-create=(self)",
        )
        if request.method == "POST" and request.path == reverse("account_logout"):
            response.setdefault("Clear-Site-Data", '"cache"')
        return response
