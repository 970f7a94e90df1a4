"""Numbers for operators in Prometheus' text form: counts and times by route pattern, never by person or address.

Request numbers are those of one process and start with it, so each carries the process; what waits is read from rows.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from threading import Lock
from typing import Final

from mendly.clock import now
from mendly.ops.selectors import faults, heartbeats

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER: Final = "other"
BOUNDS: Final = (0.05, 0.1, 0.3, 0.5, 1.0, 3.0, 10.0)
"""Upper ends of the histogram in seconds; 0.3 and 0.5 are the goals for reads and writes."""
KNOWN_FAULTS: Final = ("database:default", "database:keys", "broker", "worker")

_lock = Lock()
_requests: Counter[tuple[str, str, int]] = Counter()
_buckets = [0] * (len(BOUNDS) + 1)
_seconds = 0.0


def count_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answer. A method that HTTP does not know is counted as `other`: the sender chose its name."""
    global _seconds
    key = (method if method in METHODS else OTHER, route, status)
    with _lock:
        _requests[key] += 1
        _buckets[bisect_left(BOUNDS, seconds)] += 1
        _seconds += seconds


def metrics_text() -> str:
    """Everything that is measured, one series a line."""
    return "\n".join([*_request_lines(), *_house_lines()]) + "\n"


def _request_lines() -> Iterator[str]:
    process = str(os.getpid())
    with _lock:
        requests, buckets, seconds = dict(_requests), list(_buckets), _seconds
    yield "# TYPE mendly_requests_total counter"
    for (method, route, status), count in sorted(requests.items()):
        labels = {"method": method, "route": route, "status": str(status), "process": process}
        yield _series("mendly_requests_total", count, labels)
    yield "# TYPE mendly_request_seconds histogram"
    passed = 0
    for bound, count in zip((*map(str, BOUNDS), "+Inf"), buckets, strict=True):
        passed += count
        yield _series("mendly_request_seconds_bucket", passed, {"le": bound, "process": process})
    yield _series("mendly_request_seconds_sum", round(seconds, 4), {"process": process})
    yield _series("mendly_request_seconds_count", passed, {"process": process})


def _house_lines() -> Iterable[str]:
    """What is not ready, and how long ago each background part last did its work."""
    found, at = faults(), now()
    yield "# TYPE mendly_fault gauge"
    for name in KNOWN_FAULTS:
        yield _series("mendly_fault", int(name in found), {"part": name})
    if any(name.startswith("database:") for name in found):
        return
    yield "# TYPE mendly_heartbeat_age_seconds gauge"
    for name, beat in heartbeats().items():
        age = max(0.0, (at - beat).total_seconds())
        yield _series("mendly_heartbeat_age_seconds", round(age, 1), {"part": name})


def _series(name: str, value: float, labels: Mapping[str, str]) -> str:
    told = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{told}}} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
