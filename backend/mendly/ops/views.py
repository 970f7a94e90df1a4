from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from mendly.ops.selectors import faults


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The process can do its work: databases migrated and reachable, broker up, worker alive."""
    found = faults()
    return JsonResponse(
        {"status": "not ready" if found else "ok", "faults": found}, status=503 if found else 200
    )
