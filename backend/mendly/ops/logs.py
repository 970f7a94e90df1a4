"""Logs are JSON lines with an allow-list of keys. Messages are constants; values outside the list are dropped."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from traceback import extract_tb

ALLOWED = frozenset(
    {
        "request",
        "method",
        "route",
        "status",
        "ms",
        "account",
        "error_type",
        "count",
        "seconds",
        "state",
        "kind",
        "code",
        "room",
    }
)
OURS = ("mendly", "portal")


class AllowListFormatter(logging.Formatter):
    """Formats nothing that foreign loggers hand on, whatever they call it, nor the text of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.split(".")[0] in OURS
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": str(record.msg) if ours else "",
        }
        if ours:
            line |= {key: value for key, value in vars(record).items() if key in ALLOWED}
        if record.exc_info and record.exc_info[0] is not None:
            line["error_type"] = record.exc_info[0].__name__
            line["where"] = [f"{_short(f.filename)}:{f.lineno}" for f in extract_tb(record.exc_info[2])[-6:]]
        return json.dumps(line, default=str)


def _short(path: str) -> str:
    return "/".join(path.split("/")[-3:])


def log_unexpected_error(sender: object, **kwargs: object) -> None:
    """Called by the framework for an error that nobody handled: its type and place, never its words."""
    logging.getLogger("mendly.errors").error("unexpected error", exc_info=True)  # noqa: LOG014 - called while it is handled
