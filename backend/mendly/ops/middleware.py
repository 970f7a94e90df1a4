from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("mendly.requests")
GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestLog:
    """One line per request: the route's pattern (never the address itself), status and time."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request_id = secrets.token_hex(8)
        response = self.get_response(request)
        match = request.resolver_match
        fields = {
            "request": request_id,
            "method": request.method,
            "route": match.route if match else "-",
            "status": response.status_code,
            "ms": round((time.perf_counter() - started) * 1000, 1),
        }
        level = logging.ERROR if response.status_code >= 500 else logging.DEBUG
        log.log(level, "request", extra=fields)
        response["X-Request-Id"] = request_id
        return response


class PrivateResponses:
    """Pages and answers are never kept by a cache or shown inside another site."""

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
        return response
