"""Starting the server in either size."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack

import uvicorn
from django.conf import settings
from django.core.management import call_command

PING_SECONDS = 20.0


def serve() -> int:
    """Embedded: one process does everything. Production: granian serves HTTP; sockets and workers run beside it."""
    call_command("check", fail_level="ERROR", databases=list(settings.DATABASES))
    return _serve_http_with_granian() if settings.PRODUCTION else _serve_embedded()


def serve_sockets() -> int:
    uvicorn.run("mendly.asgi:ws", **_uvicorn_options())
    return 0


def _serve_embedded() -> int:
    with ExitStack() as stack:
        stack.enter_context(BackgroundWork())
        uvicorn.run("mendly.asgi:application", **_uvicorn_options())
    return 0


def _serve_http_with_granian() -> int:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "mendly.wsgi:application",
        address=settings.BIND,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=4,
        websockets=False,
        log_access=False,
    ).serve()
    return 0


def _uvicorn_options() -> dict[str, object]:
    return {
        "host": settings.BIND,
        "port": settings.PORT,
        "ws": "websockets-sansio",
        "ws_ping_interval": PING_SECONDS,
        "ws_ping_timeout": PING_SECONDS,
        "ws_max_size": 1 << 16,
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,  # the settings say how many proxies are ours; nobody else's word counts
        "timeout_graceful_shutdown": 5,
        "lifespan": "on",
    }


class BackgroundWork(AbstractContextManager[None]):
    """Celery's worker and beat as threads of this process: the memory broker needs no other."""

    def __enter__(self) -> None:
        from celery.beat import EmbeddedService

        from mendly.celery import app

        self._worker = app.WorkController(
            pool_cls="threads",
            concurrency=2,
            hostname="embedded@local",
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        self._beat = EmbeddedService(app, thread=True, schedule_filename=str(settings.DATA / "beat"))
        self._beat.daemon = True
        _start_thread("worker", self._worker.start)
        self._beat.start()

    def __exit__(self, *error: object) -> None:
        self._beat.stop()
        self._worker.stop()


def _start_thread(name: str, run: Callable[[], object]) -> None:
    threading.Thread(target=run, name=name, daemon=True).start()
