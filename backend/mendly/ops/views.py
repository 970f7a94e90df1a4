from __future__ import annotations

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from mendly.ops.metrics import metrics_text
from mendly.ops.selectors import faults

LOOPBACK = frozenset({"127.0.0.1", "::1"})
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The process can do its work: databases migrated and reachable, broker up, worker alive.

    Which part is missing is told to the house alone.
    """
    found = faults()
    told: dict[str, object] = {"status": "not ready" if found else "ok"}
    if _is_of_the_house(request):
        told["faults"] = found
    return JsonResponse(told, status=503 if found else 200)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers without identity, for the house alone. Raises Http404 for anybody else."""
    if not _is_of_the_house(request):
        raise Http404
    return HttpResponse(metrics_text(), content_type=PROMETHEUS)


def _is_of_the_house(request: HttpRequest) -> bool:
    """Whoever shows the token; without any proxy of ours in front also who asks on this very computer.

    Behind a proxy on the same computer every visitor comes from loopback, so there the token alone counts.
    """
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and hmac.compare_digest(shown.encode(), settings.METRICS_TOKEN.encode()):
        return True
    is_forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"))
    return not settings.PROXIES and not is_forwarded and request.META.get("REMOTE_ADDR") in LOOPBACK
