"""HTTP of both sizes: granian runs it in production (`mendly.wsgi:application`), `asgi.py` in the embedded size."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mendly.settings")
_django = get_wsgi_application()


class Stream(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...

    def readline(self, size: int = -1, /) -> bytes: ...


class WholeBody:
    """A body that ends before its promised length raises `ConnectionError`.

    The servers show a connection that was cut as the end of the body, so half a file would look whole.
    """

    def __init__(self, stream: Stream, length: int) -> None:
        self._stream = stream
        self._left = length

    def read(self, size: int = -1, /) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        parts: list[bytes] = []
        while wanted:
            part = self._counted(self._stream.read(wanted))
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def readline(self, size: int = -1, /) -> bytes:
        limit = self._left if size < 0 else min(size, self._left)
        return self._counted(self._stream.readline(limit)) if limit else b""

    def _counted(self, part: bytes) -> bytes:
        if not part:
            raise ConnectionError("the body ended early")
        self._left -= len(part)
        return part


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    length = str(environ.get("CONTENT_LENGTH") or "")
    if length.isdecimal():
        environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length))
    answer: Iterable[bytes] = _django(environ, start_response)
    return answer
