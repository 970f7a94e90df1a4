"""How an archive travels: a file to save, which nothing on the way may keep."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import StreamingHttpResponse


def as_attachment(parts: Iterator[bytes]) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(parts, content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="mendly.zip"'
    answer["Cache-Control"] = "no-store"
    return answer
