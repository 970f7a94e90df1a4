"""How long to wait before the next try: doubling, with jitter, so that many phones do not come at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import SystemRandom

Uniform = Callable[[float, float], float]
"""Draws a number between two bounds."""


@dataclass(slots=True)
class Backoff:
    """Waiting times in seconds: drawn from lowest .. first * 2^tries, never above `highest`."""

    lowest: float
    first: float
    highest: float
    uniform: Uniform = field(default=SystemRandom().uniform)
    tries: int = 0

    def next(self) -> float:
        bound = min(self.highest, self.first * 2 ** min(self.tries, 30))
        self.tries += 1
        return self.uniform(self.lowest, max(self.lowest, bound))

    def reset(self) -> None:
        self.tries = 0
