"""A web part with a planted fault: it answers a message, reading or dose first and writes it a little later."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

EARLY = ("/messages/", "/observations/", "/intakes/")
LATER = 0.4
LATER_WRITES = ThreadPoolExecutor(4)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    from mendly.wsgi import application as honest

    if environ["REQUEST_METHOD"] != "POST" or not environ["PATH_INFO"].endswith(EARLY):
        return honest(environ, start_response)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    kept = {**environ, "wsgi.input": BytesIO(body)}

    def write() -> None:
        time.sleep(LATER)
        answer = honest(kept, lambda *status: None)
        b"".join(answer)
        answer.close()  # type: ignore[attr-defined]

    LATER_WRITES.submit(write)
    start_response("201 Created", [("Content-Type", "application/json")])
    return [b"{}"]


def main() -> int:
    import granian

    from mendly import cli

    honest = granian.Granian

    def eager(target: str, **options: Any) -> Any:
        return honest("tests.e2e.planted_early_answer:application", **options)

    granian.Granian = eager  # type: ignore[assignment, misc]
    return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
