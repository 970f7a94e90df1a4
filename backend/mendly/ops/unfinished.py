"""A restore that was cut short leaves a house that is neither the old one nor the new: nothing may serve it."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class RestoreUnfinished(ImproperlyConfigured):
    """A restore was begun here and did not come to its end."""


def is_unfinished() -> bool:
    return _mark().exists()


def refuse_unfinished() -> None:
    """Raises `RestoreUnfinished`."""
    if is_unfinished():
        raise RestoreUnfinished(
            "a restore into this house was cut short, so what it holds is not whole."
            " Run the same `mendly restore` again; it starts over."
        )


def mark_unfinished() -> None:
    """On the disk before anything is changed: the mark outlasts a power cut."""
    with _mark().open("w", encoding="utf-8") as mark:
        mark.write("A restore was begun here. Run `mendly restore` again.\n")
        mark.flush()
        os.fsync(mark.fileno())
    folder = os.open(_mark().parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def mark_finished() -> None:
    _mark().unlink(missing_ok=True)


def _mark() -> Path:
    return Path(settings.DATA, "restore-unfinished")
