"""Two workers in the same place at once, where the code lets two in."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TypeVar

Answer = TypeVar("Answer")
PATIENCE = 1.0
"""Seconds that the first waits; a lock that holds the second outside is what may be tested."""


def meeting(step: Callable[..., Answer]) -> Callable[..., Answer]:
    """The same step, before which the first of two callers waits a moment for the second."""
    arrived: list[None] = []
    both = Event()

    def wrapped(*args: object, **kwargs: object) -> Answer:
        arrived.append(None)
        if len(arrived) > 1:
            both.set()
        both.wait(PATIENCE)
        return step(*args, **kwargs)

    return wrapped
